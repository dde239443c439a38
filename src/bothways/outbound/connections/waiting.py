"""Waiting on a clock that is handed in."""

import asyncio
from typing import Any

from bothways.kit.clock import Clock
from bothways.outbound.connections.lease import Mark


async def until(clock: Clock, instant: float) -> None:
    """Until the monotonic clock reaches `instant`."""
    while (left := instant - clock.monotonic()) > 0:
        await clock.sleep(left)


async def at_most(clock: Clock, seconds: float, task: "asyncio.Task[Any]") -> bool:
    """Wait for a task, leaving it running. False when the time was over first."""
    deadline = clock.monotonic() + seconds
    alarm = asyncio.ensure_future(until(clock, deadline))
    try:
        await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
    return task.done()


class Watch:
    """Tells a dead owner from one that takes its time, by how long its mark stays the same."""

    def __init__(self, clock: Clock, lease_seconds: float) -> None:
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._seen: Mark | None = None
        self._since = 0.0

    def dead(self, mark: Mark) -> bool:
        """Whether whoever left this mark has been silent for the length of a lease, while we were looking."""
        if mark != self._seen:
            self._seen, self._since = mark, self._clock.monotonic()
        return self._clock.monotonic() - self._since >= self._lease_seconds
