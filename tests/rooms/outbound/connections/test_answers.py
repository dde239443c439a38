"""What a refresh answer says, and what becomes of the connection by it."""

import pytest

from bothways.outbound.connections.errors import ProviderUnavailable
from tests.rooms.outbound.connections.conftest import described
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.ill_answers import drip, endless, gzip_bomb, header_bomb, healthy, huge
from tests.support.ill_provider import IllProvider
from tests.support.ill_tables import EXPIRES_IN, LONG_TOKENS, NO_REFRESH_TOKEN, TORN_TOKENS

SENSIBLE = {"a number": 300, "digits in a string": 300, "a float": 300, "a float in a string": 300}
TEN_YEARS = 10 * 365 * 86_400


async def test_whatever_is_said_of_expiry_there_is_no_loop(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    lives = {}
    for name, said in EXPIRES_IN.items():
        pair = ill.new_pair()
        connection = await acme.connect(pair.access_token, pair.refresh_token)
        clock.advance(3601)
        ill.always(healthy(expires_in=said))
        before = len(ill.refreshes)
        for _ in range(3):
            await acme.read(connection)
        assert len(ill.refreshes) == before + 1
        now = await acme.now(connection)
        lives[name] = None if now.expires_at is None else (now.expires_at - now.obtained_at).total_seconds()
        # Where nothing sensible was said, the refresh token is used within the hour.
        assert now.refresh_due_at is not None
        assert (now.refresh_due_at - now.obtained_at).total_seconds() <= (lives[name] or 3600)
    sensible = {**SENSIBLE, "10^18": TEN_YEARS, "10^400": TEN_YEARS}
    assert lives == {name: sensible.get(name) for name in EXPIRES_IN}


async def test_an_unknown_lifetime_is_the_documented_one(node: Node, ill: IllProvider, clock: ManualClock) -> None:
    provider = described(ill, access_token_lifetime_seconds=1800)
    acme = await ground(
        Node(node.database, node.egress, clock, node.entropy, {provider.slug: provider}),
        provider,
        client_id=ill.client_id,
        client_secret=ill.client_secret,
    )
    connection = await acme.connect("token", "refresh", expires_in=None)
    assert connection.expires_at is not None
    assert (connection.expires_at - clock.now()).total_seconds() == 1800


async def test_a_token_that_never_expires_is_never_due(node: Node, ill: IllProvider, clock: ManualClock) -> None:
    provider = described(ill, access_token_expires=False)
    acme = await ground(
        Node(node.database, node.egress, clock, node.entropy, {provider.slug: provider}),
        provider,
        client_id=ill.client_id,
        client_secret=ill.client_secret,
    )
    connection = await acme.connect("token", expires_in=None)
    clock.advance(10 * TEN_YEARS)
    assert await acme.read(connection) == "token"


@pytest.mark.parametrize("said", NO_REFRESH_TOKEN)
async def test_without_a_new_refresh_token_the_old_one_is_kept(
    acme: Ground, ill: IllProvider, clock: ManualClock, said: str
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    ill.always(healthy(refresh_token=NO_REFRESH_TOKEN[said]))
    for _ in range(3):
        clock.advance(3601)
        await acme.read(connection)
    assert [heard.form["refresh_token"] for heard in ill.refreshes] == [pair.refresh_token] * 3


async def test_a_rotated_refresh_token_replaces_the_old_one(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    for _ in range(3):
        clock.advance(3601)
        assert ill.agrees(await acme.read(connection))
    shown = [heard.form["refresh_token"] for heard in ill.refreshes]
    assert shown == [pair.refresh_token for pair in ill.issued[:3]]


async def test_tokens_that_cannot_be_sent_are_refused(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    # Otherwise the good refresh token is spent, and that is another story.
    ill.rotate = False
    for token in [*TORN_TOKENS.values(), LONG_TOKENS["64 kB"]]:
        pair = ill.new_pair()
        connection = await acme.connect(pair.access_token, pair.refresh_token)
        clock.advance(3601)
        ill.always(healthy(access_token=token))
        with pytest.raises(ProviderUnavailable):
            await acme.read(connection)
        assert (await acme.now(connection)).version == 1


async def test_long_tokens_are_kept_whole(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(healthy(access_token=LONG_TOKENS["8 kB"]))
    assert await acme.read(connection) == LONG_TOKENS["8 kB"]


async def test_a_missing_token_type_means_bearer(acme: Ground, ill: IllProvider, clock: ManualClock) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.script(healthy(token_type=None))
    token = await acme.read(connection)
    found = await acme.node.read(acme.environment.id, connection.id)
    assert (found.token_type, found.headers["Authorization"]) == ("Bearer", f"Bearer {token}")


async def test_scopes_that_a_refresh_narrows_are_recorded_and_told(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token, scopes=("read", "write"))
    for scope in ("write read", "read", "read"):
        clock.advance(3601)
        ill.script(healthy(scope=scope))
        await acme.read(connection)
    assert (await acme.now(connection)).scopes == ("read",)
    told = [event for event in await acme.node.told(connection) if event.type == "connection.scopes_changed"]
    assert [event.data for event in told] == [{"from": ["write", "read"], "to": ["read"]}]


@pytest.mark.parametrize(
    "answer", [huge(3_000_000), endless(), gzip_bomb(64 * 1024 * 1024), header_bomb(20_000)], ids=lambda one: ""
)
async def test_bombs_are_a_failed_refresh(acme: Ground, ill: IllProvider, clock: ManualClock, answer: object) -> None:
    pair = ill.new_pair()
    connection = await acme.connect(pair.access_token, pair.refresh_token)
    clock.advance(3601)
    ill.always(answer)  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await acme.read(connection)
    assert (await acme.now(connection)).version == 1


async def test_a_dripping_provider_holds_up_no_other_connection(
    acme: Ground, ill: IllProvider, clock: ManualClock
) -> None:
    slow, quick = ill.new_pair(), ill.new_pair()
    first = await acme.connect(slow.access_token, slow.refresh_token)
    second = await acme.connect(quick.access_token, quick.refresh_token)
    clock.advance(3601)
    ill.script(drip())
    acme.node.refresh.behind(first)
    while not ill.token_requests:
        await clock.sleep(0.01)
    assert ill.agrees(await acme.read(second))
    await acme.node.refresh.flights.land(0.01)
