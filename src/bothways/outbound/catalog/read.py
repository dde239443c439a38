"""Reading the catalog of one customer."""

from collections import defaultdict
from dataclasses import dataclass

from bothways.outbound.catalog.model import Entry, arrange
from bothways.outbound.connections.get import ListConnections
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.integrations.get import ListIntegrations
from bothways.outbound.integrations.model import Integration, IntegrationNotFound
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Provider

MOST_INTEGRATIONS = 1_000
MOST_CONNECTIONS = 1_000


@dataclass(frozen=True)
class ReadCatalog:
    """What a customer can connect. `only` narrows to the ids that a session is limited to."""

    integrations: ListIntegrations
    connections: ListConnections
    providers: GetProvider

    async def __call__(
        self, environment_id: str, customer_id: str | None, *, only: frozenset[str] | None = None
    ) -> list[Entry]:
        held: dict[str, list[Connection]] = defaultdict(list)
        if customer_id is not None:
            for connection in await self._connections(environment_id, customer_id):
                held[connection.integration_id].append(connection)
        shown = [
            integration
            for integration in await self.integrations(environment_id, limit=MOST_INTEGRATIONS)
            if _is_allowed(integration, only) and (integration.enabled or held[integration.id])
        ]
        known = await self.providers.many(environment_id, {integration.provider for integration in shown})
        # One whose provider is gone can be neither connected nor explained; the others must not suffer for it.
        return arrange(
            [
                _entry(integration, known[integration.provider], tuple(held[integration.id]))
                for integration in shown
                if integration.provider in known
            ]
        )

    async def one(
        self, environment_id: str, customer_id: str | None, reference: str, *, only: frozenset[str] | None = None
    ) -> Entry:
        """The entry with that id or slug. Raises IntegrationNotFound."""
        for entry in await self(environment_id, customer_id, only=only):
            if reference in {entry.integration.id, entry.integration.slug}:
                return entry
        raise IntegrationNotFound("The catalog has no integration with that id or slug.")

    async def _connections(self, environment_id: str, customer_id: str) -> list[Connection]:
        found = await self.connections(environment_id, customer_id=customer_id, limit=MOST_CONNECTIONS)
        return [connection for connection in found if connection.state is not State.DISCONNECTED]


def _entry(integration: Integration, provider: Provider, connections: tuple[Connection, ...]) -> Entry:
    method = provider.find_method(integration.method_id) or provider.methods[0]
    return Entry(integration, provider, method, connections)


def _is_allowed(integration: Integration, only: frozenset[str] | None) -> bool:
    return only is None or integration.id in only
