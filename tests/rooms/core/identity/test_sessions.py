import asyncio

import pytest
from sqlalchemy import text

from bothways.core.bearer.model import Kind, Mode, mint, parse
from bothways.core.identity.callers import CustomerCaller, Unauthenticated
from bothways.core.identity.csrf import check_csrf, csrf_of
from bothways.core.identity.errors import (
    ConnectSessionNotFound,
    CSRFRefused,
    CustomerNotFound,
    EnvironmentNotFound,
    TicketRefused,
)
from bothways.core.identity.open_connect_session import OpenedSession
from bothways.core.identity.update_environment import EnvironmentChanges
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from tests.rooms.core.conftest import PUBLIC_URL, Tenant, everything_stored
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@pytest.fixture
async def opened(identity: Identity, tenant: Tenant) -> OpenedSession:
    return await identity.session(tenant.live.id)


def ticket_of(opened: OpenedSession) -> str:
    return opened.url.reveal().removeprefix(f"{PUBLIC_URL}/connect/open/")


async def test_a_session_speaks_for_its_customer(identity: Identity, tenant: Tenant, opened: OpenedSession) -> None:
    assert await identity.sessions(opened.token.reveal()) == CustomerCaller(
        environment_id=tenant.live.id,
        mode=Mode.LIVE,
        customer_id=tenant.customer.id,
        session_id=opened.session.id,
        integration_ids=None,
        return_url=None,
    )


async def test_a_session_makes_the_customer_when_new(identity: Identity, tenant: Tenant) -> None:
    opened = await identity.session(tenant.live.id, "customer-2")
    assert await identity.read_customers.find(tenant.live.id, "customer-2") == opened.customer


async def test_a_session_is_for_some_integrations_when_asked(identity: Identity, tenant: Tenant) -> None:
    opened = await identity.session(tenant.live.id, integrations=("slack", "hubspot", "intg_1"))
    assert opened.session.integration_ids == ("intg_1", "intg_2")
    caller = await identity.sessions(opened.token.reveal())
    assert [caller.may_use(name) for name in ("intg_1", "intg_2", "intg_3")] == [True, True, False]


async def test_an_unknown_integration_makes_neither_session_nor_customer(identity: Identity, tenant: Tenant) -> None:
    with pytest.raises(InvalidInput, match="integrations"):
        await identity.session(tenant.live.id, "customer-2", integrations=("nope",))
    assert await identity.read_customers.find(tenant.live.id, "customer-2") is None


async def test_a_return_url_must_be_on_the_environments_list_exactly(identity: Identity, tenant: Tenant) -> None:
    allowed = "https://app.example.com/done"
    await identity.update_environment(tenant.live.id, EnvironmentChanges(return_urls=(allowed,)), actor="cli")
    opened = await identity.session(tenant.live.id, return_url=allowed)
    assert (await identity.sessions(opened.token.reveal())).return_url == allowed
    for other in (
        f"{allowed}/",
        f"{allowed}?x",
        "https://app.example.com",
        "https://evil.test/done",
        "",
        allowed.upper(),
    ):
        with pytest.raises(InvalidInput) as caught:
            await identity.session(tenant.live.id, "customer-2", return_url=other)
        assert [fault.field for fault in caught.value.fields] == ["return_url"]
    assert await identity.read_customers.find(tenant.live.id, "customer-2") is None
    with pytest.raises(InvalidInput):
        await identity.session(tenant.test.id, return_url=allowed)


@pytest.mark.parametrize("seconds", [59, 86_401, 0, -1, 10**18])
async def test_a_lifetime_has_bounds(identity: Identity, tenant: Tenant, seconds: int) -> None:
    with pytest.raises(InvalidInput, match="lifetime_seconds"):
        await identity.session(tenant.live.id, lifetime_seconds=seconds)


@pytest.mark.parametrize("integrations", [(), tuple(str(number) for number in range(101))])
async def test_a_list_of_integrations_has_bounds(identity: Identity, tenant: Tenant, integrations) -> None:
    with pytest.raises(InvalidInput, match="integrations"):
        await identity.session(tenant.live.id, integrations=integrations)


async def test_an_unknown_environment_opens_nothing(identity: Identity) -> None:
    with pytest.raises(EnvironmentNotFound):
        await identity.session("env_unknown")


