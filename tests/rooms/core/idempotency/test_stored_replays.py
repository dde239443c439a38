"""The same call, sent twice, is done once."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bothways.core.idempotency.jobs import jobs
from bothways.core.idempotency.model import IdempotencyKeyReused, RequestInFlight
from bothways.core.idempotency.store import idempotent_requests
from bothways.core.idempotency.stored_replays import StoredReplays
from bothways.core.idempotency.sweep import SweepIdempotentRequests
from bothways.core.vault.model import SealBroken
from bothways.kit.db.database import Database
from bothways.kit.web.replay import Asked, Claim
from bothways.kit.web.reply import JSON, Reply
from tests.support.clock import ManualClock

ASKED = Asked("env_1", "", "key-1", b"f" * 32)
REPLY = Reply(201, b'{"token":"hunter2hunter2"}', (JSON,))


async def claimed(replays: StoredReplays, asked: Asked = ASKED) -> Claim:
    held = await replays.claim(asked)
    assert isinstance(held, Claim)
    return held


async def test_the_first_request_gets_the_claim(replays: StoredReplays) -> None:
    assert (await claimed(replays)).fence == 1


async def test_the_second_gets_the_first_answer(replays: StoredReplays) -> None:
    await replays.keep(await claimed(replays), REPLY)

    assert await replays.claim(ASKED) == REPLY
    assert await replays.claim(ASKED) == REPLY


async def test_another_request_under_the_same_key_is_a_conflict(replays: StoredReplays) -> None:
    claim = await claimed(replays)
    other = replace(ASKED, fingerprint=b"g" * 32)

    with pytest.raises(IdempotencyKeyReused):
        await replays.claim(other)
    await replays.keep(claim, REPLY)
    with pytest.raises(IdempotencyKeyReused):
        await replays.claim(other)


async def test_while_the_first_is_under_way_the_second_waits(replays: StoredReplays, clock: ManualClock) -> None:
    await claimed(replays)
    clock.advance(119)

    with pytest.raises(RequestInFlight) as refusal:
        await replays.claim(ASKED)
    assert refusal.value.retry_after_seconds == 1


@pytest.mark.parametrize("other", [replace(ASKED, environment_id="env_2"), replace(ASKED, subject="cust_1")])
async def test_keys_of_two_environments_or_customers_never_meet(replays: StoredReplays, other: Asked) -> None:
    await replays.keep(await claimed(replays), REPLY)

    assert isinstance(await replays.claim(other), Claim)


async def test_a_released_claim_leaves_no_trace(replays: StoredReplays) -> None:
    await replays.release(await claimed(replays))

    assert isinstance(await replays.claim(replace(ASKED, fingerprint=b"g" * 32)), Claim)


async def test_a_claim_whose_holder_died_is_taken_over_once(replays: StoredReplays, clock: ManualClock) -> None:
    await claimed(replays)
    clock.advance(120)

    answers = await asyncio.gather(*(replays.claim(ASKED) for _ in range(4)), return_exceptions=True)

    assert [type(answer) for answer in answers].count(Claim) == 1
    assert [type(answer) for answer in answers].count(RequestInFlight) == 3


async def test_a_holder_that_was_taken_over_changes_nothing_any_more(
    replays: StoredReplays, clock: ManualClock
) -> None:
    late = await claimed(replays)
    clock.advance(120)
    current = await claimed(replays)

    await replays.keep(late, Reply(500, b"late"))
    await replays.release(late)
    with pytest.raises(RequestInFlight):
        await replays.claim(ASKED)

    await replays.keep(current, REPLY)
    await replays.keep(late, Reply(500, b"late"))
    await replays.release(current)
    assert await replays.claim(ASKED) == REPLY


async def test_many_at_once_do_the_work_once(replays: StoredReplays) -> None:
    answers = await asyncio.gather(*(replays.claim(ASKED) for _ in range(8)), return_exceptions=True)

    assert [type(answer) for answer in answers].count(Claim) == 1
    assert [type(answer) for answer in answers].count(RequestInFlight) == 7


async def test_after_a_day_the_key_is_free_for_anything(replays: StoredReplays, clock: ManualClock) -> None:
    await replays.keep(await claimed(replays), REPLY)
    clock.advance(24 * 3600 - 1)
    assert await replays.claim(ASKED) == REPLY

    clock.advance(1)
    renewed = await claimed(replays, replace(ASKED, fingerprint=b"g" * 32))
    await replays.keep(renewed, Reply(200, b"new"))

    with pytest.raises(IdempotencyKeyReused):
        await replays.claim(ASKED)


async def test_nothing_of_answer_or_key_is_kept_in_clear(replays: StoredReplays, database: Database) -> None:
    await replays.keep(await claimed(replays), REPLY)

    async with database.read() as tx:
        row = await tx.first(select(idempotent_requests))

    assert row is not None
    kept = repr(tuple(row)).encode()
    for secret in (b"hunter2hunter2", b"key-1", b"f" * 32):
        assert secret not in kept


async def test_an_answer_moved_to_another_row_does_not_open(replays: StoredReplays, database: Database) -> None:
    other = replace(ASKED, key="key-2")
    await replays.keep(await claimed(replays), REPLY)
    await replays.keep(await claimed(replays, other), Reply(200, b"other"))
    table = idempotent_requests.c
    async with database.begin() as tx:
        rows = await tx.all(select(table.id, table.sealed_answer).order_by(table.id))
        for mine, theirs in zip(rows, reversed(rows), strict=True):
            statement = idempotent_requests.update().where(table.id == mine.id)
            await tx.execute(statement.values(sealed_answer=theirs.sealed_answer))

    with pytest.raises(SealBroken):
        await replays.claim(ASKED)


async def test_the_sweep_removes_what_is_over_and_nothing_else(
    replays: StoredReplays, database: Database, clock: ManualClock
) -> None:
    await replays.keep(await claimed(replays), REPLY)
    clock.advance(12 * 3600)
    await replays.keep(await claimed(replays, replace(ASKED, key="key-2")), REPLY)
    clock.advance(12 * 3600)
    (job,) = jobs(SweepIdempotentRequests(database, clock))

    assert await job.run() is False

    async with database.read() as tx:
        assert len(await tx.all(select(idempotent_requests.c.id))) == 1
