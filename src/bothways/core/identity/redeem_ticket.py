"""Trading a link's ticket for a cookie."""

from dataclasses import dataclass

from bothways.core.bearer.model import Kind, Mode, digest, mint, parse
from bothways.core.identity import session_rows
from bothways.core.identity.errors import TicketRefused
from bothways.core.identity.model import ConnectSession
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret

_USED = "This link was used already, or is too old."


@dataclass(frozen=True)
class Admission:
    """A browser that was let into a session; `cookie` goes to it alone and lives as long as the session."""

    session: ConnectSession
    cookie: Secret[str]


@dataclass(frozen=True)
class RedeemTicket:
    """Take a ticket, once, and let the browser that brought it into its session."""

    database: Database
    clock: Clock
    entropy: Entropy

    async def __call__(self, ticket: str) -> Admission:
        """Raises TicketRefused: unknown, used or old ticket, or a session that has ended."""
        mode, kind = parse(ticket) or (Mode.LIVE, None)
        if kind is not Kind.TICKET:
            raise TicketRefused("This link does not work.")
        async with self.database.read() as tx:
            known = await session_rows.has_ticket(tx, digest(ticket))
        if not known:
            raise TicketRefused(_USED)
        async with self.database.begin() as tx:
            now = self.clock.now()
            claimed = await session_rows.claim_ticket(tx, digest(ticket), now)
            session = claimed and await session_rows.find(tx, claimed.environment_id, claimed.session_id)
            if not session or not session.is_alive(now):
                raise TicketRefused(_USED)
            bearer = mint(Kind.CONNECT_BROWSER, mode, self.entropy)
            await session_rows.add_browser(tx, session, bearer.digest, now)
        return Admission(session, bearer.token)
