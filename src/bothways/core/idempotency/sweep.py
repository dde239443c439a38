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

    async def __call__(self) -> bool:
        """Remove one batch; True when there may be more."""
        async with self.database.begin() as tx:
            return await store.sweep(tx, self.clock.now()) == store.SWEEP_BATCH
