"""What goes wrong is told alike by SQLite and PostgreSQL, and without the values."""

import traceback

import pytest
from sqlalchemy import delete, insert, text

from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseError, ReferenceViolation, UniqueViolation
from bothways.kit.errors import DomainError
from tests.conformance.db.tables import parts, things

SECRET = "s3cret-value"


async def test_a_taken_primary_key_is_named(store: Database) -> None:
    with pytest.raises(UniqueViolation) as violated:
        async with store.begin() as tx:
            await tx.execute(insert(things), [{"id": "a"}, {"id": "a"}])
    assert (violated.value.table, violated.value.columns) == ("suite_things", ("id",))


async def test_a_taken_combination_is_named(store: Database) -> None:
    with pytest.raises(UniqueViolation) as violated:
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id="a", owner="o", name="n"))
            await tx.execute(insert(things).values(id="b", owner="o", name="n"))
    assert (violated.value.table, violated.value.columns) == ("suite_things", ("owner", "name"))


async def test_a_unique_index_is_named_by_its_columns(store: Database) -> None:
    with pytest.raises(UniqueViolation) as violated:
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id="a"))
            await tx.execute(insert(parts), [{"id": n, "thing_id": "a", "code": "same"} for n in "xy"])
    assert (violated.value.table, violated.value.columns) == ("suite_parts", ("code",))


async def test_a_reference_to_nothing_is_told(store: Database) -> None:
    with pytest.raises(ReferenceViolation):
        async with store.begin() as tx:
            await tx.execute(insert(parts).values(id="p", thing_id="nowhere", code="c"))


async def test_removing_what_is_referred_to_is_told(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id="a"))
        await tx.execute(insert(parts).values(id="p", thing_id="a", code="c"))
    with pytest.raises(ReferenceViolation):
        async with store.begin() as tx:
            await tx.execute(delete(things))


async def test_our_own_mistakes_are_told_apart(store: Database) -> None:
    with pytest.raises(DatabaseError):
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id="a"))
            await tx.execute(insert(parts).values(id="p", thing_id="a"))
    with pytest.raises(DatabaseError):
        async with store.read() as tx:
            await tx.all(text("SELECT nonsense FROM nowhere"))


@pytest.mark.parametrize(
    "values",
    [
        {"id": SECRET},
        {"id": "b", "owner": "o", "name": SECRET},
        {"id": "b", "name": SECRET + "\0"},
        {"id": "b", "name": SECRET + "\ud800"},
        {"id": "b", "name": SECRET, "count": 2**70},
        {"id": "b", "name": SECRET, "count": "s3cret-value"},
    ],
)
async def test_no_error_shows_a_value(store: Database, values: dict[str, object]) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id=SECRET, owner="o", name=SECRET))
    try:
        async with store.begin() as tx:
            await tx.execute(insert(things).values(values))
    except (DomainError, DatabaseError) as error:
        shown = "".join(traceback.format_exception(error)) + repr(error) + getattr(error, "debug", "")
        assert SECRET not in shown
    else:
        # SQLite keeps text in a column of numbers; nothing to show then.
        assert store.dialect == "sqlite"
        assert isinstance(values["count"], str)


async def test_no_error_shows_a_row(store: Database) -> None:
    with pytest.raises(DatabaseError) as failed:
        async with store.begin() as tx:
            await tx.execute(text("INSERT INTO suite_parts (id, code) VALUES (:id, 'c')"), {"id": SECRET})
    assert SECRET not in "".join(traceback.format_exception(failed.value))
