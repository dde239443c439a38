"""Renewals under way in this process: one per connection, independent of whoever waits for it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bothways.outbound.connections.model import Connection

Flight = asyncio.Task[Connection]


class Flights:
    """Joins callers to the renewal that is in the air already.

    A caller that goes away does not end it: the provider may have answered by then, and the answer must be kept.
    """

    def __init__(self) -> None:
        self._airborne: dict[str, Flight] = {}

    def join(self, connection_id: str, start: Callable[[], Coroutine[Any, Any, Connection]]) -> Flight:
        """The flight of this connection; `start` begins one where there is none."""
        flight = self._airborne.get(connection_id)
        if flight is None:
            flight = asyncio.get_running_loop().create_task(start(), name=f"refresh {connection_id}")
            self._airborne[connection_id] = flight
            flight.add_done_callback(lambda done: self._landed(connection_id, done))
        return flight

    def __len__(self) -> int:
        return len(self._airborne)

    async def land(self, seconds: float) -> None:
        """Before the process ends: wait for what is in the air. What is still there then counts as crashed."""
        airborne = list(self._airborne.values())
        if not airborne:
            return
        _, late = await asyncio.wait(airborne, timeout=seconds)
        for flight in late:
            flight.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _landed(self, connection_id: str, flight: Flight) -> None:
        self._airborne.pop(connection_id, None)
        # Whoever waited has been told; if nobody did, its log line has the error.
        if not flight.cancelled():
            flight.exception()
