"""What the worker does unasked: renewing ahead, keeping alive, ending what cannot be renewed."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.errors import NeedsReauth
from bothways.outbound.connections.jobs import AT_ONCE_EACH
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.connections.pace import IDLE_AFTER
from bothways.outbound.connections.times import Times
from bothways.outbound.connections.waiting import Watch
from bothways.outbound.providers.model import Provider
from tests.rooms.outbound.connections.conftest import described
from tests.rooms.outbound.connections.faults import pass_time, pass_until
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.ill_answers import Gate, error, gated
from tests.support.ill_provider import IllProvider, ill_provider

DAY = 86_400


async def connected(acme: Ground, ill: IllProvider) -> Connection:
    pair = ill.new_pair()
    return await acme.connect(pair.access_token, pair.refresh_token)


async def work(node: Node, clock: ManualClock, seconds: float, every: float = 60) -> None:
    """A worker that runs every minute, for so long."""
    for _ in range(int(seconds // every)):
        clock.advance(every)
        await node.ahead()


async def test_credentials_are_renewed_before_a_reader_has_to_wait(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    await work(acme.node, clock, 3600)
    assert len(ill.refreshes) == 1
    token = await acme.read(connection)
    assert ill.agrees(token)
    assert len(ill.refreshes) == 1


async def test_nothing_is_renewed_long_before_it_is_due(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    await connected(acme, ill)
    await work(acme.node, clock, 2800)
    assert ill.token_requests == []


async def test_two_workers_renew_once(acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock) -> None:
    for _ in range(10):
        await connected(acme, ill)
    clock.advance(3300)
    await asyncio.gather(*(node.ahead() for node in [acme.node, other_node] * 2))
    shown = Counter(heard.form["refresh_token"] for heard in ill.refreshes)
    assert set(shown.values()) == {1}
    assert len(shown) == 10


async def test_many_that_fall_due_together_are_paced(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    for _ in range(60):
        await connected(acme, ill)
    clock.advance(2 * 3600)
    while await acme.node.ahead():
        pass
    assert len(ill.refreshes) == 20
    await work(acme.node, clock, 120, every=5)
    assert len(ill.refreshes) == 60


async def test_a_provider_that_does_not_answer_holds_up_no_other(
    node: Node, provider: Provider, ill: IllProvider, clock: ManualClock
) -> None:
    async with ill_provider() as silent:
        mute = replace(described(silent), slug="mute")
        shipped = {"mute": mute, provider.slug: provider}
        node = Node(node.database, node.egress, clock, node.entropy, shipped, times=Times(wait=5))
        elsewhere = await ground(node, mute, client_id=silent.client_id, client_secret=silent.client_secret)
        acme = await ground(node, provider, client_id=ill.client_id, client_secret=ill.client_secret)
        gate = Gate()
        silent.script(*[gated(gate)] * 7)
        waiting = [await connected(elsewhere, silent) for _ in range(7)]
        await connected(acme, ill)
        clock.advance(3300)
        batch = asyncio.ensure_future(node.ahead())
        await pass_until(clock, batch, at_most=2 * node.times.wait)
        assert (len(ill.refreshes), len(silent.token_requests)) == (1, AT_ONCE_EACH)
        gate.release()
        while len(silent.refreshes) < len(waiting):
            await pass_time(clock, 1)
            clock.advance(20)
            await node.ahead()
        for connection in waiting:
            assert silent.agrees(await elsewhere.read(connection))


async def test_an_idle_connection_is_left_alone_after_a_while_and_renewed_when_it_is_read(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    await work(acme.node, clock, 3 * DAY, every=300)
    assert len(ill.refreshes) == IDLE_AFTER
    assert ill.agrees(await acme.read(connection))
    await work(acme.node, clock, 7200, every=300)
    assert len(ill.refreshes) > IDLE_AFTER + 2


async def test_an_idle_connection_is_kept_alive_where_its_refresh_token_would_die(
    node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    provider = described(ill, refresh_token_lifetime_seconds=10 * DAY)
    acme = await ground(
        Node(node.database, node.egress, clock, node.entropy, {provider.slug: provider}),
        provider,
        client_id=ill.client_id,
        client_secret=ill.client_secret,
    )
    await connected(acme, ill)
    await work(acme.node, clock, 3 * DAY, every=600)
    idle = len(ill.refreshes)
    await work(acme.node, clock, 20 * DAY, every=3600)
    assert 3 <= len(ill.refreshes) - idle <= 6


async def test_what_cannot_be_renewed_is_ended_when_it_expires_and_that_is_told(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await acme.connect("at", expires_in=7200)
    await work(acme.node, clock, 7100)
    assert (await acme.now(connection)).state is State.ACTIVE
    await work(acme.node, clock, 200)
    now = await acme.now(connection)
    assert (now.state, now.reason) == (State.NEEDS_REAUTH, Reason.EXPIRED)
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1
    with pytest.raises(NeedsReauth):
        await acme.read(connection)


async def test_failures_are_tried_again_without_any_reader(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    ill.script(*[error("server_error", 503)] * 3)
    await work(acme.node, clock, 3600 + 300)
    assert len(ill.token_requests) == 4
    assert ill.agrees(await acme.read(connection))


async def test_a_dead_grant_is_not_tried_again(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    await connected(acme, ill)
    ill.remove_app()
    await work(acme.node, clock, DAY, every=600)
    assert len(ill.token_requests) == 1


async def test_what_a_crash_left_behind_is_taken_up_without_any_reader(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    clock.advance(3601)
    crashed = replace(acme.node.refresh.renew.claim, owner="node-dead")
    await crashed(connection, Trigger.READER, Watch(clock, 15), spends=True)
    working = asyncio.ensure_future(work(other_node, clock, 120, every=60))
    while not working.done():
        await pass_time(clock, 1)
    await working
    assert ill.agrees(await acme.read(connection))
    assert len(ill.refreshes) == 1


@pytest.mark.parametrize("jump", [-10 * DAY, -3600, 10 * DAY], ids=["days back", "an hour back", "days ahead"])
async def test_a_clock_that_jumps_causes_one_renewal_and_no_silence(
    acme: Ground, ill: IllProvider, clock: ManualClock, jump: int
) -> None:
    connection = await connected(acme, ill)
    clock.set_wall_clock(clock.now() + timedelta(seconds=jump))
    for _ in range(5):
        assert ill.alive(await acme.read(connection))
    assert len(ill.refreshes) == 1
    before = len(ill.refreshes)
    clock.advance(3601)
    assert ill.agrees(await acme.read(connection))
    assert len(ill.refreshes) == before + 1


async def test_a_clock_that_is_minutes_wrong_causes_nothing(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    for minutes in (-4, 8, -4):
        clock.set_wall_clock(clock.now() + timedelta(minutes=minutes))
        await acme.read(connection)
    assert ill.token_requests == []
