"""Ending a connect link before its time."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import link_rows, session_rows
from bothways.core.identity.errors import ConnectLinkNotFound
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class RevokeConnectLink:
    """End a link at once, and every session that it opened."""

    database: Database
    clock: Clock
    events: EventLog
    audit: Audit

    async def __call__(self, environment_id: str, link_id: str, *, actor: str) -> None:
        """One that has ended already stays ended. Raises ConnectLinkNotFound."""
        async with self.database.begin() as tx:
            link = await link_rows.find(tx, environment_id, link_id, lock=True)
            if link is None:
                raise ConnectLinkNotFound("There is no such connect link.")
            if link.revoked_at is not None:
                return
            now = self.clock.now()
            await link_rows.revoke(tx, link_id, now)
            await session_rows.revoke_of_link(tx, link_id, now)
            await self.events.append(tx, Event("connect_link.revoked", environment_id, link_id, link.customer_id))
            await self.audit.record(tx, Entry(environment_id, actor, "connect_link.revoked", link_id))
