"""Who of the staff a cookie belongs to."""

from bothways.core.bearer.model import Kind, digest, parse
from bothways.core.identity.callers import StaffCaller, Unauthenticated
from bothways.core.identity.csrf import csrf_of
from bothways.core.identity.roles import Role
from bothways.core.staff import session_rows
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


class AuthenticateStaff:
    """Cookie in, caller out; read anew each time, so that signing out works everywhere at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._find = session_rows.by_digest(database)
        self._clock = clock

    async def __call__(self, token: str) -> StaffCaller:
        """Raises Unauthenticated."""
        _, kind = parse(token) or (None, None)
        row = await self._find(digest=digest(token)) if kind is Kind.STAFF_SESSION else None
        if row is None or row.expires_at <= self._clock.now():
            raise Unauthenticated("Nobody is signed in, or the session has ended.")
        return StaffCaller(row.staff_id, row.workspace_id, row.id, Role(row.role), csrf_of(token))
