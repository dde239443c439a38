"""What a transaction promises, on SQLite and on PostgreSQL alike."""

import asyncio

import pytest
from sqlalchemy import delete, func, select, text, update

from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseError, UniqueViolation
from tests.conformance.db.tables import things


async def count(store: Database) -> int:
    async with store.read() as tx:
        row = await tx.first(select(func.count()).select_from(things))
    assert row is not None
    return int(row[0])


async def add(store: Database, *ids: str) -> None:
    async with store.begin() as tx:
        await tx.execute(tx.insert(things), [{"id": each, "count": 0} for each in ids])


async def test_what_was_written_can_be_read(store: Database) -> None:
    async with store.begin() as tx:
        assert await tx.execute(tx.insert(things).values(id="a", name="first")) == 1
    async with store.read() as tx:
        row = await tx.first(select(things.c.id, things.c.name))
    assert row is not None
    assert (row.id, row.name, row[0]) == ("a", "first", "a")


async def test_an_exception_undoes_everything(store: Database) -> None:
    with pytest.raises(LookupError):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a"))
            raise LookupError
    assert await count(store) == 0


async def test_nothing_is_seen_before_the_commit(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(tx.insert(things).values(id="a"))
        assert await count(store) == 0
    assert await count(store) == 1


async def test_a_read_sees_one_moment_only(store: Database) -> None:
    await add(store, "a")
    async with store.read() as tx:
        assert len(await tx.all(select(things))) == 1
        await add(store, "b")
        assert len(await tx.all(select(things))) == 1
    assert await count(store) == 2


async def test_a_read_does_not_wait_for_a_writer(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(tx.insert(things).values(id="a"))
        async with asyncio.timeout(20):
            assert await count(store) == 0


async def test_reading_transactions_do_not_write(store: Database) -> None:
    async with store.read() as tx:
        with pytest.raises(RuntimeError):
            await tx.execute(tx.insert(things).values(id="a"))
    assert await count(store) == 0


async def test_text_that_writes_is_stopped_by_the_database_itself(store: Database) -> None:
    with pytest.raises(DatabaseError):
        async with store.read() as tx:
            await tx.execute(text("DELETE FROM suite_things"))


async def test_a_swallowed_error_does_not_commit_half(store: Database) -> None:
    await add(store, "a")
    with pytest.raises(RuntimeError):
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="b"))
            with pytest.raises(UniqueViolation):
                await tx.execute(tx.insert(things).values(id="a"))
    assert await count(store) == 1


async def test_after_an_error_the_transaction_is_over(store: Database) -> None:
    await add(store, "a")
    with pytest.raises(RuntimeError):
        async with store.begin() as tx:
            with pytest.raises(UniqueViolation):
                await tx.execute(tx.insert(things).values(id="a"))
            await tx.first(select(things))


async def test_a_write_inside_a_write_is_a_mistake_and_not_a_deadlock(store: Database) -> None:
    with pytest.raises(RuntimeError):
        async with store.begin(), store.begin():
            pass
    await add(store, "a")


async def test_a_failed_transaction_leaves_a_usable_database(store: Database) -> None:
    for _ in range(20):
        with pytest.raises(ZeroDivisionError):
            async with store.begin():
                raise ZeroDivisionError
        with pytest.raises(ZeroDivisionError):
            async with store.read():
                raise ZeroDivisionError
    await add(store, "a")


async def test_first_is_none_where_there_is_nothing(store: Database) -> None:
    async with store.read() as tx:
        assert await tx.first(select(things)) is None
        assert await tx.all(select(things)) == []


async def test_execute_counts_the_changed_rows(store: Database) -> None:
    await add(store, "a", "b", "c")
    async with store.begin() as tx:
        assert await tx.execute(update(things).where(things.c.id != "a").values(name="x")) == 2
        assert await tx.execute(update(things).where(things.c.id == "z").values(name="x")) == 0
        assert await tx.execute(delete(things)) == 3


