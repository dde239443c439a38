import asyncio
import json

import pytest
from sqlalchemy import text

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseError
from bothways.kit.secret import Secret
from tests.support.clock import ManualClock

ENVIRONMENT = "env_1"


async def record(database: Database, audit: Audit, *actions: str, environment: str = ENVIRONMENT) -> None:
    for action in actions:
        async with database.begin() as tx:
            await audit.record(tx, Entry(environment, "key_1", action, "thing_1", {"b": 1, "a": [1, None, "x"]}))


async def tamper(database: Database, sql: str, **values: object) -> None:
    async with database.begin() as tx:
        await tx.execute(text(sql), values)


@pytest.fixture
async def five(database: Database, audit: Audit, clock: ManualClock) -> Audit:
    for action in ("thing.one", "thing.two", "thing.three", "thing.four", "thing.five"):
        clock.advance(1.000001)
        await record(database, audit, action)
    return audit


async def bad(audit: Audit) -> int | None:
    found = await audit.verify(ENVIRONMENT)
    return None if found is None else found.sequence


async def test_an_untouched_chain_verifies(five: Audit) -> None:
    assert await bad(five) is None


async def test_a_chain_of_nothing_verifies(audit: Audit) -> None:
    assert await audit.verify("env_nothing") is None


async def test_a_chain_longer_than_a_batch_verifies(
    database: Database, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bothways.core.audit.trail._VERIFY_BATCH", 3)
    await record(database, audit, *["thing.done"] * 10)
    assert await bad(audit) is None
    await tamper(database, "UPDATE audit_entries SET action = 'x' WHERE sequence = 7")
    assert await bad(audit) == 7


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(
    "change",
    [
        "actor = 'key_2'",
        "action = 'thing.none'",
        "subject = 'thing_2'",
        "detail = '{}'",
        "detail = 'no json'",
        "created_at = created_at + 1",
        "hash = (SELECT hash FROM audit_entries WHERE sequence = 2)",
    ],
)
async def test_a_changed_entry_is_named(database: Database, five: Audit, number: int, change: str) -> None:
    await tamper(database, f"UPDATE audit_entries SET {change} WHERE sequence = {number}")
    assert await bad(five) == number


async def test_moving_text_between_fields_is_a_change(database: Database, audit: Audit) -> None:
    async with database.begin() as tx:
        await audit.record(tx, Entry(ENVIRONMENT, "ab", "c", "d"))
    await tamper(database, "UPDATE audit_entries SET actor = 'a', action = 'bc'")
    assert await bad(audit) == 1


@pytest.mark.parametrize("number", [1, 2, 4, 5])
async def test_a_removed_entry_is_named(database: Database, five: Audit, number: int) -> None:
    await tamper(database, f"DELETE FROM audit_entries WHERE sequence = {number}")
    assert await bad(five) == number


@pytest.mark.parametrize("kept", [0, 1, 4])
async def test_a_cut_tail_is_noticed(database: Database, five: Audit, kept: int) -> None:
    await tamper(database, f"DELETE FROM audit_entries WHERE sequence > {kept}")
    assert await bad(five) == kept + 1


async def test_swapped_entries_are_noticed(database: Database, five: Audit) -> None:
    await tamper(database, "UPDATE audit_entries SET sequence = 100 WHERE sequence = 2")
    await tamper(database, "UPDATE audit_entries SET sequence = 2 WHERE sequence = 4")
    await tamper(database, "UPDATE audit_entries SET sequence = 4 WHERE sequence = 100")
    assert await bad(five) == 2


async def test_closing_the_gap_of_a_removed_entry_is_noticed(database: Database, five: Audit) -> None:
    await tamper(database, "DELETE FROM audit_entries WHERE sequence = 2")
    for number in (3, 4, 5):
        await tamper(database, f"UPDATE audit_entries SET sequence = {number - 1} WHERE sequence = {number}")
    assert await bad(five) == 2


async def test_an_entry_added_by_hand_is_noticed(database: Database, five: Audit) -> None:
    await tamper(
        database,
        "INSERT INTO audit_entries SELECT environment_id, 6, created_at, actor, action, subject, detail, hash"
        " FROM audit_entries WHERE sequence = 5",
    )
    assert await bad(five) == 6


@pytest.mark.parametrize("change", ["DELETE FROM audit_heads", "UPDATE audit_heads SET sequence = 0"])
async def test_a_lost_head_is_noticed(database: Database, five: Audit, change: str) -> None:
    await tamper(database, change)
    assert await bad(five) == 1


async def test_a_forged_head_is_noticed(database: Database, five: Audit) -> None:
    await tamper(database, "UPDATE audit_heads SET hash = :hash", hash=bytes(32))
    assert await bad(five) == 5


async def test_chains_of_environments_are_apart(database: Database, five: Audit) -> None:
    await record(database, five, "thing.one", "thing.two", environment="env_2")
    await tamper(database, "UPDATE audit_entries SET actor = 'x' WHERE environment_id = 'env_2' AND sequence = 2")
    assert await bad(five) is None
    found = await five.verify("env_2")
    assert found is not None
    assert (found.environment_id, found.sequence) == ("env_2", 2)


async def test_a_deed_whose_entry_cannot_be_written_is_undone(database: Database, audit: Audit) -> None:
    await tamper(database, "DROP TABLE audit_entries")
    with pytest.raises(DatabaseError):
        async with database.begin() as tx:
            await tx.execute(text("INSERT INTO workspaces (id, name, created_at) VALUES ('ws_1', 'Acme', 0)"))
            await audit.record(tx, Entry(ENVIRONMENT, "key_1", "workspace.created", "ws_1"))
    async with database.read() as tx:
        assert await tx.all(text("SELECT * FROM workspaces")) == []


async def test_deeds_at_the_same_time_make_one_chain(database: Database, audit: Audit) -> None:
    await asyncio.gather(*(record(database, audit, "thing.done", "thing.done") for _ in range(10)))
    assert await bad(audit) is None
    assert (await audit.head(ENVIRONMENT) or (0,))[0] == 20


async def test_an_entry_whose_deed_is_undone_was_never_recorded(database: Database, audit: Audit) -> None:
    await record(database, audit, "thing.one")
    with pytest.raises(RuntimeError, match="undo"):
        async with database.begin() as tx:
            await audit.record(tx, Entry(ENVIRONMENT, "key_1", "thing.two", "thing_1"))
            raise RuntimeError("undo")
    await record(database, audit, "thing.three")
    assert await bad(audit) is None
    async with database.read() as tx:
        assert [entry.sequence for entry in await audit.list(tx, ENVIRONMENT, limit=10)] == [2, 1]


async def test_a_name_with_line_breaks_makes_one_entry(database: Database, audit: Audit) -> None:
    name = 'Acme\n{"action": "forged"}\r\n'
    async with database.begin() as tx:
        await audit.record(tx, Entry(ENVIRONMENT, "key_1", "thing.named", "thing_1", {"name": name}))
    async with database.read() as tx:
        [entry] = await audit.list(tx, ENVIRONMENT, limit=10)
    assert entry.detail == {"name": name}
    assert "\n" not in json.dumps(entry.detail)
    assert await bad(audit) is None


@pytest.mark.parametrize("detail", [{"token": Secret("x")}, {"bytes": b"x"}])
async def test_a_detail_that_is_secret_or_no_json_is_refused(database: Database, audit: Audit, detail: dict) -> None:
    with pytest.raises(TypeError):
        async with database.begin() as tx:
            await audit.record(tx, Entry(ENVIRONMENT, "key_1", "thing.done", "thing_1", detail))


async def test_a_list_is_newest_first_and_can_be_narrowed(database: Database, five: Audit, clock: ManualClock) -> None:
    async with database.read() as tx:
        found = await five.list(tx, ENVIRONMENT, limit=2)
        older = await five.list(tx, ENVIRONMENT, before=found[-1].sequence, limit=100)
        named = await five.list(tx, ENVIRONMENT, action="thing.two", actor="key_1", subject="thing_1", limit=100)
        nobody = await five.list(tx, ENVIRONMENT, actor="key_2", limit=100)
        other = await five.list(tx, "env_2", limit=100)
    assert [entry.sequence for entry in found + older] == [5, 4, 3, 2, 1]
    assert found[0].created_at == clock.now()
    assert [entry.sequence for entry in named] == [2]
    assert nobody == other == []
