"""The provider rotates the refresh token, and its answer is lost: the one fault that can end a connection for good."""

import pytest

from bothways.outbound.connections.errors import NeedsReauth, ProviderUnavailable
from bothways.outbound.connections.lease import Phase
from bothways.outbound.connections.model import Reason, State
from tests.rooms.outbound.connections.node import Ground
from tests.support.clock import ManualClock
from tests.support.ill_answers import after_work, drop, error, raw
from tests.support.ill_provider import IllProvider, Reuse

LOST = after_work(drop())


async def test_a_grace_period_is_used_by_one_careful_retry(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    ill.reuse = Reuse.GRACE
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(LOST)
    assert ill.agrees(await acme.read(connection))
    assert len(ill.refreshes) == 2
    assert (await acme.now(connection)).state is State.ACTIVE


@pytest.mark.parametrize("reuse", [Reuse.REJECT, Reuse.KILL_FAMILY])
async def test_without_one_the_customer_is_asked_for_once_with_one_event(
    acme: Ground, ill: IllProvider, clock: ManualClock, reuse: Reuse
) -> None:
    ill.reuse = reuse
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(LOST)
    for _ in range(3):
        with pytest.raises(NeedsReauth):
            await acme.read(connection)
        clock.advance(3600)
    assert len(ill.refreshes) == 2
    assert (await acme.now(connection)).reason is Reason.ANSWER_LOST
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1


async def test_an_unreadable_success_counts_as_a_lost_answer(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    ill.reuse = Reuse.GRACE
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(after_work(raw(200, b'{"access_token":')))
    assert ill.agrees(await acme.read(connection))


async def test_a_doubt_is_remembered_until_the_provider_settles_it(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(LOST, error("server_error", 503), error("server_error", 503))
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await acme.read(connection)
        lease = await acme.node.lease(connection.id)
        assert lease is not None
        assert (lease.phase, lease.owner) == (Phase.ASKED, None)
        clock.advance(60)
    with pytest.raises(NeedsReauth):
        await acme.read(connection)
    assert (await acme.now(connection)).reason is Reason.ANSWER_LOST


async def test_reconnecting_brings_a_lost_connection_back_under_its_id(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(LOST)
    with pytest.raises(NeedsReauth):
        await acme.read(connection)
    newer = ill.new_pair()
    again = await acme.connect(newer.access_token, newer.refresh_token, reconnect=connection.id)
    assert again.id == connection.id
    assert await acme.read(connection) == newer.access_token
    clock.advance(3601)
    assert ill.agrees(await acme.read(connection))
