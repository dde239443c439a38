"""Renewal as callers see it: joined to the one under way, with patience that ends."""

from dataclasses import dataclass, field

from bothways.kit.clock import Clock
from bothways.kit.log import unit
from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.errors import RefreshInProgress
from bothways.outbound.connections.flights import Flight, Flights
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.renew import Renew
from bothways.outbound.connections.times import Times
from bothways.outbound.connections.waiting import at_most

_LOOK_AGAIN_SECONDS = 2


@dataclass(frozen=True)
class Refresh:
    """Renew credentials, or wait for whoever does.

    Raises RefreshInProgress when our patience ends before the provider's answer comes, and whatever Renew raises.
    The renewal itself goes on: callers come and go.
    """

    renew: Renew
    clock: Clock
    times: Times
    flights: Flights = field(default_factory=Flights)

    async def __call__(self, connection: Connection, trigger: Trigger = Trigger.READER) -> Connection:
        flight = self._start(connection, trigger)
        if not await at_most(self.clock, self.times.wait, flight) or flight.cancelled():
            raise RefreshInProgress(
                f"The credentials of {connection.id} are being renewed; the provider has not answered yet.",
                retry_after_seconds=_LOOK_AGAIN_SECONDS,
            )
        return flight.result()

    def behind(self, connection: Connection) -> None:
        """Renew while nobody waits."""
        self._start(connection, Trigger.READER)

    def _start(self, connection: Connection, trigger: Trigger) -> Flight:
        return self.flights.join(connection.id, lambda: self._fly(connection, trigger))

    async def _fly(self, connection: Connection, trigger: Trigger) -> Connection:
        with unit(
            "connection.refresh",
            environment=connection.environment_id,
            connection_id=connection.id,
            provider=connection.provider,
            trigger=trigger,
        ):
            return await self.renew(connection, trigger)
