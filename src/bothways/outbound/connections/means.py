"""What is needed to use or renew a connection besides its secrets: provider, method, integration, client."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bothways.kit.clock import Clock
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.quick import Quick, quick_of
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import Integration
from bothways.outbound.providers.errors import ProviderNotFound
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import placeholders
from bothways.outbound.providers.verdict import IntegrationMisconfigured

CACHE_SECONDS = 10.0
CACHED = 1_000
_NOTHING = (0.0, None)


@dataclass(frozen=True)
class Means:
    """Everything about the way to a provider. `client` is None where the integration has none of its own."""

    integration: Integration
    provider: Provider
    method: Method
    client: ClientCredentials | None

    def values(self, connection: Connection) -> Mapping[str, str]:
        """The connection values; what the operator sets on the integration wins over what was true at connect time."""
        return {**connection.values, **self.integration.values}


@dataclass(frozen=True)
class FindMeans:
    """Read them. Raises IntegrationMisconfigured when the provider or its method is gone, and SealBroken."""

    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf

    async def __call__(self, connection: Connection) -> Means:
        integration = await self.integrations(connection.environment_id, connection.integration_id)
        provider, method = await self.way(connection)
        return Means(integration, provider, method, await self.client_of(integration))

    async def way(self, connection: Connection) -> tuple[Provider, Method]:
        """Provider and method alone."""
        return await find_way(self.providers, connection.environment_id, connection.provider, connection.method_id)


async def find_way(providers: GetProvider, environment_id: str, slug: str, method_id: str) -> tuple[Provider, Method]:
    """A provider and its method. Raises IntegrationMisconfigured."""
    try:
        provider = await providers(environment_id, slug)
    except ProviderNotFound as error:
        raise IntegrationMisconfigured(f"The provider {slug} was removed.") from error
    method = provider.find_method(method_id)
    if method is None:
        raise IntegrationMisconfigured(f"{provider.name} has no method {method_id} any more.")
    return provider, method


@dataclass(frozen=True)
class Way:
    """How credentials of one integration travel in requests. `client_id` is None where no template speaks of it.

    `values` are those that the operator set, which go before what was true when a connection was made.
    """

    provider: Provider
    method: Method
    values: Mapping[str, str]
    client_id: str | None
    quick: Quick | None


@dataclass(frozen=True)
class RememberWays:
    """The ways of recent readers, for some seconds: a fresh read then costs one database read and no more.

    No secret is remembered. A changed provider file or integration reaches every reader within CACHE_SECONDS.
    """

    means: FindMeans
    clock: Clock
    _known: OrderedDict[tuple[str, str, str], tuple[float, Way]] = field(
        default_factory=OrderedDict, repr=False, compare=False
    )

    def at_hand(self, environment_id: str, integration_id: str, method_id: str) -> Way | None:
        """Without waiting."""
        # An integration keeps its provider for life; the method may be another one since the last reconnect.
        until, way = self._known.get((environment_id, integration_id, method_id), _NOTHING)
        return way if self.clock.monotonic() < until else None

    async def __call__(self, connection: Connection) -> Way:
        """Raises IntegrationMisconfigured."""
        key = (connection.environment_id, connection.integration_id, connection.method_id)
        known = self.at_hand(*key)
        if known is not None:
            return known
        provider, method = await self.means.way(connection)
        integration = await self.means.integrations(connection.environment_id, connection.integration_id)
        client_id = integration.client_id if _speaks_of_client(provider, method) else None
        way = Way(provider, method, integration.values, client_id, quick_of(provider, method, integration.values))
        self._known[key] = (self.clock.monotonic() + CACHE_SECONDS, way)
        if len(self._known) > CACHED:
            self._known.popitem(last=False)
        return way


def _speaks_of_client(provider: Provider, method: Method) -> bool:
    templates = [*method.attach.headers.values(), *method.attach.query.values(), *provider.api.headers.values()]
    if method.attach.basic is not None:
        templates += [method.attach.basic.username, method.attach.basic.password]
    return method.attach.oauth1 or any(space == "client" for text in templates for space, _ in placeholders(text))
