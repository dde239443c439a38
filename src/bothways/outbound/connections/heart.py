"""Signs of life of whoever holds a lease."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.outbound.connections import lease_store
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.waiting import until


@asynccontextmanager
async def beating(database: Database, clock: Clock, lease: Lease, every_seconds: float) -> AsyncIterator[None]:
    """Keep the lease alive for as long as the block takes.

    A lease that is lost all the same ends nothing: the request is on its way, and its answer is wanted.
    """
    heart = asyncio.create_task(_beat(database, clock, lease, every_seconds), name=f"beat {lease.connection_id}")
    try:
        yield
    finally:
        heart.cancel()
        await asyncio.wait({heart})
        # A heart that stopped by itself was noticed by the others; here it is only not left unheard.
        if not heart.cancelled():
            heart.exception()


async def _beat(database: Database, clock: Clock, lease: Lease, every_seconds: float) -> None:
    while True:
        await until(clock, clock.monotonic() + every_seconds)
        with suppress(DatabaseUnavailable):
            async with database.begin() as tx:
                if not await lease_store.beat(tx, lease.connection_id, lease.fence):
                    return
