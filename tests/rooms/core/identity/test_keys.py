from datetime import timedelta

import pytest
from sqlalchemy import text

from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, Mode, mint, parse
from bothways.core.identity import authenticate_key
from bothways.core.identity.callers import OperatorCaller, Unauthenticated
from bothways.core.identity.create_api_key import NewAPIKey
from bothways.core.identity.errors import APIKeyNotFound, EnvironmentNotFound
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from tests.rooms.core.conftest import Tenant, everything_stored
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

SCOPES = ("connections:read", "credentials:read")


@pytest.fixture
async def key(identity: Identity, tenant: Tenant) -> NewAPIKey:
    return await identity.create_key(tenant.live.id, "backend", SCOPES, actor="cli")


async def test_a_key_opens_its_own_environment(identity: Identity, tenant: Tenant, key: NewAPIKey) -> None:
    assert await identity.authenticate(key.token.reveal()) == OperatorCaller(
        environment_id=tenant.live.id,
        workspace_id=tenant.workspace.id,
        mode=Mode.LIVE,
        key_id=key.key.id,
        scopes=frozenset(SCOPES),
        grantable=frozenset(SCOPES),
    )


async def test_the_token_says_which_side_it_is_for(identity: Identity, tenant: Tenant, key: NewAPIKey) -> None:
    test_key = await identity.create_key(tenant.test.id, "backend", SCOPES, actor="cli")
    assert parse(key.token.reveal()) == (Mode.LIVE, Kind.API_KEY)
    assert parse(test_key.token.reveal()) == (Mode.TEST, Kind.API_KEY)
    assert (await identity.authenticate(test_key.token.reveal())).environment_id == tenant.test.id


async def test_the_token_is_shown_once_and_never_stored(
    database: Database, identity: Identity, tenant: Tenant, key: NewAPIKey, audit: Audit
) -> None:
    token = key.token.reveal()
    body = token.removeprefix("bw_live_sk_")
    [listed] = await identity.list_keys(tenant.live.id)
    assert listed == key.key
    assert listed.hint == f"bw_live_sk_{body[:4]}...{body[-4:]}"
    assert body[4:-4] not in await everything_stored(database)
    async with database.read() as tx:
        [entry] = await audit.list(tx, tenant.live.id, action="api_key.created", limit=10)
    assert (entry.actor, entry.subject) == ("cli", key.key.id)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token + "A",
        lambda token: token.upper(),
        lambda token: token.swapcase(),
        lambda token: token.replace("live", "test"),
        lambda token: f" {token}",
        lambda token: f"{token}\n",
        lambda _: "",
        lambda _: "x" * 100_000,
        lambda _: "bw_live_sk_\ud800",
        lambda _: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    ],
)
async def test_an_altered_key_is_no_key(identity: Identity, key: NewAPIKey, spoil) -> None:
    await identity.authenticate(key.token.reveal())
    spoilt = spoil(key.token.reveal())
    assert identity.authenticate.cached(spoilt) is None
    with pytest.raises(Unauthenticated):
        await identity.authenticate(spoilt)


async def test_a_token_of_another_kind_is_no_key_even_when_its_digest_is_known(
    database: Database, identity: Identity, key: NewAPIKey, entropy: SeededEntropy
) -> None:
    other = mint(Kind.CONNECT_SESSION, Mode.LIVE, entropy)
    async with database.begin() as tx:
        await tx.execute(text("UPDATE api_keys SET digest = :digest"), {"digest": other.digest})
    with pytest.raises(Unauthenticated):
        await identity.authenticate(other.token.reveal())


async def test_unknown_expired_and_revoked_keys_are_refused_alike(
    identity: Identity, tenant: Tenant, clock: ManualClock, key: NewAPIKey, entropy: SeededEntropy
) -> None:
    expiring = await identity.create_key(
        tenant.live.id, "short", SCOPES, actor="cli", expires_at=clock.now() + timedelta(seconds=10)
    )
    await identity.authenticate(expiring.token.reveal())
    clock.advance(10)
    await identity.revoke_key(tenant.live.id, key.key.id, actor="cli")
    refusals = set()
    for token in (expiring.token, key.token, mint(Kind.API_KEY, Mode.LIVE, entropy).token):
        with pytest.raises(Unauthenticated) as caught:
            await identity.authenticate(token.reveal())
        refusals.add(caught.value.detail)
    assert len(refusals) == 1


# ---------------------------------------------------------------------------------------- the cache


async def test_a_known_key_needs_no_waiting_for_a_second(
    identity: Identity, key: NewAPIKey, clock: ManualClock
) -> None:
    token = key.token.reveal().encode()
    assert identity.authenticate.cached(token) is None
    caller = await identity.authenticate(token.decode())
    assert identity.authenticate.cached(token) is caller
    clock.advance(0.99)
    assert identity.authenticate.cached(token) is caller
    clock.advance(0.01)
    assert identity.authenticate.cached(token) is None


async def test_a_key_revoked_here_is_dead_at_once(identity: Identity, tenant: Tenant, key: NewAPIKey) -> None:
    await identity.authenticate(key.token.reveal())
    await identity.revoke_key(tenant.live.id, key.key.id, actor="cli")
    assert identity.authenticate.cached(key.token.reveal()) is None
    with pytest.raises(Unauthenticated):
        await identity.authenticate(key.token.reveal())


