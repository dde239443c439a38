"""Who may ask the provider, when a node is slow, dead, or cut off from the database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bothways.kit.db.database import Database
from bothways.outbound.connections import lease_store
from bothways.outbound.connections.claim import Claimed, Trigger
from bothways.outbound.connections.errors import NeedsReauth, RefreshInProgress
from bothways.outbound.connections.lease import Phase
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.connections.times import Times
from bothways.outbound.connections.waiting import Watch
from tests.rooms.outbound.connections.faults import FaultyDatabase, pass_time, pass_until
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.ill_answers import Gate, after_work, drop, gated
from tests.support.ill_provider import IllProvider, Reuse


async def spent(acme: Ground, ill: IllProvider, clock: ManualClock) -> Connection:
    """A connection whose access token has expired."""
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    return connection


async def claim_and_die(node: Node, connection: Connection) -> None:
    """What a node that is killed in mid-refresh leaves behind."""
    claim = replace(node.refresh.renew.claim, owner="node-dead")
    claimed = await claim(connection, Trigger.READER, Watch(node.clock, 15), spends=True)
    assert isinstance(claimed, Claimed)


async def test_a_provider_slower_than_the_lease_still_sees_one_refresh(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    gate = Gate()
    ill.script(gated(gate))
    callers = [asyncio.ensure_future(acme.read(connection, node)) for node in [acme.node, other_node] * 3]
    await gate.reached()
    await pass_time(clock, 60)
    heard = await asyncio.gather(*callers, return_exceptions=True)
    assert {type(one) for one in heard} == {RefreshInProgress}
    assert all(one.retry_after_seconds for one in heard if isinstance(one, RefreshInProgress))
    gate.release()
    tokens = await asyncio.gather(*(acme.read(connection, node) for node in [acme.node, other_node] * 3))
    assert set(tokens) == {ill.issued[-1].access_token}
    assert (len(ill.refreshes), ill.peak) == (1, 1)


async def test_a_caller_that_goes_away_does_not_end_the_refresh(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    gate = Gate()
    ill.script(gated(gate))
    caller = asyncio.ensure_future(acme.read(connection))
    await gate.reached()
    caller.cancel()
    gate.release()
    await acme.node.refresh.flights.land(5)
    assert ill.agrees(await acme.read(connection))
    assert len(ill.refreshes) == 1


async def test_a_dead_owners_lease_is_taken_after_a_silence_and_the_doubt_is_known(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    await claim_and_die(acme.node, connection)
    caller = asyncio.ensure_future(acme.read(connection))
    await pass_time(clock, 14)
    assert ill.token_requests == []
    await pass_until(clock, caller)
    assert ill.agrees(await caller)
    assert len(ill.refreshes) == 1


async def test_a_dead_owner_who_had_spent_the_token_costs_one_try_and_one_event(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    ill.reuse = Reuse.KILL_FAMILY
    connection = await spent(acme, ill, clock)
    await claim_and_die(acme.node, connection)
    ill._redeem_refresh_token({"refresh_token": ill.issued[0].refresh_token})
    ill._issue(ill._families[0], {})
    caller = asyncio.ensure_future(acme.read(connection))
    await pass_until(clock, caller)
    with pytest.raises(NeedsReauth):
        await caller
    assert len(ill.refreshes) == 1
    assert (await acme.now(connection)).reason is Reason.ANSWER_LOST


async def test_an_owner_believed_dead_whose_answer_comes_late_saves_the_connection(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    """A machine that was paused wakes with the only copy of the new refresh token."""
    connection = await spent(acme, ill, clock)
    heartless = Times(beat=1e9)
    paused = Node(acme.node.database, acme.node.egress, clock, SeededEntropy(4), acme.node.shipped, times=heartless)
    gate = Gate()
    ill.script(after_work(gated(gate)))
    paused.refresh.behind(connection)
    await gate.reached()
    other = asyncio.ensure_future(acme.read(connection, other_node))
    await pass_until(clock, other)
    with pytest.raises(NeedsReauth):
        await other
    clock.advance(1)
    gate.release()
    await paused.refresh.flights.land(5)
    now = await acme.now(connection)
    assert now.state is State.ACTIVE
    assert ill.agrees(await acme.read(connection))
    assert (await acme.told(connection))[-2:] == ["connection.needs_reauth", "connection.recovered"]


async def test_a_database_that_is_away_when_the_answer_comes_gets_it_later(
    faulty: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    database = faulty.node.database
    assert isinstance(database, FaultyDatabase)
    connection = await spent(faulty, ill, clock)
    gate = Gate()
    ill.script(gated(gate))
    caller = asyncio.ensure_future(faulty.read(connection))
    await gate.reached()
    database.away = True
    gate.release()
    while database.refused < 5:
        await clock.sleep(0.01)
    assert not caller.done()
    database.away = False
    assert ill.agrees(await caller)
    assert len(ill.refreshes) == 1


async def test_nobody_asks_again_while_an_answer_waits_for_the_database(
    faulty: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    database = faulty.node.database
    assert isinstance(database, FaultyDatabase)
    connection = await spent(faulty, ill, clock)
    gate = Gate()
    ill.script(gated(gate))
    caller = asyncio.ensure_future(faulty.read(connection))
    await gate.reached()
    database.away = True
    gate.release()
    waiting = asyncio.ensure_future(faulty.read(connection, other_node))
    await pass_time(clock, 10)
    database.away = False
    assert ill.agrees(await caller)
    assert await waiting == await caller
    assert len(ill.refreshes) == 1


async def note_and_die(acme: Ground, connection: Connection) -> None:
    """A node asks, notes the answer, and does not live to apply it."""
    settle, gate = acme.node.refresh.renew.settle, asyncio.Event()

    async def die_before_applying(*_: object) -> Connection:
        gate.set()
        await asyncio.Event().wait()
        raise AssertionError("a dead node applies nothing")

    object.__setattr__(settle, "apply", die_before_applying)
    caller = asyncio.ensure_future(acme.read(connection))
    await gate.wait()
    for flight in list(acme.node.refresh.flights._airborne.values()):
        flight.cancel()
    with pytest.raises(RefreshInProgress):
        await caller
    lease = await acme.node.lease(connection.id)
    assert lease is not None
    assert lease.phase is Phase.ANSWERED


async def test_an_answer_that_was_noted_is_applied_without_asking_again(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    await note_and_die(acme, connection)
    heir = asyncio.ensure_future(acme.read(connection, other_node))
    await pass_until(clock, heir)
    assert ill.agrees(await heir)
    assert len(ill.refreshes) == 1


async def test_an_answer_that_nobody_lived_to_apply_is_given_back_with_the_connection(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    await note_and_die(acme, connection)
    await other_node.disconnect(acme.environment.id, connection.id, actor="key_1")
    assert await other_node.revoke() == 2
    assert {pair.refresh_token for pair in ill.issued} <= ill.revoked
    assert not ill.alive(ill.issued[-1].access_token)


async def test_a_node_whose_clock_is_minutes_ahead_takes_no_lease_from_the_living(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    ahead = ManualClock(clock.now())
    ahead.advance(1800)
    hasty = Node(other_node.database, acme.node.egress, ahead, SeededEntropy(3), acme.node.shipped, owner="hasty")
    gate = Gate()
    ill.script(gated(gate))
    first = asyncio.ensure_future(acme.read(connection))
    await gate.reached()
    second = asyncio.ensure_future(acme.read(connection, hasty))
    for _ in range(30):
        await clock.sleep(0.01)
    gate.release()
    assert await first == await second
    assert len(ill.refreshes) == 1


async def test_a_lost_lease_row_is_made_again(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await spent(acme, ill, clock)
    async with acme.node.database.begin() as tx:
        await lease_store.remove(tx, connection.id)
    assert ill.agrees(await acme.read(connection))


async def test_an_answer_lost_over_two_nodes_costs_two_tries_in_all(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await spent(acme, ill, clock)
    ill.script(after_work(drop()))
    heard = await asyncio.gather(
        *(acme.read(connection, node) for node in [acme.node, other_node] * 5), return_exceptions=True
    )
    assert {type(one) for one in heard} == {NeedsReauth}
    assert len(ill.refreshes) == 2


@pytest.fixture
async def faulty(database_url: str, node: Node, ill: IllProvider) -> AsyncIterator[Ground]:
    """A node whose database can go away."""
    database = await FaultyDatabase.open(database_url)
    assert isinstance(database, Database)
    provider = node.shipped["acme"]
    stands = Node(database, node.egress, node.clock, SeededEntropy(9), node.shipped, owner="node-faulty")
    yield await ground(stands, provider, client_id=ill.client_id, client_secret=ill.client_secret)
    await database.close()
