"""Looking at connections, without their secrets, and at what happened to them."""

from dataclasses import dataclass

from bothways.core.events.log import EventLog
from bothways.core.events.model import RecordedEvent
from bothways.kit.db.database import Database
from bothways.kit.finding import Age
from bothways.outbound.connections import list_store, store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.list_store import Filter
from bothways.outbound.connections.model import Connection, State

NOT_FOUND = "No connection of this environment has that id."


@dataclass(frozen=True)
class GetConnection:
    """One connection of an environment; with `customer_id` and `only`, as far as a session of that customer sees.

    Raises ConnectionNotFound, alike for an unknown connection, another environment's and another customer's.
    """

    database: Database

    async def __call__(
        self,
        environment_id: str,
        connection_id: str,
        *,
        customer_id: str | None = None,
        only: frozenset[str] | None = None,
    ) -> Connection:
        async with self.database.read() as tx:
            found = await store.find(tx, environment_id, connection_id)
        if (
            found is None
            or customer_id not in {None, found.customer_id}
            or (only is not None and found.integration_id not in only)
        ):
            raise ConnectionNotFound(NOT_FOUND)
        return found


@dataclass(frozen=True)
class ListConnections:
    """The connections of an environment, disconnected ones included; None does not narrow."""

    database: Database

    async def __call__(
        self,
        environment_id: str,
        *,
        customer_id: str | None = None,
        integration_id: str | None = None,
        state: State | None = None,
        only: frozenset[str] | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> list[Connection]:
        """Oldest first, from behind the connection `after`."""
        wanted = Filter(customer_id, integration_id, state, only)
        return await self.found(environment_id, wanted, after=after, limit=limit)

    async def found(
        self,
        environment_id: str,
        wanted: Filter,
        *,
        order: Age = Age.OLDEST_FIRST,
        after: str | None = None,
        limit: int,
    ) -> list[Connection]:
        """Those that `wanted` lets through. Raises InvalidInput."""
        async with self.database.read() as tx:
            return await list_store.page(tx, environment_id, wanted, order=order, after=after, limit=limit)

    async def count(self, environment_id: str, wanted: Filter) -> int | None:
        """How many there are; None when they are too many to be counted. Raises InvalidInput."""
        async with self.database.read() as tx:
            return await list_store.count(tx, environment_id, wanted)


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
