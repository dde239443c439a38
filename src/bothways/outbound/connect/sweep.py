"""Forgetting attempts that nobody can finish any more."""

from dataclasses import dataclass
from datetime import timedelta

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.outbound.connect import store

# Whoever asked for an attempt may look at how it ended for a day.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class SweepAuthorizations:
    """Remove verifiers that came too late, and attempts that ended long ago."""

    database: Database
    clock: Clock

    async def __call__(self) -> None:
        now = self.clock.now()
        async with self.database.begin() as tx:
            await store.sweep(tx, pending_before=now, authorizations_before=now - KEPT)
