"""A connect session from inside: what the browser that holds it may ask about it, and how a frame of ours gets in."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, CustomerSession
from bothways.core.identity.csrf import came_from_our_script, origin_of
from bothways.core.identity.errors import ForeignOrigin, FrameTicketRefused
from bothways.core.identity.open_frame_ticket import OpenFrameTicket
from bothways.core.identity.own_session_schemas import (
    FrameSessionOut,
    FrameTicketOut,
    OwnSessionOut,
    RedeemIn,
    frame_ticket_out,
    own_session_out,
)
from bothways.core.identity.read_session import ReadSession
from bothways.core.identity.redeem_frame_ticket import RedeemFrameTicket
from bothways.core.identity.revoke_session import RevokeSession
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.route import Handler, Public, Route, Routes

TAGS = ("session",)


@dataclass(frozen=True)
class Verbs:
    """What the routes stand on."""

    read: ReadSession
    revoke: RevokeSession
    open_ticket: OpenFrameTicket
    redeem: RedeemFrameTicket
    public_url: str


def own_session_routes(verbs: Verbs) -> Routes:
    """No path names a session: it is the token's own."""
    path, who = "/v1/session", CustomerSession()
    ticket = Public("the ticket is the secret: it works once, within a minute, and for our own frame alone")
    # fmt: off
    return [
        Route("GET",    path,              who,    reading(verbs.read),        tags=TAGS),
        Route("DELETE", path,              who,    ending(verbs.revoke),       tags=TAGS, status=204),
        Route("POST",   path + "/tickets", who,    asking(verbs.open_ticket),  tags=TAGS, status=201),
        Route("POST",   path + "/redeem",  ticket, redeeming(verbs),           tags=TAGS, hidden=True,
              errors=(ForeignOrigin, FrameTicketRefused)),
    ]
    # fmt: on


def reading(read: ReadSession) -> Handler:
    """GET /v1/session."""

    async def get_session(caller: CustomerCaller) -> OwnSessionOut:
        """Get the connect session of this token"""
        return own_session_out(await read(caller.environment_id, caller.session_id))

    return get_session


def ending(revoke: RevokeSession) -> Handler:
    """DELETE /v1/session."""

    async def end_session(caller: CustomerCaller) -> None:
        """End the connect session of this token

        For when somebody signs out of your product: the token, and every page opened with it, stop working.
        """
        await revoke(caller.environment_id, caller.session_id, actor=caller.actor)

    return end_session


def asking(open_ticket: OpenFrameTicket) -> Handler:
    """POST /v1/session/tickets."""

    async def open_frame_ticket(caller: CustomerCaller) -> FrameTicketOut:
        """Get a ticket for the marketplace's frame

        The SDK hands it to the frame in place of the token, which so never leaves your page. It works once, within a
        minute.
        """
        return frame_ticket_out(await open_ticket(caller))

    return open_frame_ticket


def redeeming(verbs: Verbs) -> Handler:
    """POST /v1/session/redeem."""
    own = origin_of(verbs.public_url)

    async def redeem_frame_ticket(data: RedeemIn, exchange: Exchange) -> FrameSessionOut:
        """Trade a ticket for the frame's own token"""
        if not came_from_our_script(own, origin=exchange.header("origin"), site=exchange.header("sec-fetch-site")):
            raise ForeignOrigin("Another site's page sent this ticket.")
        admission = await verbs.redeem(data.ticket)
        session = admission.session
        view = await verbs.read(session.environment_id, session.id)
        return FrameSessionOut(admission.token.reveal(), own_session_out(view))

    return redeem_frame_ticket
