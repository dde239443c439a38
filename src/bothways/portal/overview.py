"""What staff want to know first: how much there is, what is broken, and what happened last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bothways.core.bearer.model import Mode
from bothways.core.events.log import EventLog
from bothways.core.events.model import RecordedEvent
from bothways.core.identity.count_customers import CountCustomers
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import Environment
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.kit.db.database import Database
from bothways.outbound.connections.count import CountConnections
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import GetConnection, ListConnections
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.integrations.get import ListIntegrations
from bothways.outbound.integrations.model import Integration
from bothways.portal.happenings import Happening, Names, tell

MOST_INTEGRATIONS = 1_000
LOST_SHOWN = 10
EVENTS_SHOWN = 8


@dataclass(frozen=True)
class Lost:
    """A connection that needs its customer, and why."""

    connection_id: str
    customer: str
    app: str
    account: str
    why: str
    since: datetime


@dataclass(frozen=True)
class Side:
    """One environment in numbers and news."""

    environment: Environment
    integrations: int
    switched_off: int
    customers: int
    counts: Mapping[State, int]
    lost: Sequence[Lost]
    happenings: Sequence[Happening]

    @property
    def is_live(self) -> bool:
        """Whether what is here is real."""
        return self.environment.mode is Mode.LIVE

    @property
    def works(self) -> int:
        """Connections that work."""
        return self.counts[State.ACTIVE]

    @property
    def broken(self) -> int:
        """Connections that need their customer."""
        return self.counts[State.NEEDS_REAUTH]

    @property
    def connections(self) -> int:
        """Those that were not disconnected."""
        return self.works + self.broken

    @property
    def share(self) -> float:
        """How many of a hundred connections work; never rounded up to all of them."""
        if not self.connections:
            return 0.0
        percent = 100 * self.works / self.connections
        return 100.0 if not self.broken else min(percent, 99.0)


@dataclass(frozen=True)
class Overview:
    """A workspace as its staff see it."""

    name: str
    sides: Sequence[Side]


@dataclass(frozen=True)
class ReadOverview:
    """Reads one workspace: every environment of it, and nothing of another."""

    environments: ReadEnvironments
    customers: ReadCustomers
    count_customers: CountCustomers
    integrations: ListIntegrations
    connections: ListConnections
    connection: GetConnection
    count_connections: CountConnections
    database: Database
    events: EventLog

    async def __call__(self, workspace_id: str) -> Overview:
        name = next((one.name for one in await self.environments.workspaces() if one.id == workspace_id), "")
        found = await self.environments.list(workspace_id)
        sides = [await self._side(one) for one in found]
        # Where nothing is yet comes last; before that, live first, because there people wait.
        return Overview(name, sorted(sides, key=lambda side: (side.integrations == 0, not side.is_live)))

    async def _side(self, environment: Environment) -> Side:
        integrations = await self.integrations(environment.id, limit=MOST_INTEGRATIONS)
        lost = await self.connections(environment.id, state=State.NEEDS_REAUTH, limit=LOST_SHOWN)
        async with self.database.read() as tx:
            events = await self.events.list(tx, environment.id, limit=EVENTS_SHOWN)
        names = await self._names(environment.id, integrations, lost, events)
        return Side(
            environment=environment,
            integrations=len(integrations),
            switched_off=sum(not one.enabled for one in integrations),
            customers=await self.count_customers(environment.id),
            counts=await self.count_connections(environment.id),
            lost=[_lost(connection, names) for connection in lost],
            happenings=[tell(event, names, await self._app(event, names)) for event in events],
        )

    async def _names(
        self,
        environment_id: str,
        integrations: Sequence[Integration],
        lost: Sequence[Connection],
        events: Sequence[RecordedEvent],
    ) -> Names:
        ids = {connection.customer_id for connection in lost} | {event.customer_id for event in events}
        customers: dict[str, str] = {}
        for customer_id in sorted(one for one in ids if one is not None):
            try:
                found = await self.customers.get(environment_id, customer_id)
            except CustomerNotFound:
                continue
            customers[customer_id] = found.name or found.external_id
        return Names(customers, {one.id: one.display_name for one in integrations})

    async def _app(self, event: RecordedEvent, names: Names) -> str | None:
        """What the connection of an event leads to, where the event itself does not say."""
        if not event.type.startswith("connection.") or "integration_id" in event.data:
            return None
        try:
            connection = await self.connection(event.environment_id, event.subject_id)
        except ConnectionNotFound:
            return None
        return names.integrations.get(connection.integration_id)


def _lost(connection: Connection, names: Names) -> Lost:
    return Lost(
        connection_id=connection.id,
        customer=names.customers.get(connection.customer_id, "A customer"),
        app=names.integrations.get(connection.integration_id, connection.provider),
        account=connection.label or connection.account_label or "",
        why=connection.reason_sentence or "",
        since=connection.updated_at,
    )