async def test_returning_gives_the_rows_changed(store: Database) -> None:
    await add(store, "a", "b")
    async with store.begin() as tx:
        added = await tx.first(tx.insert(things).values(id="c", count=7).returning(things.c.count))
        changed = await tx.all(update(things).where(things.c.id < "c").values(count=1).returning(things.c.id))
        claimed = await tx.first(delete(things).where(things.c.id == "a").returning(things.c.id, things.c.count))
        again = await tx.first(delete(things).where(things.c.id == "a").returning(things.c.id))
    assert added is not None
    assert claimed is not None
    assert added[0] == 7
    assert sorted(row.id for row in changed) == ["a", "b"]
    assert tuple(claimed) == ("a", 1)
    assert again is None


async def test_a_claim_succeeds_once_however_many_try(store: Database) -> None:
    await add(store, "a")

    async def claim() -> bool:
        async with store.begin() as tx:
            return await tx.first(delete(things).where(things.c.id == "a").returning(things.c.id)) is not None

    assert sum(await asyncio.gather(*(claim() for _ in range(20)))) == 1


async def test_insert_knows_what_to_do_about_conflicts(store: Database) -> None:
    async with store.begin() as tx:
        kept = tx.insert(things).values(id="a", name="one").on_conflict_do_nothing(index_elements=["id"])
        assert await tx.execute(kept) == 1
        assert await tx.execute(kept) == 0
        insert = tx.insert(things).values(id="a", name="two")
        replaced = insert.on_conflict_do_update(index_elements=["id"], set_={"name": insert.excluded.name})
        row = await tx.first(replaced.returning(things.c.name))
    assert row is not None
    assert row.name == "two"


async def test_rows_can_be_claimed_in_batches_without_waiting(store: Database) -> None:
    await add(store, *"abcdef")
    async with store.begin() as tx:
        due = select(things.c.id).order_by(things.c.id).limit(4).with_for_update(skip_locked=True)
        first = await tx.all(due)
    assert [row.id for row in first] == list("abcd")


async def test_increments_are_not_lost(store: Database) -> None:
    await add(store, "a")

    async def increment() -> None:
        async with store.begin() as tx:
            await tx.execute(update(things).values(count=things.c.count + 1))

    await asyncio.gather(*(increment() for _ in range(30)))
    async with store.read() as tx:
        row = await tx.first(select(things.c.count.label("total")))
    assert row is not None
    assert row.total == 30


async def test_more_readers_than_connections_take_turns(store: Database) -> None:
    await add(store, "a")

    async def look() -> int:
        async with store.read() as tx:
            await asyncio.sleep(0.005)
            return len(await tx.all(select(things)))

    assert await asyncio.gather(*(look() for _ in range(60))) == [1] * 60


async def test_a_cancelled_writer_leaves_no_trace_and_no_lock(store: Database) -> None:
    started = asyncio.Event()

    async def write() -> None:
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id="a"))
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(20):
        await add(store, "a")


async def test_cancelling_at_any_moment_leaves_the_database_usable(store: Database) -> None:
    async def write(name: str) -> None:
        async with store.begin() as tx:
            await tx.execute(tx.insert(things).values(id=name))
            await tx.all(select(things))

    for step in range(40):
        task = asyncio.create_task(write(f"cancelled-{step}"))
        for _ in range(step):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(20):
        await add(store, "a")
        async with store.read() as tx:
            assert await tx.first(select(things.c.id).where(things.c.id == "a")) is not None


async def test_a_long_query_can_be_cancelled(store: Database) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"

    async def query() -> None:
        async with store.read() as tx:
            await tx.first(text(f"{numbers} SELECT count(*) FROM n"))

    task = asyncio.create_task(query())
    await asyncio.sleep(0.1)
    task.cancel()
    async with asyncio.timeout(20):
        with pytest.raises(asyncio.CancelledError):
            await task
        await add(store, "a")


async def test_values_are_bound_and_never_become_sql(store: Database) -> None:
    nasty = "'); DROP TABLE suite_things; --"
    async with store.begin() as tx:
        await tx.execute(tx.insert(things).values(id=nasty, name="%s ? :x $1"))
    async with store.read() as tx:
        row = await tx.first(select(things.c.name).where(things.c.id == nasty))
    assert row is not None
    assert row.name == "%s ? :x $1"


async def test_a_ping_answers(store: Database) -> None:
    await store.ping()
