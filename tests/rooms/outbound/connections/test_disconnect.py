"""Disconnecting: gone here at once, revoked at the provider as soon as it listens, never resurrected."""

import asyncio

import pytest

from bothways.outbound.connections import revocation
from bothways.outbound.connections.errors import ConnectionDisconnected, ConnectionNotFound
from bothways.outbound.connections.model import Connection, State
from tests.rooms.outbound.connections.node import Ground, Node
from tests.support.clock import ManualClock
from tests.support.ill_answers import Gate, error, gated
from tests.support.ill_provider import IllProvider


async def connected(acme: Ground, ill: IllProvider) -> Connection:
    pair = ill.new_pair()
    return await acme.connect(pair.access_token, pair.refresh_token)


async def disconnect(acme: Ground, connection: Connection) -> Connection:
    return await acme.node.disconnect(acme.environment.id, connection.id, actor="key_1")


async def test_the_secret_is_gone_at_once_on_every_node_though_the_provider_is_down(
    acme: Ground, other_node: Node, ill: IllProvider
) -> None:
    connection = await connected(acme, ill)
    await acme.read(connection)
    await acme.read(connection, other_node)
    ill.down = True
    ended = await disconnect(acme, connection)
    assert (ended.state, ended.sealed, ended.sealed_renewal) == (State.DISCONNECTED, None, None)
    for node in (acme.node, other_node):
        with pytest.raises(ConnectionDisconnected):
            await acme.read(connection, node)
    assert await acme.node.lease(connection.id) is None


async def test_the_provider_is_told_and_it_is_recorded(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    clock.advance(1)
    await disconnect(acme, connection)
    clock.advance(1)
    assert await acme.node.revoke() == 1
    assert [heard.form["token"] for heard in ill.revocations] == [
        ill.issued[0].refresh_token,
        ill.issued[0].access_token,
    ]
    assert not ill.alive(ill.issued[0].access_token)
    assert (await acme.told(connection))[-2:] == ["connection.disconnected", "connection.revoked"]
    assert await acme.node.revoke() == 0


async def test_a_revocation_is_tried_until_the_provider_listens(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    await disconnect(acme, connection)
    ill.script_revocations(503, 500)
    assert await acme.node.revoke() == 1
    assert await acme.node.revoke() == 0
    for _ in range(2):
        clock.advance(120)
        assert await acme.node.revoke() == 1
    assert (await acme.told(connection))[-1] == "connection.revoked"


async def test_a_revocation_is_given_up_in_the_end_and_that_is_told(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    await disconnect(acme, connection)
    ill.down = True
    tries = 0
    while (await acme.told(connection))[-1] == "connection.disconnected":
        tries += await acme.node.revoke()
        clock.advance(5 * 3600)
    assert tries == revocation.MAX_ATTEMPTS
    assert (await acme.told(connection))[-1] == "connection.revocation_given_up"
    assert await acme.node.revoke() == 0


async def test_two_workers_revoke_once(acme: Ground, other_node: Node, ill: IllProvider) -> None:
    connections = [await connected(acme, ill) for _ in range(10)]
    for connection in connections:
        await disconnect(acme, connection)
    await asyncio.gather(*(node.revoke(limit=5) for node in [acme.node, other_node] * 2))
    assert len(ill.revocations) == 20


async def test_disconnecting_twice_changes_nothing(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    first = await disconnect(acme, connection)
    assert await disconnect(acme, connection) == first
    assert (await acme.told(connection)).count("connection.disconnected") == 1


async def test_a_disconnect_during_a_refresh_is_not_undone_and_the_new_tokens_are_given_back(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    clock.advance(3601)
    gate = Gate()
    ill.script(gated(gate))
    caller = asyncio.ensure_future(acme.read(connection))
    await gate.reached()
    await disconnect(acme, connection)
    gate.release()
    with pytest.raises(ConnectionDisconnected):
        await caller
    now = await acme.now(connection)
    assert (now.state, now.sealed, now.sealed_renewal) == (State.DISCONNECTED, None, None)
    assert await acme.node.revoke() == 2
    assert {ill.issued[0].refresh_token, ill.issued[1].refresh_token} <= ill.revoked


async def test_a_dead_grant_found_during_a_disconnect_is_nobodys_business(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    clock.advance(3601)
    gate = Gate()
    ill.script(gated(gate, error("invalid_grant")))
    caller = asyncio.ensure_future(acme.read(connection))
    await gate.reached()
    await disconnect(acme, connection)
    gate.release()
    with pytest.raises(ConnectionDisconnected):
        await caller
    assert (await acme.now(connection)).state is State.DISCONNECTED
    assert "connection.needs_reauth" not in await acme.told(connection)


async def test_a_customer_deleted_during_a_refresh_stays_deleted(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    clock.advance(3601)
    gate = Gate()
    ill.script(gated(gate))
    caller = asyncio.ensure_future(acme.read(connection))
    await gate.reached()
    await acme.node.delete_customer(acme.environment.id, acme.customer.id, actor="key_1")
    gate.release()
    with pytest.raises(ConnectionNotFound):
        await caller
    with pytest.raises(ConnectionNotFound):
        await acme.now(connection)


async def test_a_reconnect_of_what_was_disconnected_is_refused(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    await disconnect(acme, connection)
    with pytest.raises(ConnectionDisconnected):
        await acme.connect("new", "new", reconnect=connection.id)


async def test_another_customers_connection_cannot_be_disconnected(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    other = await acme.node.customer(acme.environment, "customer-2")
    with pytest.raises(ConnectionNotFound):
        await acme.node.disconnect(acme.environment.id, connection.id, actor="cs_1", customer_id=other.id)
    assert (await acme.now(connection)).state is State.ACTIVE
