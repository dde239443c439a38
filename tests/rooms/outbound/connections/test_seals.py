"""What a thief of the database gets, and what becomes of rows that were tampered with."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Row, select

from bothways.core.vault.model import SealBroken
from bothways.kit.secret import Secret
from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.demand import Demand
from bothways.outbound.connections.errors import NeedsReauth
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.connections.store import connections, refresh_leases, revocations
from tests.rooms.outbound.connections.node import Ground
from tests.support.clock import ManualClock
from tests.support.ill_provider import IllProvider


async def row_of(acme: Ground, connection: Connection) -> dict[str, Any]:
    async with acme.node.database.read() as tx:
        row = await tx.first(select(connections).where(connections.c.id == connection.id))
    assert row is not None
    return dict(row._mapping)


async def overwrite(acme: Ground, connection: Connection, values: Mapping[str, Any]) -> None:
    async with acme.node.database.begin() as tx:
        await tx.execute(connections.update().where(connections.c.id == connection.id).values(dict(values)))


async def connected(acme: Ground, ill: IllProvider) -> Connection:
    pair = ill.new_pair()
    return await acme.connect(pair.access_token, pair.refresh_token)


async def test_no_secret_lies_in_the_tables_of_this_room(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection, other = await connected(acme, ill), await connected(acme, ill)
    await acme.keep(fields={"api_key": Secret("planted-key-4711")})
    clock.advance(3601)
    await acme.read(connection)
    await acme.node.disconnect(acme.environment.id, other.id, actor="key_1")
    rows: list[Row[Any]] = []
    async with acme.node.database.read() as tx:
        for table in (connections, refresh_leases, revocations):
            rows += await tx.all(select(table))
    kept = b"".join(value if isinstance(value, bytes) else repr(value).encode() for row in rows for value in row)
    planted = [text for pair in ill.issued for text in (pair.access_token, pair.refresh_token)]
    assert [text for text in [*planted, "planted-key-4711"] if text.encode() in kept] == []


async def test_a_noted_answer_is_sealed(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    settle = acme.node.refresh.renew.settle
    kept: list[bytes] = []
    journal = settle.journal

    async def note_and_look(*given: Any) -> None:
        await journal(*given)
        lease = await acme.node.lease(connection.id)
        kept.append(lease.sealed_answer or b"" if lease else b"")

    object.__setattr__(settle, "journal", note_and_look)
    clock.advance(3601)
    token = await acme.read(connection)
    assert len(kept[0]) > 0
    assert token.encode() not in kept[0]
    lease = await acme.node.lease(connection.id)
    assert lease is not None
    assert lease.sealed_answer is None


async def test_secrets_swapped_between_two_rows_do_not_open_and_others_are_fine(acme: Ground, ill: IllProvider) -> None:
    first, second, third = [await connected(acme, ill) for _ in range(3)]
    mine, theirs = await row_of(acme, first), await row_of(acme, second)
    await overwrite(acme, first, {"sealed": theirs["sealed"]})
    await overwrite(acme, second, {"sealed": mine["sealed"]})
    for connection in (first, second):
        with pytest.raises(SealBroken):
            await acme.read(connection)
    assert await acme.read(third) == ill.issued[2].access_token


async def test_secrets_swapped_between_two_columns_do_not_open(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    row = await row_of(acme, connection)
    await overwrite(acme, connection, {"sealed": row["sealed_renewal"], "sealed_renewal": row["sealed"]})
    with pytest.raises(SealBroken):
        await acme.read(connection)
    clock.advance(3601)
    with pytest.raises(SealBroken):
        await acme.read(connection)
    assert ill.token_requests == []


async def test_secrets_swapped_between_two_customers_do_not_open(acme: Ground, ill: IllProvider) -> None:
    mine = await connected(acme, ill)
    other = await acme.node.customer(acme.environment, "customer-2")
    pair = ill.new_pair()
    theirs = await acme.connect(pair.access_token, pair.refresh_token, customer=other)
    row = await row_of(acme, theirs)
    await overwrite(acme, mine, {"sealed": row["sealed"], "customer_id": other.id})
    with pytest.raises(SealBroken):
        await acme.read(mine)


@pytest.mark.parametrize(
    "spoil",
    [lambda seal: seal[:-1], lambda seal: seal[:10], lambda seal: b"", lambda seal: seal[:-1] + bytes([seal[-1] ^ 1])],
    ids=["one byte less", "ten bytes left", "nothing left", "one bit flipped"],
)
async def test_a_damaged_secret_fails_cleanly(acme: Ground, ill: IllProvider, spoil: Any) -> None:
    connection = await connected(acme, ill)
    row = await row_of(acme, connection)
    await overwrite(acme, connection, {"sealed": spoil(row["sealed"])})
    with pytest.raises(SealBroken):
        await acme.read(connection)


async def test_a_renewal_heals_a_damaged_access_token(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    await overwrite(acme, connection, {"sealed": b"\x01damaged"})
    clock.advance(3601)
    assert ill.agrees(await acme.read(connection))


async def test_an_older_secret_put_back_into_its_row_does_not_open(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    old = await row_of(acme, connection)
    clock.advance(3601)
    await acme.read(connection)
    await overwrite(acme, connection, {"sealed": old["sealed"], "sealed_renewal": old["sealed_renewal"]})
    with pytest.raises(SealBroken):
        await acme.read(connection)


async def test_a_whole_row_put_back_is_flagged_and_its_refresh_token_is_not_shown(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    old = await row_of(acme, connection)
    clock.advance(3601)
    await acme.read(connection)
    await overwrite(acme, connection, old)
    for _ in range(2):
        with pytest.raises(NeedsReauth):
            await acme.read(connection)
    assert len(ill.refreshes) == 1
    now = await acme.now(connection)
    assert (now.state, now.reason) == (State.NEEDS_REAUTH, Reason.ROLLED_BACK)
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1


async def test_a_row_that_was_put_back_lives_again_by_reconnecting(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    old = await row_of(acme, connection)
    clock.advance(3601)
    await acme.read(connection)
    await overwrite(acme, connection, old)
    with pytest.raises(NeedsReauth):
        await acme.read(connection)
    pair = ill.new_pair()
    await acme.connect(pair.access_token, pair.refresh_token, reconnect=connection.id)
    clock.advance(3601)
    assert ill.agrees(await acme.read(connection))
    assert (await acme.now(connection)).version == 4


async def test_after_a_restore_tokens_are_doubted_rather_than_burnt(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection, other = await connected(acme, ill), await connected(acme, ill)
    assert await acme.node.doubt() == 2
    assert await acme.read(connection) == ill.issued[0].access_token
    clock.advance(3601)
    with pytest.raises(NeedsReauth):
        await acme.read(connection)
    assert ill.token_requests == []
    assert (await acme.now(connection)).reason is Reason.ROLLED_BACK
    revived = await acme.node.renew(acme.environment.id, connection.id, Demand(revive=True))
    assert revived.state is State.ACTIVE
    clock.advance(3601)
    assert ill.agrees(await acme.read(connection))
    assert other.state is State.ACTIVE


def test_triggers_that_insist_are_those_of_people() -> None:
    assert [trigger for trigger in Trigger if trigger.insists] == [Trigger.DEMAND, Trigger.REVIVAL]
