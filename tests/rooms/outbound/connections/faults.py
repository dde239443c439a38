"""Faults at the edges: a database that goes away, time that passes while others work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.db.transaction import Transaction
from tests.support.clock import ManualClock


class FaultyDatabase(Database):
    """A database that takes no writes while `away`; `refused` counts those it did not take."""

    away = False
    refused = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        if self.away:
            self.refused += 1
            raise DatabaseUnavailable("The database is not available.")
        async with super().begin() as tx:
            yield tx


async def pass_time(clock: ManualClock, seconds: float, *, step: float = 1.0) -> None:
    """Let time pass in steps, so that everybody who waits for an instant gets a turn at it."""
    passed = 0.0
    while passed < seconds:
        clock.advance(step)
        passed += step
        # Real work of theirs happens between two steps: databases and sockets do not know this clock.
        for _ in range(10):
            await clock.sleep(0.01)


async def pass_until(clock: ManualClock, waiting: asyncio.Future[Any], *, at_most: float = 60.0) -> None:
    """Let time pass until somebody is done waiting: on a busy machine they begin to count later than the test does."""
    passed = 0.0
    while not waiting.done() and passed < at_most:
        await pass_time(clock, 1.0)
        passed += 1.0
    assert waiting.done(), f"still waiting after {at_most} seconds"
