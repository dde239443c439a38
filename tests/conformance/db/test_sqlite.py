"""What is particular to SQLite: files, locks, and power cuts."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, text

from bothways.kit.db import sqlite
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseBusy, DatabaseUnavailable
from tests.conformance.db.tables import create, things


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{path}")
    await create(database)
    yield database
    await database.close()


async def add(store: Database, name: str) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id=name))


async def names(store: Database) -> list[str]:
    async with store.read() as tx:
        return [row.id for row in await tx.all(select(things.c.id).order_by(things.c.id))]


async def test_the_file_belongs_to_its_owner_alone(path: Path, store: Database) -> None:
    await add(store, "a")
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere/own.db", "there is no such folder"),
        ("", "its address is a folder's"),
        ("letter.txt", "its file is no SQLite database"),
    ],
)
async def test_a_file_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path, place: str, told: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(DatabaseUnavailable, match=told):
        await Database.open(f"sqlite:///{tmp_path / place}")


async def test_a_full_disk_is_told_and_undoes_what_was_under_way(store: Database) -> None:
    await add(store, "before")
    async with store.begin() as tx:
        # As if no page more could be had, in the one connection that writes.
        row = await tx.first(text("PRAGMA page_count"))
        assert row is not None
        await tx.first(text(f"PRAGMA max_page_count = {row[0]}"))
    with pytest.raises(DatabaseUnavailable, match="its disk is full; make room there"):
        await add(store, "x" * 100_000)
    assert await names(store) == ["before"]


async def test_a_commit_survives_a_power_cut_and_readers_never_wait(store: Database) -> None:
    async with store.begin() as tx:
        mode = await tx.first(text("PRAGMA journal_mode"))
        synchronous = await tx.first(text("PRAGMA synchronous"))
        keys = await tx.first(text("PRAGMA foreign_keys"))
    full = 2
    assert (mode, synchronous, keys) == (("wal",), (full,), (1,))


async def test_two_processes_take_turns_at_writing(path: Path, store: Database) -> None:
    other = await Database.open(f"sqlite:///{path}")
    await asyncio.gather(
        *(add(each, f"{n:02}-{which}") for n in range(15) for which, each in enumerate((store, other)))
    )
    assert len(await names(other)) == 30
    await other.close()


async def test_eight_writers_and_a_long_reader_see_no_locked_database(path: Path, store: Database) -> None:
    writers = [await Database.open(f"sqlite:///{path}") for _ in range(8)]
    async with store.read() as tx:
        assert await tx.all(select(things)) == []
        await asyncio.gather(*(add(writer, f"{n}-{k}") for k, writer in enumerate(writers) for n in range(5)))
        assert await tx.all(select(things)) == []
    assert len(await names(store)) == 40
    for writer in writers:
        await writer.close()


async def test_a_lock_held_too_long_is_told_as_busy(
    path: Path, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_SECONDS", 0.2)
    impatient = await Database.open(f"sqlite:///{path}")
    foreign = sqlite3.connect(path, isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy) as busy:
        await add(impatient, "a")
    assert busy.value.retry_after_seconds == 1
    foreign.execute("ROLLBACK")
    await add(impatient, "a")
    foreign.close()
    await impatient.close()


async def test_waiting_too_long_for_ones_turn_is_told_as_busy(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_SECONDS", 0.1)

    async def wait() -> None:
        with pytest.raises(DatabaseBusy):
            await add(store, "b")

    async with store.begin() as tx:
        await tx.execute(insert(things).values(id="a"))
        await asyncio.create_task(wait())
    assert await names(store) == ["a"]


class Recovering:
    """The driver while another process recovers the log: the only time when readers find the file locked."""

    def execute(self, *_: object) -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
        error.sqlite_errorname = "SQLITE_BUSY_RECOVERY"
        raise error

    def close(self) -> None:
        pass


async def test_a_point_read_that_finds_the_file_locked_waits_off_the_loop(path: Path) -> None:
    engine = sqlite.SQLiteEngine(path)
    store = Database(engine)
    await create(store)
    await add(store, "a")
    point = store.point(select(things.c.id).where(things.c.id == bindparam("id")))
    engine._points.close()
    engine._points = Recovering()  # type: ignore[assignment]
    assert await point(id="a") == ("a",)
    assert await point(id="b") is None
    await store.close()


@pytest.mark.parametrize("kind", ["folder", "text", "missing"])
async def test_what_cannot_be_opened_is_unavailable(tmp_path: Path, kind: str) -> None:
    place = tmp_path / kind
    if kind == "folder":
        place.mkdir()
    elif kind == "text":
        place.write_text("this is no database, although it is long enough to look at" * 100)
    else:
        place = tmp_path / "nowhere" / "own.db"
    with pytest.raises(DatabaseUnavailable):
        await Database.open(f"sqlite:///{place}")


async def test_a_full_disk_is_told_and_nothing_is_half_written(store: Database) -> None:
    async with store.begin() as tx:
        pages = await tx.first(text("PRAGMA page_count"))
        assert pages is not None
        await tx.all(text(f"PRAGMA max_page_count = {pages[0] + 2}"))
    with pytest.raises(DatabaseUnavailable):
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id="small"))
            await tx.execute(insert(things).values(id="a", name="x" * 100_000))
    assert await names(store) == []
    await add(store, "b")
    assert await names(store) == ["b"]


KILLED = """
import asyncio, os, sys
from sqlalchemy import insert
from bothways.kit.db.database import Database
from tests.conformance.db.tables import things

async def main():
    store = await Database.open(sys.argv[1])
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id="whole"))
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id="half"))
        os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def test_a_killed_writer_leaves_whole_transactions_only(path: Path, store: Database) -> None:
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", KILLED, f"sqlite:///{path}"], timeout=30)
    assert await names(store) == ["whole"]
    await add(store, "next")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:own.db",
        "mysql://root:s3cret@host/db",
        "postgresql+psycopg://u:s3cret@h/db",
        "/some/path.db",
    ],
)
async def test_an_address_of_something_else_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="database address") as refused:
        await Database.open(url)
    assert "s3cret" not in str(refused.value)
