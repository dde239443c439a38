"""Handing out credentials."""

from dataclasses import dataclass
from datetime import datetime

from bothways.kit.clock import Clock
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.db.point import PointRead
from bothways.outbound.connections import store
from bothways.outbound.connections.credentials import Credentials, credentials_of
from bothways.outbound.connections.errors import ConnectionNotFound, ProviderUnavailable, RefreshInProgress
from bothways.outbound.connections.fail import hindrance
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.lifetime import Freshness, freshness, usable
from bothways.outbound.connections.means import RememberWays
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.pace import still_waiting
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.seal import Custody
from bothways.outbound.providers.verdict import ProviderError

# None of these says that the credentials at hand do not work.
_PASSING = (ProviderUnavailable, RefreshInProgress, ProviderError, DatabaseUnavailable)


@dataclass(frozen=True)
class ReadCredentials:
    """The credentials of a connection, renewed when they are due.

    Fresh ones cost one indexed read: no write, no lock, no network. Due ones are handed out while they are renewed;
    spent ones are renewed first, and if that fails for a passing reason while they still work, they are handed out
    all the same.

    Raises ConnectionNotFound (also for another environment's), ConnectionDisconnected, NeedsReauth, RefreshInProgress,
    ProviderUnavailable, IntegrationMisconfigured, ConnectionMisconfigured, SealBroken.
    """

    read: PointRead
    custody: Custody
    ways: RememberWays
    refresh: Refresh
    clock: Clock

    async def __call__(self, environment_id: str, connection_id: str) -> Credentials:
        row = await self.read(id=connection_id, environment_id=environment_id)
        if row is None:
            raise ConnectionNotFound(NOT_FOUND)
        return await self.of(store.connection(row))

    async def of(self, connection: Connection) -> Credentials:
        """The same for a connection that was just read."""
        connection.require_active()
        now = self.clock.now()
        state = freshness(connection.life, now)
        if state is Freshness.SPENT:
            connection = await self._renewed(connection, now)
        elif state is Freshness.DUE and not still_waiting(connection.retry_at, now):
            self.refresh.behind(connection)
        current = await self.custody.current(connection)
        way = self.ways.at_hand(connection) or await self.ways(connection)
        return credentials_of(connection, current, way)

    async def _renewed(self, connection: Connection, now: datetime) -> Connection:
        try:
            if still_waiting(connection.retry_at, now):
                raise hindrance(connection, now)
            return await self.refresh(connection)
        except _PASSING:
            if usable(connection.life, self.clock.now()):
                return connection
            raise