async def test_a_session_ends_after_its_lifetime(identity: Identity, tenant: Tenant, clock: ManualClock) -> None:
    opened = await identity.session(tenant.live.id, lifetime_seconds=60)
    clock.advance(59.9)
    await identity.sessions(opened.token.reveal())
    clock.advance(0.1)
    with pytest.raises(Unauthenticated):
        await identity.sessions(opened.token.reveal())


async def test_an_hour_is_the_lifetime_unless_asked_otherwise(opened: OpenedSession) -> None:
    assert (opened.session.expires_at - opened.session.created_at).total_seconds() == 3600


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.replace("_cs_", "_sk_"),
        lambda token: token.replace("live", "test"),
        lambda token: f"{token}\n",
        lambda _: "",
        lambda _: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjdXN0XzEifQ.",
    ],
)
async def test_an_altered_token_is_refused(identity: Identity, opened: OpenedSession, spoil) -> None:
    with pytest.raises(Unauthenticated):
        await identity.sessions(spoil(opened.token.reveal()))


async def test_a_session_token_is_no_api_key_and_a_key_is_no_session(
    identity: Identity, tenant: Tenant, opened: OpenedSession
) -> None:
    key = await identity.create_key(tenant.live.id, "backend", ["customers:read"], actor="cli")
    with pytest.raises(Unauthenticated):
        await identity.authenticate(opened.token.reveal())
    with pytest.raises(Unauthenticated):
        await identity.sessions(key.token.reveal())


async def test_unknown_expired_and_revoked_sessions_are_refused_alike(
    identity: Identity, tenant: Tenant, clock: ManualClock, entropy: SeededEntropy
) -> None:
    expired = await identity.session(tenant.live.id, lifetime_seconds=60)
    revoked = await identity.session(tenant.live.id)
    clock.advance(60)
    await identity.revoke_session(tenant.live.id, revoked.session.id, actor="key_1")
    refusals = set()
    for token in (expired.token, revoked.token, mint(Kind.CONNECT_SESSION, Mode.LIVE, entropy).token):
        with pytest.raises(Unauthenticated) as caught:
            await identity.sessions(token.reveal())
        refusals.add(caught.value.detail)
    assert len(refusals) == 1


async def test_no_token_of_a_session_is_stored(database: Database, identity: Identity, opened: OpenedSession) -> None:
    admission = await identity.redeem(ticket_of(opened))
    second = await identity.session(opened.session.environment_id)
    stored = await everything_stored(database)
    for token in (opened.token.reveal(), second.token.reveal(), ticket_of(second), admission.cookie.reveal()):
        assert parse(token) is not None
        assert token[11:] not in stored


# -------------------------------------------------------------------------------------------- tickets


async def test_the_url_opens_the_page_and_holds_no_session_token(opened: OpenedSession) -> None:
    assert opened.url.reveal().startswith(f"{PUBLIC_URL}/connect/open/bw_live_tk_")
    assert opened.token.reveal() not in opened.url.reveal()
    assert opened.url.reveal() not in repr(opened)


async def test_a_ticket_is_traded_once_for_a_cookie(identity: Identity, opened: OpenedSession) -> None:
    admission = await identity.redeem(ticket_of(opened))
    assert admission.session == opened.session
    assert parse(admission.cookie.reveal()) == (Mode.LIVE, Kind.CONNECT_BROWSER)
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket_of(opened))


async def test_of_twenty_at_once_one_gets_in(identity: Identity, opened: OpenedSession) -> None:
    results = await asyncio.gather(*(identity.redeem(ticket_of(opened)) for _ in range(20)), return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Admission") == 1
    assert [type(result).__name__ for result in results].count("TicketRefused") == 19


async def test_a_ticket_is_good_for_ten_minutes(identity: Identity, opened: OpenedSession, clock: ManualClock) -> None:
    clock.advance(600)
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket_of(opened))


async def test_a_ticket_ends_with_its_session(identity: Identity, tenant: Tenant, clock: ManualClock) -> None:
    opened = await identity.session(tenant.live.id, lifetime_seconds=60)
    clock.advance(60)
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket_of(opened))


async def test_a_ticket_of_a_revoked_session_is_refused(
    identity: Identity, tenant: Tenant, opened: OpenedSession
) -> None:
    await identity.revoke_session(tenant.live.id, opened.session.id, actor="key_1")
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket_of(opened))


