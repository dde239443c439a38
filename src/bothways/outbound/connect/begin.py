"""Beginning to connect: an authorization, and the one link that starts it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.bearer.model import Kind, Mode, mint
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.ids import Ids
from bothways.oauth.redirects import is_allowed
from bothways.outbound.connect import store
from bothways.outbound.connect.model import LIFETIME, Authorization, Display, ReturnNotAllowed, Status
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import GetConnection
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import NOT_FOUND, Integration, IntegrationNotFound
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.values import asked_values, check_values


@dataclass(frozen=True)
class Wish:
    """What somebody wants to connect, for whom, and how they come back.

    `reconnect` is the id of a connection to renew; its values are taken where `values` has none.
    `only` are the ids of the integrations that the asking session is limited to; None is no limit. `actor` is
    whom the audit trail names where there is no session.
    """

    environment_id: str
    mode: Mode
    customer_id: str
    integration: str
    values: Mapping[str, str]
    display: Display = Display.PAGE
    return_url: str | None = None
    session_id: str | None = None
    reconnect: str | None = None
    only: frozenset[str] | None = None
    actor: str = "api"


@dataclass(frozen=True)
class Chosen:
    """A wish that can be carried out. `values` are the customer's own, not yet the integration's."""

    integration: Integration
    provider: Provider
    method: Method
    values: Mapping[str, str]


@dataclass(frozen=True)
class Begun:
    """An authorization and the address that starts it, once, within its lifetime."""

    authorization: Authorization
    url: str


@dataclass(frozen=True)
class BeginAuthorization:
    """Check a wish and hand out the link that carries it out.

    Raises IntegrationNotFound, IntegrationDisabled, ConnectionNotFound, ReturnNotAllowed and
    InvalidInput (values that are missing or wrong, or an integration that is connected by a form).
    """

    database: Database
    environments: ReadEnvironments
    integrations: GetIntegration
    providers: GetProvider
    connections: GetConnection
    ids: Ids
    clock: Clock
    entropy: Entropy
    public_url: str

    async def __call__(self, wish: Wish) -> Begun:
        await self._check_return(wish)
        chosen = await self.choose(wish)
        if not chosen.method.redirects:
            raise InvalidInput.of("fields", f"{chosen.provider.name} is connected by a form; send what it asks for")
        authorization = self.authorization(wish, chosen.integration)
        ticket = mint(Kind.TICKET, wish.mode, self.entropy)
        async with self.database.begin() as tx:
            await store.add(tx, authorization, values=chosen.values, ticket_digest=ticket.digest)
        return Begun(authorization, f"{self.public_url}/connect/start/{ticket.token.reveal()}")

    async def choose(self, wish: Wish) -> Chosen:
        """What the wish comes to, with its values checked and completed."""
        integration = await self.integration(wish)
        provider = await self.providers(wish.environment_id, integration.provider)
        method = provider.find_method(integration.method_id) or provider.methods[0]
        held = await self._held(wish, integration)
        asked = {value.name for value in asked_values(provider, method)}
        kept = {name: text for name, text in (held.values if held else {}).items() if name in asked}
        return Chosen(integration, provider, method, check_values(provider, method, {**kept, **wish.values}))

    def authorization(self, wish: Wish, integration: Integration) -> Authorization:
        """A new attempt, written nowhere yet."""
        now = self.clock.now()
        return Authorization(
            id=self.ids.new("auth"),
            environment_id=wish.environment_id,
            customer_id=wish.customer_id,
            integration_id=integration.id,
            connection_id=wish.reconnect,
            session_id=wish.session_id,
            status=Status.CREATED,
            error_code=None,
            error_detail=None,
            display=wish.display,
            return_url=wish.return_url,
            created_at=now,
            expires_at=now + LIFETIME,
        )

    async def _check_return(self, wish: Wish) -> None:
        if wish.return_url is None:
            return
        environment = await self.environments.get(wish.environment_id)
        if not is_allowed(environment.return_urls, wish.return_url):
            reason = "is not on this environment's list of return addresses"
            raise ReturnNotAllowed(f"return_url: {reason}", fields=[FieldError("return_url", reason)])

    async def integration(self, wish: Wish) -> Integration:
        """The integration, when it is on and within the session's limits."""
        integration = await self.integrations(wish.environment_id, wish.integration)
        if wish.only is not None and integration.id not in wish.only:
            raise IntegrationNotFound(NOT_FOUND)
        integration.require_enabled()
        return integration

    async def _held(self, wish: Wish, integration: Integration) -> Connection | None:
        if wish.reconnect is None:
            return None
        held = await self.connections(wish.environment_id, wish.reconnect)
        if held.customer_id != wish.customer_id or held.integration_id != integration.id:
            raise ConnectionNotFound("This customer has no such connection through the integration.")
        held.require_connected()
        return held
