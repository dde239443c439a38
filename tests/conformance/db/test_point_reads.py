"""Reading single rows on the driver itself."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import BindParameter, bindparam, func, select

from bothways.kit.db.database import Database
from tests.conformance.db.tables import parts, things

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def filled(store: Database) -> Database:
    async with store.begin() as tx:
        row = {"name": "n", "count": 1, "flag": True, "sealed": b"s", "at": NOON, "data": {"k": [1]}, "owner": "o"}
        await tx.execute(tx.insert(things), [{"id": "a", **row}, {"id": "b", **row, "owner": "p", "flag": False}])
        await tx.execute(tx.insert(parts).values(id="x", thing_id="a", code="c"))
    return store


async def test_a_row_has_its_columns_by_position_and_by_name(filled: Database) -> None:
    point = filled.point(select(things).where(things.c.id == bindparam("id")))
    row = await point(id="a")
    assert row is not None
    assert tuple(row) == ("a", "n", 1, True, b"s", NOON, {"k": [1]}, "o")
    assert (row.sealed, row.at, row.flag) == (b"s", NOON, True)


async def test_an_absent_row_is_none(filled: Database) -> None:
    point = filled.point(select(things).where(things.c.id == bindparam("id")))
    assert await point(id="z") is None


async def test_values_are_converted_like_the_column(filled: Database) -> None:
    same = things.c.at == bindparam("at"), things.c.flag == bindparam("flag"), things.c.data == bindparam("data")
    point = filled.point(select(things.c.id).where(*same))
    row = await point(at=NOON, flag=False, data={"k": [1]})
    assert row is not None
    assert row.id == "b"


async def test_one_name_may_be_used_twice_beside_constants(filled: Database) -> None:
    who: BindParameter[str] = bindparam("who")
    point = filled.point(
        select(things.c.id, parts.c.code)
        .join(parts, parts.c.thing_id == things.c.id)
        .where((things.c.id == who) | (things.c.name == who), things.c.owner == "o", things.c.at <= NOON)
        .limit(1)
    )
    row = await point(who="a")
    assert row is not None
    assert (row.id, row.code) == ("a", "c")


async def test_labels_and_functions_have_names(filled: Database) -> None:
    row = await filled.point(select(func.count().label("total"), things.c.id.label("thing")).group_by(things.c.id))()
    assert row is not None
    assert (row.total, row.thing in "ab") == (1, True)


async def test_a_none_matches_nothing(filled: Database) -> None:
    point = filled.point(select(things.c.id).where(things.c.owner == bindparam("owner")))
    assert await point(owner=None) is None


async def test_each_call_sees_what_was_committed_last(filled: Database) -> None:
    point = filled.point(select(things.c.count.label("n")).where(things.c.id == bindparam("id")))
    for expected in range(2, 6):
        async with filled.begin() as tx:
            await tx.execute(things.update().values(count=things.c.count + 1))
            before = await point(id="a")
        after = await point(id="a")
        assert before is not None
        assert after is not None
        assert (before.n, after.n) == (expected - 1, expected)


async def test_many_at_once_do_not_mix(filled: Database) -> None:
    point = filled.point(select(things.c.id).where(things.c.id == bindparam("id")))
    rows = await asyncio.gather(*(point(id="ab"[n % 2]) for n in range(200)))
    assert [row.id for row in rows if row is not None] == ["a", "b"] * 100


@pytest.mark.parametrize("values", [{}, {"id": "a", "more": 1}, {"di": "a"}])
async def test_a_wrong_name_is_a_mistake(filled: Database, values: dict[str, object]) -> None:
    point = filled.point(select(things.c.id).where(things.c.id == bindparam("id")))
    with pytest.raises(TypeError):
        await point(**values)


async def test_a_statement_whose_text_depends_on_values_is_refused(filled: Database) -> None:
    with pytest.raises(ValueError, match="IN"):
        filled.point(select(things).where(things.c.id.in_(bindparam("ids", expanding=True))))


async def test_values_do_not_become_sql(filled: Database) -> None:
    point = filled.point(select(things.c.id).where(things.c.id == bindparam("id")))
    assert await point(id="a' OR '1'='1") is None
