"""Time that tests move by hand."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
_LONGEST_SLEEP_SECONDS = 0.01


class ManualClock:
    """A `kit.clock.Clock` that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Let others run for a moment. Moves no time: whoever waits for an instant waits until the test gets there."""
        await asyncio.sleep(max(0.0, min(seconds, _LONGEST_SLEEP_SECONDS)))

    def advance(self, seconds: float) -> None:
        """Time passes, on both clocks."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def set_wall_clock(self, now: datetime) -> None:
        """Somebody sets the machine's wall clock, forward or back; the monotonic clock does not notice."""
        self._now = now
