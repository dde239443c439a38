"""Removing sessions and links that ended long ago."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.core.identity import link_rows, session_rows
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database

# Long enough for whoever looks into what happened, short enough that the tables stay small.
KEPT = timedelta(days=7)
LINKS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class SweepSessions:
    """Delete sessions and tickets that ended a week ago, and links that expired a month ago.

    Nothing that has ended lets anybody in before.
    """

    database: Database
    clock: Clock

    async def __call__(self) -> None:
        """May be stopped anywhere and run again."""
        now = self.clock.now()
        async with self.database.begin() as tx:
            await session_rows.sweep(tx, now - KEPT)
            await link_rows.sweep(tx, now - LINKS_KEPT)
