"""Ending a connect session before its time."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity import session_rows
from bothways.core.identity.errors import ConnectSessionNotFound
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class RevokeSession:
    """End a session at once: its token, its cookies and its unused link."""

    database: Database
    clock: Clock
    audit: Audit

    async def __call__(self, environment_id: str, session_id: str, *, actor: str) -> None:
        """One that has ended already stays ended. Raises ConnectSessionNotFound."""
        async with self.database.begin() as tx:
            session = await session_rows.find(tx, environment_id, session_id)
            if session is None:
                raise ConnectSessionNotFound("There is no such connect session.")
            if session.revoked_at is None:
                await session_rows.revoke(tx, session_id, self.clock.now())
                await self.audit.record(tx, Entry(environment_id, actor, "connect_session.revoked", session_id))
