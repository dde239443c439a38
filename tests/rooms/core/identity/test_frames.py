"""How a frame of ours gets into a session that the page around it holds, and how it is put out."""

import asyncio

import pytest
from sqlalchemy import text

from bothways.core.bearer.model import Kind, Mode, mint, parse
from bothways.core.identity.callers import Unauthenticated
from bothways.core.identity.errors import FrameTicketRefused, TicketRefused
from bothways.core.identity.open_connect_session import OpenedSession
from bothways.core.identity.redeem_frame_ticket import MOST_FRAMES
from bothways.kit.db.database import Database
from tests.rooms.core.conftest import PUBLIC_URL, Tenant, everything_stored
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@pytest.fixture
async def opened(identity: Identity, tenant: Tenant) -> OpenedSession:
    return await identity.session(tenant.live.id, integrations=("slack",))


async def ticket_for(identity: Identity, opened: OpenedSession) -> str:
    caller = await identity.sessions(opened.token.reveal())
    return (await identity.open_ticket(caller)).ticket.reveal()


async def frame_of(identity: Identity, opened: OpenedSession) -> str:
    return (await identity.redeem_frame(await ticket_for(identity, opened))).token.reveal()


async def test_a_frame_sees_what_its_session_sees(identity: Identity, opened: OpenedSession) -> None:
    token = await frame_of(identity, opened)
    assert parse(token) == (Mode.LIVE, Kind.CONNECT_FRAME)
    assert await identity.sessions(token) == await identity.sessions(opened.token.reveal())


async def test_a_frames_ticket_works_once_also_for_twenty_at_once(identity: Identity, opened: OpenedSession) -> None:
    ticket = await ticket_for(identity, opened)
    results = await asyncio.gather(*(identity.redeem_frame(ticket) for _ in range(20)), return_exceptions=True)
    assert sorted({type(result).__name__ for result in results}) == ["FrameAdmission", "FrameTicketRefused"]
    assert [type(result).__name__ for result in results].count("FrameAdmission") == 1
    with pytest.raises(FrameTicketRefused):
        await identity.redeem_frame(ticket)


async def test_a_frames_ticket_is_good_for_a_minute_and_no_longer_than_its_session(
    identity: Identity, tenant: Tenant, opened: OpenedSession, clock: ManualClock
) -> None:
    caller = await identity.sessions(opened.token.reveal())
    first = await identity.open_ticket(caller)
    assert (first.expires_at - clock.now()).total_seconds() == 60
    clock.advance(60)
    with pytest.raises(FrameTicketRefused):
        await identity.redeem_frame(first.ticket.reveal())
    short = await identity.session(tenant.live.id, lifetime_seconds=60)
    clock.advance(30)
    ticket = await identity.open_ticket(await identity.sessions(short.token.reveal()))
    assert ticket.expires_at == short.session.expires_at


async def test_a_ticket_and_a_frame_die_with_their_session(
    identity: Identity, tenant: Tenant, opened: OpenedSession, clock: ManualClock
) -> None:
    token, ticket = await frame_of(identity, opened), await ticket_for(identity, opened)
    caller = await identity.sessions(token)
    await identity.revoke_session(tenant.live.id, opened.session.id, actor=caller.actor)
    with pytest.raises(FrameTicketRefused):
        await identity.redeem_frame(ticket)
    with pytest.raises(Unauthenticated):
        await identity.sessions(token)
    with pytest.raises(Unauthenticated):
        await identity.open_ticket(caller)
    later = await identity.session(tenant.live.id)
    token = await frame_of(identity, later)
    clock.advance(3600)
    with pytest.raises(Unauthenticated):
        await identity.sessions(token)


async def test_tickets_of_links_and_of_frames_are_not_taken_for_each_other(
    identity: Identity, opened: OpenedSession
) -> None:
    of_link = opened.url.reveal().removeprefix(f"{PUBLIC_URL}/connect/open/")
    of_frame = await ticket_for(identity, opened)
    for wrong in (
        of_link,
        of_link.replace("_tk_", "_ft_"),
        opened.token.reveal(),
        await frame_of(identity, opened),
        "",
    ):
        with pytest.raises(FrameTicketRefused):
            await identity.redeem_frame(wrong)
    for wrong in (of_frame, of_frame.replace("_ft_", "_tk_")):
        with pytest.raises(TicketRefused):
            await identity.redeem(wrong)
    await identity.redeem_frame(of_frame)
    await identity.redeem(of_link)


async def test_a_frames_token_is_no_cookie_and_no_session_token(
    identity: Identity, opened: OpenedSession, entropy: SeededEntropy
) -> None:
    token = await frame_of(identity, opened)
    with pytest.raises(Unauthenticated):
        await identity.sessions.browser(token, opened.session.id)
    unknown = mint(Kind.CONNECT_FRAME, Mode.LIVE, entropy).token.reveal()
    for wrong in (unknown, token.replace("_cf_", "_cs_"), opened.token.reveal().replace("_cs_", "_cf_"), token[:-1]):
        with pytest.raises(Unauthenticated):
            await identity.sessions(wrong)


async def test_of_many_frames_the_eldest_are_put_out(
    identity: Identity, opened: OpenedSession, clock: ManualClock
) -> None:
    tokens = []
    for _ in range(MOST_FRAMES + 2):
        clock.advance(1)
        tokens.append(await frame_of(identity, opened))
    alive = []
    for token in tokens:
        try:
            await identity.sessions(token)
        except Unauthenticated:
            alive.append(False)
        else:
            alive.append(True)
    assert alive == [False] * 2 + [True] * MOST_FRAMES


async def test_old_tickets_do_not_pile_up(
    database: Database, identity: Identity, opened: OpenedSession, clock: ManualClock
) -> None:
    for _ in range(5):
        await ticket_for(identity, opened)
    clock.advance(601)
    await ticket_for(identity, opened)
    async with database.read() as tx:
        assert len(await tx.all(text("SELECT digest FROM connect_tickets"))) == 1


async def test_neither_ticket_nor_token_of_a_frame_is_stored(
    database: Database, identity: Identity, opened: OpenedSession
) -> None:
    token, ticket = await frame_of(identity, opened), await ticket_for(identity, opened)
    stored = await everything_stored(database)
    for secret in (token, ticket):
        assert secret[11:] not in stored
    caller = await identity.sessions(opened.token.reveal())
    assert ticket not in repr(await identity.open_ticket(caller))
    assert "bw_live_cf_" not in repr(await identity.redeem_frame(ticket))


async def test_a_session_tells_whom_it_speaks_for_and_where(
    identity: Identity, tenant: Tenant, opened: OpenedSession
) -> None:
    view = await identity.read_session(tenant.live.id, opened.session.id)
    assert (view.session, view.customer, view.environment) == (opened.session, tenant.customer, tenant.live)
    assert view.product_name == tenant.workspace.name
    with pytest.raises(Unauthenticated):
        await identity.read_session(tenant.test.id, opened.session.id)