@pytest.mark.parametrize("ticket", ["", "x", "bw_live_tk_" + "A" * 43, "bw_live_tk_\ud800"])
async def test_a_ticket_that_was_never_given_out_is_refused(
    identity: Identity, opened: OpenedSession, ticket: str
) -> None:
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket)


async def test_a_session_token_is_no_ticket(identity: Identity, opened: OpenedSession) -> None:
    with pytest.raises(TicketRefused):
        await identity.redeem(opened.token.reveal())


async def test_a_cookie_opens_its_own_session_only(identity: Identity, tenant: Tenant, opened: OpenedSession) -> None:
    cookie = (await identity.redeem(ticket_of(opened))).cookie.reveal()
    other = await identity.session(tenant.live.id, "customer-2")
    browser = await identity.sessions.browser(cookie, opened.session.id)
    assert browser.customer == await identity.sessions(opened.token.reveal())
    for wrong_cookie, session_id in [
        (cookie, other.session.id),
        (cookie, ""),
        (opened.token.reveal(), opened.session.id),
        (ticket_of(other), other.session.id),
    ]:
        with pytest.raises(Unauthenticated):
            await identity.sessions.browser(wrong_cookie, session_id)


async def test_a_cookie_dies_with_its_session(
    identity: Identity, tenant: Tenant, opened: OpenedSession, clock: ManualClock
) -> None:
    cookie = (await identity.redeem(ticket_of(opened))).cookie.reveal()
    await identity.revoke_session(tenant.live.id, opened.session.id, actor="key_1")
    with pytest.raises(Unauthenticated):
        await identity.sessions.browser(cookie, opened.session.id)
    later = await identity.session(tenant.live.id)
    cookie = (await identity.redeem(ticket_of(later))).cookie.reveal()
    clock.advance(3600)
    with pytest.raises(Unauthenticated):
        await identity.sessions.browser(cookie, later.session.id)


async def test_a_form_needs_the_csrf_token_of_its_own_cookie(identity: Identity, tenant: Tenant) -> None:
    first, second = await identity.session(tenant.live.id), await identity.session(tenant.live.id)
    cookies = [(await identity.redeem(ticket_of(opened))).cookie.reveal() for opened in (first, second)]
    browser = await identity.sessions.browser(cookies[0], first.session.id)
    check_csrf(browser.csrf, browser.csrf.reveal())
    for given in (None, "", cookies[0], csrf_of(cookies[1]).reveal(), browser.csrf.reveal()[:-1], "\ud800"):
        with pytest.raises(CSRFRefused):
            check_csrf(browser.csrf, given)


# ------------------------------------------------------------------------------------ ending, sweeping


async def test_a_session_of_another_environment_cannot_be_ended(
    identity: Identity, tenant: Tenant, opened: OpenedSession
) -> None:
    with pytest.raises(ConnectSessionNotFound):
        await identity.revoke_session(tenant.test.id, opened.session.id, actor="key_1")
    await identity.sessions(opened.token.reveal())


async def test_ending_twice_is_fine(identity: Identity, tenant: Tenant, opened: OpenedSession) -> None:
    for _ in range(2):
        await identity.revoke_session(tenant.live.id, opened.session.id, actor="key_1")


async def test_a_customers_sessions_die_with_it(identity: Identity, tenant: Tenant, opened: OpenedSession) -> None:
    await identity.delete_customer(tenant.live.id, tenant.customer.id, actor="key_1")
    with pytest.raises(Unauthenticated):
        await identity.sessions(opened.token.reveal())
    with pytest.raises(TicketRefused):
        await identity.redeem(ticket_of(opened))
    with pytest.raises(CustomerNotFound):
        await identity.read_customers.get(tenant.live.id, tenant.customer.id)


async def test_what_ended_a_week_ago_is_swept_away(
    database: Database, identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    old = await identity.session(tenant.live.id)
    await identity.redeem(ticket_of(old))
    clock.advance(7 * 86_400)
    new = await identity.session(tenant.live.id)
    clock.advance(3601)
    await identity.sweep()
    async with database.read() as tx:
        assert [row.id for row in await tx.all(text("SELECT id FROM connect_sessions"))] == [new.session.id]
        assert [row.session_id for row in await tx.all(text("SELECT session_id FROM connect_tickets"))] == [
            new.session.id
        ]
        assert await tx.all(text("SELECT * FROM connect_browsers")) == []
