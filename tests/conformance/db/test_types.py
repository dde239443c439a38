"""Values come back as they were written, on SQLite and on PostgreSQL alike."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis.strategies import (
    booleans,
    datetimes,
    dictionaries,
    floats,
    integers,
    lists,
    none,
    recursive,
    text,
    timezones,
)
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite

from bothways.kit.db.database import Database
from bothways.kit.db.errors import Unstorable
from bothways.kit.db.types import Instant, Json
from tests.conformance.db.tables import things

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
JSON = recursive(
    none() | booleans() | integers() | floats(allow_nan=False, allow_infinity=False) | text(),
    lambda inner: lists(inner) | dictionaries(text(), inner),
    max_leaves=20,
)


async def kept(store: Database, column: str, value: object) -> object:
    """What the column gives back, by an ordinary read and by a point read."""
    point = store.point(select(things.c[column]).where(things.c.id == bindparam("id")))
    async with store.begin() as tx:
        await tx.execute(tx.insert(things).values({"id": "a", column: value}))
        row = await tx.first(select(things.c[column]))
    assert row is not None
    assert await point(id="a") == row
    return row[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", "plain"),
        ("name", "tab\tline\r\nbreak"),
        ("name", "ﬁ ŝ 👩‍👩‍👧 \u202e \ufeff \U0010ffff"),
        ("name", "x" * 200_000),
        ("name", None),
        ("count", 0),
        ("count", -(2**63)),
        ("count", 2**63 - 1),
        ("flag", True),
        ("flag", False),
        ("flag", None),
        ("sealed", b""),
        ("sealed", bytes(range(256))),
        ("sealed", None),
        ("at", NOON),
        ("at", datetime(1, 1, 1, tzinfo=UTC)),
        ("at", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("at", None),
        ("data", {"b": [1, 2.5, None, True], "a": {"": "ü"}}),
        ("data", []),
        ("data", "text"),
        ("data", 0),
        ("data", False),
        ("data", "\x00 and \ud800"),
        ("data", 2**80),
        ("data", None),
    ],
)
async def test_a_value_comes_back(store: Database, column: str, value: object) -> None:
    found = await kept(store, column, value)
    assert (found, type(found)) == (value, type(value))


async def test_an_instant_of_another_zone_comes_back_in_utc(store: Database) -> None:
    found = await kept(store, "at", NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert found == NOON
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC


async def test_instants_compare_in_the_database(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(tx.insert(things), [{"id": str(n), "at": NOON + timedelta(microseconds=n)} for n in range(3)])
        rows = await tx.all(select(things.c.id).where(things.c.at > NOON).order_by(things.c.at.desc()))
    assert [row.id for row in rows] == ["2", "1"]


async def test_the_order_of_keys_is_kept(store: Database) -> None:
    found = await kept(store, "data", {"z": 1, "a": 2})
    assert json.dumps(found) == '{"z": 1, "a": 2}'


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x\udfff"])
async def test_text_that_one_database_refuses_is_refused(store: Database, value: str) -> None:
    with pytest.raises(Unstorable) as refused:
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a", name=value))
    assert "a\x00b" not in str(refused.value)
    with pytest.raises(Unstorable):
        async with store.read() as tx:
            await tx.first(select(things).where(things.c.name == value))
    with pytest.raises(Unstorable):
        await store.point(select(things.c.id).where(things.c.name == bindparam("name")))(name=value)
    with pytest.raises(Unstorable):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things), [{"id": "a", "name": "fine"}, {"id": "b", "name": value}])


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 10**30])
async def test_numbers_beyond_64_bits_are_refused(store: Database, value: int) -> None:
    with pytest.raises(Unstorable):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a", count=value))
    with pytest.raises(Unstorable):
        await store.point(select(things.c.id).where(things.c.count == bindparam("count")))(count=value)


async def test_a_naive_instant_is_refused(store: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a", at=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"x": float("-inf")}])
async def test_what_json_cannot_say_is_refused(store: Database, value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a", data=value))


@given(datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=timezones()))  # noqa: DTZ001
def test_any_instant_survives(moment: datetime) -> None:
    kept = Instant().process_bind_param(moment, sqlite.dialect())
    assert Instant().process_result_value(kept, sqlite.dialect()) == moment.astimezone(UTC)


@given(JSON)
def test_any_json_survives_as_ascii(value: object) -> None:
    kept = Json().process_bind_param(value, sqlite.dialect())
    assert kept is None or kept.isascii()
    assert Json().process_result_value(kept, sqlite.dialect()) == value