async def test_a_key_revoked_on_another_node_is_dead_within_a_second(
    database: Database, identity: Identity, key: NewAPIKey, clock: ManualClock
) -> None:
    await identity.authenticate(key.token.reveal())
    async with database.begin() as tx:
        await tx.execute(text("UPDATE api_keys SET revoked_at = 1"))
    clock.advance(authenticate_key.CACHE_SECONDS)
    with pytest.raises(Unauthenticated):
        await identity.authenticate(key.token.reveal())


async def test_a_key_is_not_remembered_beyond_its_end(identity: Identity, tenant: Tenant, clock: ManualClock) -> None:
    expiring = await identity.create_key(
        tenant.live.id, "short", SCOPES, actor="cli", expires_at=clock.now() + timedelta(seconds=0.5)
    )
    await identity.authenticate(expiring.token.reveal())
    clock.advance(0.5)
    assert identity.authenticate.cached(expiring.token.reveal()) is None


async def test_the_cache_is_bounded_and_knows_no_token(
    identity: Identity, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticate_key, "CACHED_KEYS", 2)
    tokens = []
    for number in range(3):
        made = await identity.create_key(tenant.live.id, f"key {number}", SCOPES, actor="cli")
        tokens.append(made.token.reveal())
        await identity.authenticate(tokens[-1])
    assert [identity.authenticate.cached(token) is None for token in tokens] == [True, False, False]
    assert not any(token[11:] in repr(identity.authenticate._cache) for token in tokens)


# ------------------------------------------------------------------------------------------ last used


async def last_used(identity: Identity, tenant: Tenant):
    [key] = await identity.list_keys(tenant.live.id)
    return key.last_used_at


async def test_the_last_use_is_written_down_by_a_job_and_not_by_requests(
    identity: Identity, tenant: Tenant, key: NewAPIKey, clock: ManualClock
) -> None:
    for _ in range(3):
        clock.advance(2)
        await identity.authenticate(key.token.reveal())
    assert await last_used(identity, tenant) is None
    used_at = clock.now()
    clock.advance(30)
    await identity.record_uses()
    assert await last_used(identity, tenant) == used_at


async def test_a_key_that_was_not_used_is_not_written(
    database: Database, identity: Identity, tenant: Tenant, key: NewAPIKey
) -> None:
    await identity.authenticate(key.token.reveal())
    await identity.record_uses()
    async with database.begin() as tx:
        await tx.execute(text("UPDATE api_keys SET last_used_at = NULL"))
    await identity.record_uses()
    assert await last_used(identity, tenant) is None


async def test_a_later_use_on_another_node_is_not_moved_back(
    database: Database, identity: Identity, tenant: Tenant, key: NewAPIKey, clock: ManualClock
) -> None:
    await identity.authenticate(key.token.reveal())
    later = int((clock.now() + timedelta(minutes=5)).timestamp() * 1_000_000)
    async with database.begin() as tx:
        await tx.execute(text("UPDATE api_keys SET last_used_at = :later"), {"later": later})
    await identity.record_uses()
    assert await last_used(identity, tenant) == clock.now() + timedelta(minutes=5)


# ----------------------------------------------------------------------------------- making and revoking


@pytest.mark.parametrize(
    ("name", "scopes", "field"),
    [
        ("", SCOPES, "name"),
        ("a\nb", SCOPES, "name"),
        ("ok", (), "scopes"),
        ("ok", ("everything",), "scopes[0]"),
        ("ok", ("events:read", "events:read"), "scopes"),
    ],
)
async def test_a_wrong_key_is_not_made(identity: Identity, tenant: Tenant, name: str, scopes, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await identity.create_key(tenant.live.id, name, scopes, actor="cli")
    assert [fault.field for fault in caught.value.fields] == [field]
    assert await identity.list_keys(tenant.live.id) == []


async def test_a_key_cannot_be_made_for_the_past_or_for_nothing(
    identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    with pytest.raises(InvalidInput, match="expires_at"):
        await identity.create_key(tenant.live.id, "late", SCOPES, actor="cli", expires_at=clock.now())
    with pytest.raises(EnvironmentNotFound):
        await identity.create_key("env_unknown", "lost", SCOPES, actor="cli")


async def test_revoking_is_recorded_once_and_stays(
    database: Database, identity: Identity, tenant: Tenant, key: NewAPIKey, clock: ManualClock, audit: Audit
) -> None:
    first = await identity.revoke_key(tenant.live.id, key.key.id, actor="staff_1")
    clock.advance(60)
    again = await identity.revoke_key(tenant.live.id, key.key.id, actor="staff_2")
    assert again.revoked_at == first.revoked_at == clock.now() - timedelta(seconds=60)
    async with database.read() as tx:
        [entry] = await audit.list(tx, tenant.live.id, action="api_key.revoked", limit=10)
    assert entry.actor == "staff_1"


async def test_a_key_of_another_environment_cannot_be_revoked(
    identity: Identity, tenant: Tenant, key: NewAPIKey
) -> None:
    with pytest.raises(APIKeyNotFound):
        await identity.revoke_key(tenant.test.id, key.key.id, actor="cli")
    await identity.authenticate(key.token.reveal())
