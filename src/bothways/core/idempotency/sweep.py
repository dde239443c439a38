"""Forgetting keys whose time is over."""

from dataclasses import dataclass

from bothways.core.idempotency import store
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class SweepIdempotentRequests:
    """Removes what has expired, a batch per transaction, so that nobody waits long for the writer."""

    database: Database
    clock: Clock

    async def __call__(self) -> int:
        """How many were removed."""
        removed = 0
        while True:
            async with self.database.begin() as tx:
                batch = await store.sweep(tx, self.clock.now())
            removed += batch
            if not batch:
                return removed
