"""Renewing on demand: one try per report, and no loop."""

import asyncio

import pytest

from bothways.kit.errors import InvalidInput
from bothways.outbound.connections.demand import Demand
from bothways.outbound.connections.errors import NeedsReauth, ProviderUnavailable, RefreshTooSoon, RefreshUnsupported
from bothways.outbound.connections.model import Connection, Reason, State
from tests.rooms.outbound.connections.node import Ground
from tests.support.clock import ManualClock
from tests.support.ill_answers import error
from tests.support.ill_provider import IllProvider


async def renew(acme: Ground, connection: Connection, **demand: object) -> Connection:
    return await acme.node.renew(acme.environment.id, connection.id, Demand(**demand))  # type: ignore[arg-type]


async def connected(acme: Ground, ill: IllProvider) -> Connection:
    pair = ill.new_pair()
    return await acme.connect(pair.access_token, pair.refresh_token)


async def test_fresh_credentials_are_renewed_when_asked_for(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    renewed = await renew(acme, connection)
    assert renewed.version == 2
    assert ill.agrees(await acme.read(connection))


async def test_a_removed_app_costs_one_refresh_and_then_needs_its_customer(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    ill.remove_app()
    for _ in range(3):
        with pytest.raises(NeedsReauth):
            await renew(acme, connection, rejected_version=1)
    assert len(ill.refreshes) == 1
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1


async def test_new_credentials_that_are_rejected_as_well_are_beyond_help(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    assert (await renew(acme, connection, rejected_version=1)).version == 2
    for _ in range(3):
        with pytest.raises(NeedsReauth):
            await renew(acme, connection, rejected_version=2)
    assert len(ill.refreshes) == 1
    assert (await acme.now(connection)).reason is Reason.REJECTED


async def test_a_rejection_hours_after_the_last_one_gets_a_new_try(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    await renew(acme, connection, rejected_version=1)
    clock.advance(2000)
    assert (await renew(acme, connection, rejected_version=2)).version == 3


async def test_fifty_reports_of_the_same_rejection_cause_one_refresh(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    renewed = await asyncio.gather(*(renew(acme, connection, rejected_version=1) for _ in range(50)))
    assert {one.version for one in renewed} == {2}
    assert len(ill.refreshes) == 1


async def test_a_report_about_older_credentials_asks_nobody(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    await renew(acme, connection, rejected_version=1)
    assert (await renew(acme, connection, rejected_version=1)).version == 2
    assert len(ill.refreshes) == 1


async def test_a_report_about_credentials_that_never_were_is_refused(acme: Ground, ill: IllProvider) -> None:
    connection = await connected(acme, ill)
    with pytest.raises(InvalidInput):
        await renew(acme, connection, rejected_version=2)


async def test_asking_again_and_again_is_slowed_down(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    await renew(acme, connection)
    for _ in range(5):
        with pytest.raises(RefreshTooSoon) as caught:
            await renew(acme, connection)
        assert caught.value.retry_after_seconds == 30
    assert len(ill.refreshes) == 1
    clock.advance(30)
    assert (await renew(acme, connection)).version == 3


async def test_asking_again_while_the_provider_is_down_is_slowed_down_too(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    ill.always(error("server_error", 503))
    with pytest.raises(ProviderUnavailable):
        await renew(acme, connection)
    with pytest.raises(RefreshTooSoon):
        await renew(acme, connection)
    assert len(ill.token_requests) == 1
    assert (await acme.now(connection)).state is State.ACTIVE


async def test_a_connection_given_up_in_error_can_be_revived(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    connection = await connected(acme, ill)
    ill.script(error("invalid_grant"))
    clock.advance(3601)
    with pytest.raises(NeedsReauth):
        await acme.read(connection)
    clock.advance(1)
    revived = await renew(acme, connection, revive=True)
    assert revived.state is State.ACTIVE
    assert ill.agrees(await acme.read(connection))
    assert (await acme.told(connection))[-1] == "connection.recovered"


async def test_a_revival_that_fails_adds_no_event(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    connection = await connected(acme, ill)
    ill.remove_app()
    clock.advance(3601)
    for demand in (False, True):
        with pytest.raises(NeedsReauth):
            await (renew(acme, connection, revive=True) if demand else acme.read(connection))
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1


async def test_what_cannot_be_renewed_is_checked_at_the_provider(acme: Ground, ill: IllProvider) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, expires_in=None)
    with pytest.raises(RefreshUnsupported):
        await renew(acme, connection)
    assert (await renew(acme, connection, rejected_version=1)).state is State.ACTIVE
    ill.remove_app()
    with pytest.raises(NeedsReauth):
        await renew(acme, connection, rejected_version=1)
    assert (await acme.now(connection)).reason is Reason.REJECTED


async def test_a_provider_that_cannot_be_asked_condemns_nobody(acme: Ground, ill: IllProvider) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, expires_in=None)
    ill.down = True
    with pytest.raises(Exception, match="answer"):
        await renew(acme, connection, rejected_version=1)
    assert (await acme.now(connection)).state is State.ACTIVE
