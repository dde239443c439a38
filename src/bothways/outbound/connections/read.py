"""Handing out credentials."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bothways.kit.clock import Clock
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.outbound.connections.credentials import EPOCH, Credentials, credentials_of, quick_credentials
from bothways.outbound.connections.errors import ConnectionNotFound, ProviderUnavailable, RefreshInProgress
from bothways.outbound.connections.fail import hindrance
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.lifetime import Freshness, freshness, is_plainly_fresh, usable
from bothways.outbound.connections.means import RememberWays
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.pace import still_waiting
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.store import Glance, Reader
from bothways.outbound.providers.verdict import ProviderError

_MICROSECOND = timedelta(microseconds=1)

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

    read: Reader
    custody: Custody
    ways: RememberWays
    refresh: Refresh
    clock: Clock

    async def __call__(self, environment_id: str, connection_id: str) -> Credentials:
        seen = await self.read.glance(environment_id, connection_id)
        if seen is None:
            raise ConnectionNotFound(NOT_FOUND)
        found = self._at_hand(environment_id, seen)
        if found is not None:
            return found
        connection = await self.read.whole(environment_id, connection_id)
        if connection is None:
            raise ConnectionNotFound(NOT_FOUND)
        return await self.of(connection)

    def _at_hand(self, environment_id: str, seen: Glance) -> Credentials | None:
        """Fresh credentials of the common kind, when everything to read them with is at hand; else None."""
        now = (self.clock.now() - EPOCH) // _MICROSECOND
        fresh = is_plainly_fresh(seen.obtained_at, seen.expires_at, seen.refresh_due_at, now)
        way = self.ways.at_hand(environment_id, seen.integration_id, seen.method_id)
        if not fresh or seen.state != State.ACTIVE or way is None or way.quick is None:
            return None
        secrets = self.custody.at_hand(environment_id, seen)
        return None if secrets is None else quick_credentials(seen, secrets, way.quick)

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
        return credentials_of(connection, current, await self.ways(connection))

    async def _renewed(self, connection: Connection, now: datetime) -> Connection:
        try:
            if still_waiting(connection.retry_at, now):
                raise hindrance(connection, now)
            return await self.refresh(connection)
        except _PASSING:
            if usable(connection.life, self.clock.now()):
                return connection
            raise
