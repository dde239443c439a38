"""Beginning to connect: an authorization, and the one link that starts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bothways.core.bearer.model import Kind, Mode, mint
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.ids import Ids
from bothways.oauth.redirects import is_allowed
from bothways.outbound.connect import store
from bothways.outbound.connect.link import link_of, open_link, seal_link
from bothways.outbound.connect.model import (
    LIFETIME,
    MAX_STANDING_SECONDS,
    MIN_STANDING_SECONDS,
    TRANSITIONS,
    Authorization,
    Display,
    LinkUsed,
    ReturnNotAllowed,
    Status,
)
from bothways.outbound.connections.change import check as check_texts
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import GetConnection
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import NOT_FOUND, Integration, IntegrationNotFound, check_scopes
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method, MethodType, Provider
from bothways.outbound.providers.values import asked_values, check_values

_UNSCOPED = frozenset({MethodType.API_KEY, MethodType.BASIC})


@dataclass(frozen=True)
class Wish:
    """What somebody wants to connect, for whom, and how they come back.

    `customer_id` is empty while the wish of a customer who is new is prepared; with `external_id`, the operator's own
    id, they are made together with the authorization. `reconnect` is the id of a
    connection to renew; its values are taken where `values` has none. `only` are the ids of the integrations that the
    asking session is limited to; None is no limit. `actor` is whom the audit trail names where there is no session.
    `scopes` are asked for in the place of the integration's, and `metadata` is what a new connection begins with. With
    `standing_seconds` the link may be opened again and again for that long, until it is connected, and our own page
    asks for what is missing.
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
    scopes: tuple[str, ...] | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    standing_seconds: int | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class Chosen:
    """A wish that can be carried out. `values` are the customer's own, not yet the integration's.

    `own_scopes` are this connection's alone; None where the integration's are asked for.
    """

    integration: Integration
    provider: Provider
    method: Method
    values: Mapping[str, str]
    own_scopes: tuple[str, ...] | None = None

    @property
    def scopes(self) -> tuple[str, ...]:
        """What to ask for."""
        return self.integration.scopes if self.own_scopes is None else self.own_scopes


@dataclass(frozen=True)
class Begun:
    """An authorization and the address that starts it, once, within its lifetime."""

    authorization: Authorization
    url: str


