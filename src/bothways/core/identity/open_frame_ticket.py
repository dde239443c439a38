"""Letting a frame of ours into a session that the page around it holds."""

from dataclasses import dataclass
from datetime import datetime

from bothways.core.bearer.model import Kind, mint
from bothways.core.identity import session_rows
from bothways.core.identity.callers import CustomerCaller, Unauthenticated
from bothways.core.identity.model import FRAME_TICKET_LIFETIME
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class FrameTicket:
    """What the page hands to the frame instead of its own token. It works once, until `expires_at`."""

    ticket: Secret[str]
    expires_at: datetime


@dataclass(frozen=True)
class OpenFrameTicket:
    """Give out a ticket to the caller's own session, for a minute.

    The session's token so never leaves the page that it was given to: whoever reads a message meant for the frame
    has at most a ticket, and has to be faster than the frame.
    """

    database: Database
    clock: Clock
    entropy: Entropy

    async def __call__(self, caller: CustomerCaller) -> FrameTicket:
        """Raises Unauthenticated when the session ended a moment ago."""
        now = self.clock.now()
        ticket = mint(Kind.FRAME_TICKET, caller.mode, self.entropy)
        async with self.database.begin() as tx:
            session = await session_rows.find(tx, caller.environment_id, caller.session_id)
            if session is None or not session.is_alive(now):
                raise Unauthenticated("The connect session is not valid, or has ended.")
            expires_at = min(now + FRAME_TICKET_LIFETIME, session.expires_at)
            await session_rows.drop_old_tickets(tx, session.id, now)
            await session_rows.add_ticket(tx, session, ticket.digest, expires_at)
        return FrameTicket(ticket.token, expires_at)
