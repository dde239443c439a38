"""Removing what ended long ago."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.core.staff import session_rows
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database

# Long enough for whoever looks into what happened, short enough that the tables stay small.
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class SweepStaffSessions:
    """Delete sessions, links and attempts that ended a week ago. Nothing that has ended lets anybody in before."""

    database: Database
    clock: Clock

    async def __call__(self) -> None:
        """May be stopped anywhere and run again."""
        async with self.database.begin() as tx:
            await session_rows.sweep(tx, self.clock.now() - KEPT)
