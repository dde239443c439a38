"""Trading a frame's ticket for a token of the frame's own."""

from dataclasses import dataclass

from bothways.core.bearer.model import Kind, Mode, digest, mint, parse
from bothways.core.identity import session_rows
from bothways.core.identity.errors import FrameTicketRefused
from bothways.core.identity.model import ConnectSession
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret

# A page that is loaded again has a new frame; those of pages that were left are put out, eldest first.
MOST_FRAMES = 50
_USED = "This ticket was used already, or is too old."


@dataclass(frozen=True)
class FrameAdmission:
    """A frame that was let into a session; `token` opens it as the session's own token does, and dies with it."""

    session: ConnectSession
    token: Secret[str]


@dataclass(frozen=True)
class RedeemFrameTicket:
    """Take a ticket, once, and let the frame that brought it into its session."""

    database: Database
    clock: Clock
    entropy: Entropy

    async def __call__(self, ticket: str) -> FrameAdmission:
        """Raises FrameTicketRefused: unknown, used or old ticket, or a session that has ended."""
        mode, kind = parse(ticket) or (Mode.LIVE, None)
        if kind is not Kind.FRAME_TICKET:
            raise FrameTicketRefused("This ticket opens no frame.")
        async with self.database.read() as tx:
            known = await session_rows.has_ticket(tx, digest(ticket))
        if not known:
            raise FrameTicketRefused(_USED)
        async with self.database.begin() as tx:
            now = self.clock.now()
            claimed = await session_rows.claim_ticket(tx, digest(ticket), now)
            session = claimed and await session_rows.find(tx, claimed.environment_id, claimed.session_id)
            if not session or not session.is_alive(now):
                raise FrameTicketRefused(_USED)
            bearer = mint(Kind.CONNECT_FRAME, mode, self.entropy)
            await session_rows.add_frame(tx, session, bearer.digest, now, most=MOST_FRAMES)
        return FrameAdmission(session, bearer.token)
