"""A refresh that fails: whom it is blamed on, when it is tried again, what is handed out meanwhile."""

import asyncio

import pytest

from bothways.outbound.connections.errors import NeedsReauth, ProviderUnavailable
from bothways.outbound.connections.model import Reason, State
from bothways.outbound.providers.verdict import IntegrationMisconfigured, Verdict
from tests.rooms.outbound.connections.node import Ground, Node
from tests.support.clock import ManualClock
from tests.support.ill_answers import drop, error, raw, throttled
from tests.support.ill_provider import IllProvider
from tests.support.ill_tables import GARBAGE, MARKER, RETRY_AFTER

HOUR = 3600


async def test_a_dead_grant_asks_for_the_customer_once_and_never_asks_the_provider_again(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.remove_app()
    for _ in range(3):
        with pytest.raises(NeedsReauth):
            await acme.read(connection)
        clock.advance(HOUR)
    assert len(ill.refreshes) == 1
    assert await acme.told(connection) == ["connection.created", "connection.needs_reauth"]
    assert (await acme.now(connection)).reason is Reason.GRANT_REFUSED


async def test_fifty_callers_of_a_dead_grant_hear_the_same_and_cause_one_event(
    acme: Ground, other_node: Node, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.remove_app()
    nodes = [acme.node, other_node] * 25
    heard = await asyncio.gather(*(acme.read(connection, node) for node in nodes), return_exceptions=True)
    assert {type(one) for one in heard} == {NeedsReauth}
    assert (await acme.told(connection)).count("connection.needs_reauth") == 1
    assert len(ill.refreshes) == 1


async def test_a_reconnect_that_wins_the_race_is_not_blamed(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair, newer = ill.new_pair(), ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)

    async def reconnect_first(exchange: object) -> None:
        await acme.connect(newer.access_token, newer.refresh_token, reconnect=connection.id)
        await error("invalid_grant")(exchange)  # type: ignore[arg-type]

    ill.script(reconnect_first)
    assert await acme.read(connection) == newer.access_token
    assert (await acme.now(connection)).state is State.ACTIVE


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_provider_that_is_down_disconnects_nobody(
    acme: Ground, ill: IllProvider, clock: ManualClock, status: int
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.script(*[raw(status, b"down")] * 2)
    with pytest.raises(ProviderUnavailable) as caught:
        await acme.read(connection)
    assert 1 <= (caught.value.retry_after_seconds or 0) <= 5
    now = await acme.now(connection)
    assert (now.state, now.trouble and now.trouble.verdict) == (State.ACTIVE, Verdict.PROVIDER_DOWN)


async def test_while_the_provider_is_left_alone_nobody_asks_it(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.script(error("server_error", 503))
    for _ in range(5):
        with pytest.raises(ProviderUnavailable):
            await acme.read(connection)
    assert len(ill.token_requests) == 1
    clock.advance(6)
    assert ill.agrees(await acme.read(connection))


async def test_the_wait_grows_from_failure_to_failure_and_ends_with_success(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.script(*[error("server_error", 503)] * 6)
    waits = []
    for _ in range(6):
        with pytest.raises(ProviderUnavailable) as caught:
            await acme.read(connection)
        waits.append(caught.value.retry_after_seconds or 0)
        clock.advance(waits[-1])
    assert waits == sorted(waits)
    assert waits[-1] > 10 * waits[0]
    assert ill.agrees(await acme.read(connection))
    assert await acme.told(connection) == [
        "connection.created",
        "connection.refresh_failing",
        "connection.recovered",
    ]
    assert (await acme.now(connection)).trouble is None


async def test_a_token_that_still_works_is_handed_out_while_the_provider_is_down(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    ill.always(error("server_error", 503))
    for seconds in (HOUR - 700, 400, 290):
        clock.advance(seconds)
        assert await acme.read(connection) == pair.access_token
        await acme.node.refresh.flights.land(5)
    clock.advance(11)
    with pytest.raises(ProviderUnavailable):
        await acme.read(connection)


async def test_retry_after_is_kept_within_bounds(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    waits = {}
    for name, said in RETRY_AFTER.items():
        pair = ill.new_pair()
        connection = await acme.connect(pair.access_token, pair.refresh_token)
        clock.advance(HOUR + 1)
        ill.script(throttled(said))
        with pytest.raises(ProviderUnavailable) as caught:
            await acme.read(connection)
        waits[name] = caught.value.retry_after_seconds or 0
        assert (await acme.now(connection)).state is State.ACTIVE
    assert {name: wait for name, wait in waits.items() if not 1 <= wait <= HOUR} == {}
    assert waits["seconds"] == 7


async def test_a_refused_client_blames_the_integration_and_no_connection(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.client_secret = "rotated at the provider"
    for _ in range(2):
        with pytest.raises(IntegrationMisconfigured):
            await acme.read(connection)
    assert len(ill.token_requests) == 1
    assert (await acme.now(connection)).state is State.ACTIVE


async def test_rubbish_is_a_failed_refresh_and_touches_nothing(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    outcomes = {name: await fed(acme, ill, clock, *GARBAGE[name]) for name in GARBAGE}
    named = {"an error with 200", "Slack style"}
    assert outcomes == {name: "needs the customer" if name in named else "the old token" for name in GARBAGE}


async def fed(acme: Ground, ill: IllProvider, clock: ManualClock, content_type: str, body: bytes) -> str:
    """What a reader gets while the provider answers like this, shortly before the token at hand expires."""
    ill.always(raw(200, body, content_type=content_type))
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR - 60)
    try:
        token = await acme.read(connection)
    except NeedsReauth:
        token = ""
    now = await acme.now(connection)
    kept = (connection.sealed, connection.sealed_renewal, connection.version)
    assert (now.sealed, now.sealed_renewal, now.version) == kept
    assert MARKER not in repr(now) + repr(await acme.node.told(connection))
    return {pair.access_token: "the old token", "": "needs the customer"}.get(token, token)


async def test_an_answer_that_is_cut_off_is_asked_for_once_more(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(HOUR + 1)
    ill.script(drop(), drop())
    with pytest.raises(ProviderUnavailable):
        await acme.read(connection)
    assert len(ill.token_requests) == 2
    clock.advance(10)
    assert ill.agrees(await acme.read(connection))
