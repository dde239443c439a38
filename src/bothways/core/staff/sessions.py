"""Where a member is signed in, and ending that."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.staff import session_rows
from bothways.core.staff.errors import SessionNotFound
from bothways.core.staff.model import Session
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ListSessions:
    """A member's sessions that are alive, newest first."""

    database: Database
    clock: Clock

    async def __call__(self, staff_id: str) -> list[Session]:
        async with self.database.read() as tx:
            return await session_rows.of_member(tx, staff_id, self.clock.now())


@dataclass(frozen=True)
class EndSessions:
    """End one's own sessions: they are worth nothing from then on."""

    database: Database
    audit: Audit

    async def one(self, workspace_id: str, staff_id: str, session_id: str) -> None:
        """Raises SessionNotFound, alike for those of others."""
        async with self.database.begin() as tx:
            if not await session_rows.end_of(tx, staff_id, session_id):
                raise SessionNotFound("There is no such session.")
            await self.audit.record(tx, Entry(workspace_id, staff_id, "staff.session_ended", session_id))

    async def others(self, workspace_id: str, staff_id: str, session_id: str) -> int:
        """All but this one; how many there were."""
        async with self.database.begin() as tx:
            ended = await session_rows.end_all(tx, staff_id, but=session_id)
            entry = Entry(workspace_id, staff_id, "staff.sessions_ended", staff_id, {"sessions": ended})
            await self.audit.record(tx, entry)
        return ended
