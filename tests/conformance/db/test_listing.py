"""Words, order and counting mean the same on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import select

from bothways.kit.db import listing
from bothways.kit.db.database import Database
from bothways.kit.db.listing import count, having, ordered
from tests.conformance.db.tables import things

NAMES = ("acme", "acme_1", "acme1", "50%", "5000", "a/b", "a\\b", "o'hara", '"', "äöü", "line\nbreak", "x--", "")


@pytest.fixture
async def named(store: Database) -> Database:
    async with store.begin() as tx:
        for number, name in enumerate(NAMES):
            await tx.execute(tx.insert(things).values(id=f"{number:02}", name=name))
    return store


async def found(store: Database, *words: str) -> set[str]:
    async with store.read() as tx:
        return {row[0] for row in await tx.all(select(things.c.name).where(*having(words, things.c.name)))}


@pytest.mark.parametrize("word", ["acme", "_", "%", "/", "\\", "'", '"', "ö", "--", "0", "nothing", "acme_", "50%"])
async def test_a_word_is_found_where_it_stands_and_nowhere_else(named: Database, word: str) -> None:
    assert await found(named, word) == {name for name in NAMES if word in name}


async def test_every_word_has_to_be_found(named: Database) -> None:
    assert await found(named, "ac", "1") == {"acme_1", "acme1"}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
async def test_page_by_page_every_row_comes_once(named: Database, size: int, descending: bool) -> None:
    async with named.begin() as tx:
        # Rows that are alike in what decides first go by what tells them apart.
        await tx.execute(things.update().where(things.c.id > "05").values(name="same"))
    key, pages, place = (things.c.name, things.c.id), [], None
    async with named.read() as tx:
        whole = [tuple(row) for row in await tx.all(ordered(select(*key), key, descending=descending))]
        while rows := await tx.all(ordered(select(*key), key, after=place, descending=descending).limit(size)):
            pages += [tuple(row) for row in rows]
            place = pages[-1]
    assert pages == whole
    assert len(pages) == len(NAMES)


async def test_counting_ends_where_nobody_would_wait(named: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with named.read() as tx:
        assert await count(tx, select(things.c.id)) == len(NAMES)
        monkeypatch.setattr(listing, "MOST_COUNTED", len(NAMES) - 1)
        assert await count(tx, select(things.c.id)) is None
