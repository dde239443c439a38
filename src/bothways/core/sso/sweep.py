"""Removing flows that nobody came back from."""

from dataclasses import dataclass

from bothways.core.sso import store
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class SweepSSOFlows:
    """Delete flows that are over."""

    database: Database
    clock: Clock

    async def __call__(self) -> None:
        """May be stopped anywhere and run again."""
        async with self.database.begin() as tx:
            await store.sweep(tx, self.clock.now())