@dataclass(frozen=True)
class BeginAuthorization:
    """Check a wish and hand out the link that carries it out.

    Raises IntegrationNotFound, IntegrationDisabled, ConnectionNotFound, ReturnNotAllowed, LinkUsed and
    InvalidInput (values that are missing or wrong, or an integration that is connected by a form).
    """

    database: Database
    vault: Vault
    ensure_customer: EnsureCustomer
    environments: ReadEnvironments
    integrations: GetIntegration
    providers: GetProvider
    connections: GetConnection
    ids: Ids
    clock: Clock
    entropy: Entropy
    public_url: str

    async def __call__(self, wish: Wish) -> Begun:
        chosen = await self.prepare(wish)
        async with self.database.begin() as tx:
            return await self.within(tx, await self.with_customer(tx, wish), chosen)

    async def prepare(self, wish: Wish) -> Chosen:
        """What may be refused before anything is written."""
        await self._check_return(wish)
        check_texts(None, wish.metadata)
        chosen = await self.choose(wish)
        if not chosen.method.redirects and wish.standing_seconds is None:
            raise InvalidInput.of("fields", f"{chosen.provider.name} is connected by a form; send what it asks for")
        return chosen

    async def with_customer(self, tx: Transaction, wish: Wish) -> Wish:
        """The wish once its customer is there, who is made when new: nobody is, by a wish that was refused."""
        if wish.external_id is None:
            return wish
        customer = await self.ensure_customer(tx, wish.environment_id, wish.external_id)
        return replace(wish, customer_id=customer.id)

    async def within(self, tx: Transaction, wish: Wish, chosen: Chosen) -> Begun:
        """Write down what was prepared, inside the caller's transaction. Raises LinkUsed."""
        waiting = await self.waiting(tx, wish, chosen)
        if waiting is not None:
            return await self._completed(tx, wish, chosen, waiting)
        authorization = self.authorization(wish, chosen)
        ticket = mint(Kind.TICKET, wish.mode, self.entropy)
        sealed = await seal_link(self.vault, tx, authorization, ticket.token) if authorization.standing else None
        await store.add(tx, authorization, ticket_digest=ticket.digest, sealed_ticket=sealed)
        return Begun(authorization, link_of(self.public_url, ticket.token))

    async def choose(self, wish: Wish) -> Chosen:
        """What the wish comes to, with its values checked and completed."""
        integration = await self.integration(wish)
        provider = await self.providers(wish.environment_id, integration.provider)
        method = provider.find_method(integration.method_id) or provider.methods[0]
        held = await self._held(wish, integration)
        asked = {value.name for value in asked_values(provider, method)}
        kept = {name: text for name, text in (held.values if held else {}).items() if name in asked}
        complete = wish.standing_seconds is None
        values = check_values(provider, method, {**kept, **wish.values}, complete=complete)
        return Chosen(integration, provider, method, values, _scopes(wish, method, held))

    async def waiting(self, tx: Transaction, wish: Wish, chosen: Chosen, *, lock: bool = True) -> Authorization | None:
        """The standing authorization whose link led to this wish: what is connected now is what it promised.

        Raises LinkUsed when it was withdrawn: whoever came in by its link connects nothing.
        """
        if wish.session_id is None or wish.reconnect is not None or wish.standing_seconds is not None:
            return None
        found = await store.find_standing(
            tx, wish.environment_id, wish.customer_id, chosen.integration.id, wish.session_id, lock=lock
        )
        if found is not None and found.status is Status.WITHDRAWN:
            raise LinkUsed("The link that led here was withdrawn.")
        return found if found is not None and found.seen_at(self.clock.now()) in TRANSITIONS else None

    async def _completed(self, tx: Transaction, wish: Wish, chosen: Chosen, waiting: Authorization) -> Begun:
        return_url = wish.return_url or waiting.return_url
        completed = replace(waiting, values=chosen.values, display=wish.display, return_url=return_url)
        await store.complete(tx, completed)
        # Its own link leads on to the provider now that nothing is missing.
        ticket = await open_link(self.vault, tx, waiting)
        return Begun(completed, link_of(self.public_url, ticket))

    def authorization(self, wish: Wish, chosen: Chosen) -> Authorization:
        """A new attempt, written nowhere yet."""
        now = self.clock.now()
        return Authorization(
            id=self.ids.new("auth"),
            environment_id=wish.environment_id,
            customer_id=wish.customer_id,
            integration_id=chosen.integration.id,
            connection_id=wish.reconnect,
            new_connection_id=self.ids.new("conn") if wish.reconnect is None else None,
            own_scopes=chosen.own_scopes,
            values=chosen.values,
            metadata=wish.metadata,
            standing=wish.standing_seconds is not None,
            session_id=wish.session_id,
            status=Status.CREATED,
            error_code=None,
            error_detail=None,
            display=wish.display,
            return_url=wish.return_url,
            created_at=now,
            expires_at=_end(wish, now),
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


def _scopes(wish: Wish, method: Method, held: Connection | None) -> tuple[str, ...] | None:
    if wish.scopes is None:
        return None if held is None else held.own_scopes
    faults = check_scopes(wish.scopes)
    if method.type in _UNSCOPED:
        faults = [FieldError("scopes", "this integration is connected without scopes; leave them out")]
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
    return tuple(dict.fromkeys((*method.scopes.required, *wish.scopes)))


def _end(wish: Wish, now: datetime) -> datetime:
    if wish.standing_seconds is None:
        return now + LIFETIME
    if not MIN_STANDING_SECONDS <= wish.standing_seconds <= MAX_STANDING_SECONDS:
        raise InvalidInput.of("lifetime_seconds", f"use {MIN_STANDING_SECONDS} to {MAX_STANDING_SECONDS}")
    return now + timedelta(seconds=wish.standing_seconds)
