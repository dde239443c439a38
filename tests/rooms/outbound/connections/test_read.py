"""Reading credentials: fresh, due, spent."""

import asyncio

from tests.rooms.outbound.connections.node import Ground, Node
from tests.support.clock import ManualClock
from tests.support.ill_answers import Gate, gated
from tests.support.ill_provider import IllProvider


async def test_fresh_credentials_are_handed_out_without_asking_anybody(acme: Ground, ill: IllProvider) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    assert await acme.read(connection) == pair.access_token
    assert ill.token_requests == []


async def test_spent_credentials_are_renewed_first(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    token = await acme.read(connection)
    assert ill.agrees(token)
    assert token != pair.access_token
    assert len(ill.refreshes) == 1


async def test_due_credentials_are_handed_out_while_they_are_renewed(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    gate = Gate()
    ill.script(gated(gate))
    clock.advance(3600 - 700)
    assert await acme.read(connection) == pair.access_token
    await gate.reached()
    gate.release()
    await acme.node.refresh.flights.land(5)
    assert await acme.read(connection) == ill.issued[-1].access_token


async def test_fifty_callers_with_an_expired_token_cause_one_refresh(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    tokens = await asyncio.gather(*(acme.read(connection) for _ in range(50)))
    assert set(tokens) == {ill.issued[-1].access_token}
    assert (len(ill.refreshes), ill.peak) == (1, 1)


async def test_callers_in_one_process_join_one_flight(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    gate = Gate()
    ill.script(gated(gate))
    callers = [asyncio.ensure_future(acme.read(connection)) for _ in range(50)]
    await gate.reached()
    assert len(acme.node.refresh.flights) == 1
    gate.release()
    assert len(set(await asyncio.gather(*callers))) == 1
    assert len(acme.node.refresh.flights) == 0


async def test_fifty_callers_over_two_nodes_cause_one_refresh(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    nodes = [acme.node, other_node] * 25
    tokens = await asyncio.gather(*(acme.read(connection, node) for node in nodes))
    assert set(tokens) == {ill.issued[-1].access_token}
    assert (len(ill.refreshes), ill.peak) == (1, 1)
