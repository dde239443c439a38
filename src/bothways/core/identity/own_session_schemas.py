"""A connect session as the browser that holds it sees it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from bothways.core.identity.open_frame_ticket import FrameTicket
from bothways.core.identity.read_session import SessionView


class SessionCustomerOut(Struct, frozen=True):
    """Whom the session speaks for. `external_id` is the operator's own id."""

    id: str
    external_id: str
    name: str | None
    email: str | None


class OwnSessionOut(Struct, frozen=True):
    """The session of the token. `integration_ids` null means all of them; `mode` is live or test.

    `return_url` is where a consent that takes the whole page comes back to, `locale` the language that was asked for;
    null when none was given.
    """

    id: str
    environment_id: str
    mode: str
    product_name: str
    expires_at: datetime
    integration_ids: list[str] | None
    return_url: str | None
    locale: str | None
    customer: SessionCustomerOut


class FrameTicketOut(Struct, frozen=True):
    """`ticket` lets one frame of ours in, once, until `expires_at`."""

    ticket: str
    expires_at: datetime


class RedeemIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page handed to the frame."""

    ticket: Annotated[str, Meta(max_length=128)]


class FrameSessionOut(Struct, frozen=True):
    """`token` is the frame's own: it opens the session, and dies with it."""

    token: str
    session: OwnSessionOut


def own_session_out(view: SessionView) -> OwnSessionOut:
    """The session as its holder sees it."""
    ids, customer = view.session.integration_ids, view.customer
    return OwnSessionOut(
        id=view.session.id,
        environment_id=view.environment.id,
        mode=view.environment.mode.value,
        product_name=view.product_name,
        expires_at=view.session.expires_at,
        integration_ids=None if ids is None else list(ids),
        return_url=view.session.return_url,
        locale=view.session.locale,
        customer=SessionCustomerOut(customer.id, customer.external_id, customer.name, customer.email),
    )


def frame_ticket_out(ticket: FrameTicket) -> FrameTicketOut:
    """The ticket: the only time that it leaves."""
    return FrameTicketOut(ticket.ticket.reveal(), ticket.expires_at)
