"""Looking at connections, without their secrets, and at what happened to them."""

from dataclasses import dataclass

from bothways.core.events.log import EventLog
from bothways.core.events.model import RecordedEvent
from bothways.kit.db.database import Database
from bothways.outbound.connections import store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.store import Filter

NOT_FOUND = "No connection of this environment has that id."


@dataclass(frozen=True)
class GetConnection:
    """One connection of an environment. Raises ConnectionNotFound, also for another environment's."""

    database: Database

    async def __call__(self, environment_id: str, connection_id: str) -> Connection:
        async with self.database.read() as tx:
            found = await store.find(tx, environment_id, connection_id)
        if found is None:
            raise ConnectionNotFound(NOT_FOUND)
        return found


@dataclass(frozen=True)
class ListConnections:
    """The connections of an environment, oldest first, disconnected ones included; None does not narrow."""

    database: Database

    async def __call__(
        self,
        environment_id: str,
        *,
        customer_id: str | None = None,
        integration_id: str | None = None,
        state: State | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Connection]:
        async with self.database.read() as tx:
            wanted = Filter(customer_id, integration_id, state)
            return await store.page(tx, environment_id, wanted, after=after, limit=limit)


@dataclass(frozen=True)
class ReadHistory:
    """What happened to a connection, newest first. Raises ConnectionNotFound."""

    database: Database
    events: EventLog

    async def __call__(
        self, environment_id: str, connection_id: str, *, after: str | None = None, limit: int
    ) -> list[RecordedEvent]:
        async with self.database.read() as tx:
            if await store.find(tx, environment_id, connection_id) is None:
                raise ConnectionNotFound(NOT_FOUND)
            return await self.events.list(tx, environment_id, subject_id=connection_id, after=after, limit=limit)
