"""Links that open the marketplace for one customer: how long, for whom, and that they can be taken back."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, Mode, mint, parse
from bothways.core.events.log import EventLog
from bothways.core.identity.callers import Unauthenticated
from bothways.core.identity.create_connect_link import NewConnectLink
from bothways.core.identity.errors import ConnectLinkBusy, ConnectLinkNotFound, ConnectLinkRefused
from bothways.core.identity.model import LinkState
from bothways.core.identity.open_connect_link import AT_ONCE
from bothways.core.identity.update_environment import EnvironmentChanges
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from tests.rooms.core.conftest import PUBLIC_URL, Tenant, everything_stored
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

DAY = 86_400


@pytest.fixture
async def made(identity: Identity, tenant: Tenant) -> NewConnectLink:
    return await identity.link(tenant.live.id, integrations=("slack",), name="For Ada")


def token_of(made: NewConnectLink) -> str:
    return made.url.reveal().removeprefix(f"{PUBLIC_URL}/connect/link/")


async def test_a_link_opens_a_session_for_its_customer_again_and_again(
    identity: Identity, tenant: Tenant, made: NewConnectLink
) -> None:
    first, second = await identity.open_link(token_of(made)), await identity.open_link(token_of(made))
    assert first.session.id != second.session.id
    for opened in (first, second):
        caller = await identity.sessions(opened.token.reveal())
        assert (caller.customer_id, caller.environment_id, caller.mode) == (
            tenant.customer.id,
            tenant.live.id,
            Mode.LIVE,
        )
        assert caller.integration_ids == {"intg_1"}


async def test_a_link_lets_a_browser_in_by_a_cookie(identity: Identity, made: NewConnectLink) -> None:
    admission = await identity.open_link.browser(token_of(made))
    browser = await identity.sessions.browser(admission.cookie.reveal(), admission.session.id)
    assert browser.customer.customer_id == made.customer.id


async def test_a_link_lives_for_a_week_unless_told_otherwise(
    identity: Identity, tenant: Tenant, made: NewConnectLink, clock: ManualClock
) -> None:
    assert made.link.expires_at - clock.now() == timedelta(days=7)
    hour = await identity.link(tenant.live.id, lifetime_seconds=3600)
    clock.advance(3600)
    with pytest.raises(ConnectLinkRefused):
        await identity.open_link(token_of(hour))
    await identity.open_link(token_of(made))


async def test_a_session_ends_after_hours_and_never_after_its_link(
    identity: Identity, tenant: Tenant, made: NewConnectLink, clock: ManualClock
) -> None:
    opened = await identity.open_link(token_of(made))
    assert opened.session.expires_at - clock.now() == timedelta(hours=4)
    short = await identity.link(tenant.live.id, lifetime_seconds=3600)
    clock.advance(60)
    assert (await identity.open_link(token_of(short))).session.expires_at == short.link.expires_at


@pytest.mark.parametrize("seconds", [0, -1, 3599, 30 * DAY + 1])
async def test_a_lifetime_has_bounds(identity: Identity, tenant: Tenant, seconds: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        await identity.link(tenant.live.id, "customer-2", lifetime_seconds=seconds)
    assert [fault.field for fault in caught.value.fields] == ["lifetime_seconds"]
    assert await identity.read_customers.find(tenant.live.id, "customer-2") is None


async def test_every_wrong_field_is_named(identity: Identity, tenant: Tenant) -> None:
    with pytest.raises(InvalidInput) as caught:
        await identity.link(tenant.live.id, " x", name="a\nb", integrations=())
    assert [fault.field for fault in caught.value.fields] == ["customer.id", "name", "integrations"]


async def test_a_return_url_must_be_one_of_the_environments(identity: Identity, tenant: Tenant) -> None:
    allowed = "https://app.example.com/done"
    await identity.update_environment(tenant.live.id, EnvironmentChanges(return_urls=(allowed,)), actor="cli")
    made = await identity.link(tenant.live.id, return_url=allowed)
    assert (await identity.open_link(token_of(made))).session.return_url == allowed
    with pytest.raises(InvalidInput, match="return_url"):
        await identity.link(tenant.live.id, return_url=f"{allowed}/")


async def test_revoking_ends_the_link_and_every_session_that_it_opened(
    identity: Identity, tenant: Tenant, made: NewConnectLink
) -> None:
    other = await identity.link(tenant.live.id)
    by_token, by_page = await identity.open_link(token_of(made)), await identity.open_link.browser(token_of(made))
    stays, own = await identity.open_link(token_of(other)), await identity.session(tenant.live.id)
    ticket = (await identity.open_ticket(await identity.sessions(by_token.token.reveal()))).ticket.reveal()
    frame = (await identity.redeem_frame(ticket)).token.reveal()
    await identity.revoke_link(tenant.live.id, made.link.id, actor="key_1")
    with pytest.raises(ConnectLinkRefused):
        await identity.open_link(token_of(made))
    for dead in (by_token.token.reveal(), frame):
        with pytest.raises(Unauthenticated):
            await identity.sessions(dead)
    with pytest.raises(Unauthenticated):
        await identity.sessions.browser(by_page.cookie.reveal(), by_page.session.id)
    for alive in (stays.token, own.token):
        await identity.sessions(alive.reveal())


async def test_who_opens_while_the_link_is_revoked_gets_nothing_that_lives(
    identity: Identity, tenant: Tenant, made: NewConnectLink
) -> None:
    results = await asyncio.gather(
        *(identity.open_link(token_of(made)) for _ in range(8)),
        identity.revoke_link(tenant.live.id, made.link.id, actor="key_1"),
        *(identity.open_link(token_of(made)) for _ in range(8)),
        return_exceptions=True,
    )
    opened = [result for result in results if hasattr(result, "token")]
    refused = [result for result in results if isinstance(result, BaseException)]
    assert {type(result) for result in refused} <= {ConnectLinkRefused}
    for result in opened:
        with pytest.raises(Unauthenticated):
            await identity.sessions(result.token.reveal())


async def test_unknown_expired_and_revoked_links_are_refused_alike_and_write_nothing(
    database: Database, identity: Identity, tenant: Tenant, clock: ManualClock, entropy: SeededEntropy
) -> None:
    expired = await identity.link(tenant.live.id, lifetime_seconds=3600)
    revoked = await identity.link(tenant.live.id)
    clock.advance(3600)
    await identity.revoke_link(tenant.live.id, revoked.link.id, actor="key_1")
    unknown = mint(Kind.CONNECT_LINK, Mode.LIVE, entropy).token.reveal()
    before = await everything_stored(database)
    said = set()
    for token in (token_of(expired), token_of(revoked), unknown):
        with pytest.raises(ConnectLinkRefused) as caught:
            await identity.open_link(token)
        said.add(caught.value.detail)
    assert len(said) == 1
    assert await everything_stored(database) == before


async def test_no_other_token_is_a_link(identity: Identity, tenant: Tenant, made: NewConnectLink) -> None:
    opened = await identity.session(tenant.live.id)
    ticket = opened.url.reveal().rpartition("/")[2]
    token = token_of(made)
    wrong = [
        "",
        "x",
        made.link.id,
        opened.token.reveal(),
        ticket,
        token.replace("_live_", "_test_"),
        token[:-1],
        token + "0",
    ]
    for text_of in wrong:
        with pytest.raises(ConnectLinkRefused):
            await identity.open_link.browser(text_of)
    with pytest.raises(Unauthenticated):
        await identity.sessions(token)


async def test_a_link_that_is_opened_again_and_again_has_to_wait(
    identity: Identity, tenant: Tenant, made: NewConnectLink, clock: ManualClock
) -> None:
    other = await identity.link(tenant.live.id)
    for _ in range(int(AT_ONCE)):
        await identity.open_link(token_of(made))
    with pytest.raises(ConnectLinkBusy) as caught:
        await identity.open_link(token_of(made))
    assert caught.value.retry_after_seconds == 10
    await identity.open_link(token_of(other))
    clock.advance(10)
    await identity.open_link(token_of(made))


async def test_only_a_digest_of_the_link_is_kept(database: Database, identity: Identity, made: NewConnectLink) -> None:
    await identity.open_link(token_of(made))
    assert parse(token_of(made)) == (Mode.LIVE, Kind.CONNECT_LINK)
    assert token_of(made)[11:] not in await everything_stored(database)
    assert token_of(made) not in repr(made)


async def test_a_link_tells_whether_and_when_it_was_opened(
    identity: Identity, tenant: Tenant, made: NewConnectLink, clock: ManualClock
) -> None:
    assert await identity.links.get(tenant.live.id, made.link.id) == made.link
    clock.advance(5)
    await identity.open_link(token_of(made))
    await identity.open_link(token_of(made))
    seen = await identity.links.get(tenant.live.id, made.link.id)
    assert (seen.opened_count, seen.last_opened_at, seen.name) == (2, clock.now(), "For Ada")


async def test_links_are_listed_by_customer_and_by_state(
    identity: Identity, tenant: Tenant, made: NewConnectLink, clock: ManualClock
) -> None:
    hour = await identity.link(tenant.live.id, "customer-2", lifetime_seconds=3600)
    gone = await identity.link(tenant.live.id, lifetime_seconds=3600)
    await identity.link(tenant.test.id)
    await identity.revoke_link(tenant.live.id, gone.link.id, actor="key_1")
    clock.advance(3600)

    async def ids(**wanted) -> list[str]:
        return [link.id for link in await identity.links(tenant.live.id, **wanted)]

    assert await ids() == [gone.link.id, hour.link.id, made.link.id]
    assert await ids(state=LinkState.ACTIVE) == [made.link.id]
    assert await ids(state=LinkState.EXPIRED) == [hour.link.id]
    assert await ids(state=LinkState.REVOKED) == [gone.link.id]
    assert await ids(customer_id=hour.customer.id) == [hour.link.id]
    assert await ids(after=gone.link.id, limit=1) == [hour.link.id]
    states = [link.state_at(clock.now()) for link in await identity.links(tenant.live.id)]
    assert states == [LinkState.REVOKED, LinkState.EXPIRED, LinkState.ACTIVE]


async def test_another_environments_link_is_an_unknown_one(
    identity: Identity, tenant: Tenant, made: NewConnectLink
) -> None:
    with pytest.raises(ConnectLinkNotFound):
        await identity.links.get(tenant.test.id, made.link.id)
    with pytest.raises(ConnectLinkNotFound):
        await identity.revoke_link(tenant.test.id, made.link.id, actor="key_1")
    await identity.open_link(token_of(made))


async def test_a_customers_links_go_with_it(identity: Identity, tenant: Tenant, made: NewConnectLink) -> None:
    await identity.delete_customer(tenant.live.id, made.customer.id, actor="key_1")
    with pytest.raises(ConnectLinkRefused):
        await identity.open_link(token_of(made))
    assert await identity.links(tenant.live.id) == []


async def test_what_expired_a_month_ago_is_swept_away(
    database: Database, identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    old = await identity.link(tenant.live.id, lifetime_seconds=3600)
    clock.advance(3600 + 30 * DAY)
    await identity.sweep()
    assert [link.id for link in await identity.links(tenant.live.id)] == [old.link.id]
    new = await identity.link(tenant.live.id)
    clock.advance(1)
    await identity.sweep()
    assert [link.id for link in await identity.links(tenant.live.id)] == [new.link.id]
    async with database.read() as tx:
        assert len(await tx.all(text("SELECT id FROM connect_links"))) == 1


async def test_what_happens_to_a_link_is_told_and_who_did_it_is_recorded(
    database: Database, identity: Identity, tenant: Tenant, made: NewConnectLink, events: EventLog, audit: Audit
) -> None:
    opened = await identity.open_link(token_of(made))
    for _ in range(2):
        await identity.revoke_link(tenant.live.id, made.link.id, actor="key_2")
    async with database.read() as tx:
        told = await events.list(tx, tenant.live.id, subject_id=made.link.id, limit=10, newest_first=False)
        recorded = await audit.list(tx, tenant.live.id, subject=made.link.id, limit=10)
    assert [(event.type, event.customer_id) for event in told] == [
        ("connect_link.created", made.customer.id),
        ("connect_link.opened", made.customer.id),
        ("connect_link.revoked", made.customer.id),
    ]
    assert told[1].data == {"session_id": opened.session.id}
    assert [(entry.action, entry.actor) for entry in recorded] == [
        ("connect_link.revoked", "key_2"),
        ("connect_link.created", "key_1"),
    ]
    assert token_of(made)[11:] not in repr([told, recorded])
