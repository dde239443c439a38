"""Making linked accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bothways.core.identity.callers import CustomerCaller, OperatorCaller, ScopeMissing
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.model import Customer
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.dialects.kolla.accounts import Account, FindAccount
from bothways.dialects.kolla.bodies import Data, inner, text, texts, words
from bothways.dialects.kolla.config import Given, sort
from bothways.dialects.kolla.connectors import AGENT_METHOD, FindConnector, Switched
from bothways.dialects.kolla.consumers import Told, translated
from bothways.dialects.kolla.imports import belongings
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import InvalidInput
from bothways.oauth.redirects import is_allowed
from bothways.outbound.connect.begin import BeginAuthorization, Wish
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.adopt import ImportConnection

# How long a link works that nobody opened yet: from a backend it goes by mail, in a browser it is followed at once.
FROM_A_BACKEND, FROM_A_BROWSER = 7 * 86_400, 86_400
MAX_SCOPES = 250
IMPORTING = "connections:write"
_NOTHING = Told(None, None)


@dataclass(frozen=True)
class _Consumer:
    """Whose account it will be: the token's own consumer, or one whom a backend names and who may be new."""

    known: Customer | None
    external_id: str = ""
    told: Told = _NOTHING


@dataclass(frozen=True)
class CreateAccount:
    """POST .../linkedaccounts: credentials are taken in, keys are checked and kept, and for the rest there is a link.

    What is refused leaves nothing: no account, no consumer, and nothing that was said of one. Raises InvalidInput,
    KollaUnimplemented, ScopeMissing, IntegrationDisabled, CredentialsRefused, ProviderError.
    """

    database: Database
    connectors: FindConnector
    find: FindAccount
    ensure_customer: EnsureCustomer
    environments: ReadEnvironments
    begin: BeginAuthorization
    submit: SubmitFields
    adopt: ImportConnection

    async def __call__(self, caller: OperatorCaller | CustomerCaller, connector: str, data: Data) -> Account:
        switched = await self.connectors.with_method(await self.connectors(caller, connector))
        with translated():
            consumer = await self._consumer(caller, data)
            if credentials := texts(data, "credentials"):
                return await self._take_in(caller, switched, consumer, credentials, data)
            return await self._connect(caller, switched, consumer, data)

    async def _consumer(self, caller: OperatorCaller | CustomerCaller, data: Data) -> _Consumer:
        if isinstance(caller, CustomerCaller):
            return _Consumer(await self.find.customers.get(caller.environment_id, caller.customer_id))
        consumer_id = text(data, "consumer_id")
        if consumer_id is None:
            raise InvalidInput.of("consumer_id", "say for which consumer, by your own id")
        return _Consumer(None, consumer_id, Told.of(texts(data, "consumer_metadata")))

    async def _kept(self, tx: Transaction, caller: OperatorCaller | CustomerCaller, consumer: _Consumer) -> Customer:
        return consumer.known or await self.ensure_customer(
            tx,
            caller.environment_id,
            consumer.external_id,
            consumer.told.name,
            consumer.told.email,
            field="customer",
        )

    async def _take_in(
        self,
        caller: OperatorCaller | CustomerCaller,
        switched: Switched,
        consumer: _Consumer,
        credentials: Mapping[str, str],
        data: Data,
    ) -> Account:
        if not isinstance(caller, OperatorCaller) or IMPORTING not in caller.scopes:
            raise ScopeMissing(f"Bringing credentials along takes an API key with the scope {IMPORTING}.")
        given = sort(switched, _config(switched, data), strict=True)
        brought = belongings(switched, consumer.external_id, credentials, self._now())
        brought = replace(
            brought,
            values=given.values,
            fields={**given.fields, **brought.fields},
            scopes=words(data, "linked_account_scopes", MAX_SCOPES),
            metadata=texts(data, "labels"),
        )
        acquired = await self.adopt.prepare(caller.environment_id, brought)
        async with self.database.begin() as tx:
            customer = await self._kept(tx, caller, consumer)
            kept = await self.adopt.within(tx, caller.environment_id, brought, acquired, actor=caller.actor)
        return Account(switched.integration, customer, held=kept)

    async def _connect(
        self, caller: OperatorCaller | CustomerCaller, switched: Switched, consumer: _Consumer, data: Data
    ) -> Account:
        from_browser = isinstance(caller, CustomerCaller)
        # A page that was opened with ?shop= has Kolla's browser SDK send a subdomain along, whatever the connector.
        given = sort(switched, _config(switched, data), strict=not from_browser)
        wish = Wish(
            environment_id=caller.environment_id,
            mode=caller.mode,
            customer_id="",
            integration=switched.integration.id,
            values=given.values,
            return_url=await self._way_back(caller.environment_id, data),
            only=caller.integration_ids if isinstance(caller, CustomerCaller) else None,
            actor=caller.actor,
            scopes=None if from_browser else words(data, "linked_account_scopes", MAX_SCOPES) or None,
            metadata={} if from_browser else texts(data, "labels"),
        )
        if given.fields:
            return await self._keys(caller, wish, given, switched, consumer)
        wish = replace(wish, standing_seconds=FROM_A_BROWSER if from_browser else FROM_A_BACKEND)
        chosen = await self.begin.prepare(wish)
        async with self.database.begin() as tx:
            customer = await self._kept(tx, caller, consumer)
            begun = await self.begin.within(tx, replace(wish, customer_id=customer.id), chosen)
        return Account(switched.integration, customer, promise=begun.authorization)

    async def _keys(
        self,
        caller: OperatorCaller | CustomerCaller,
        wish: Wish,
        given: Given,
        switched: Switched,
        consumer: _Consumer,
    ) -> Account:
        proven = await self.submit.prepare(wish, given.fields)
        async with self.database.begin() as tx:
            customer = await self._kept(tx, caller, consumer)
            done = await self.submit.within(tx, replace(wish, customer_id=customer.id), proven)
        assert done.connection_id is not None, "what was submitted is connected"
        held = await self.find.connections(wish.environment_id, done.connection_id)
        return Account(switched.integration, customer, held=held)

    async def _way_back(self, environment_id: str, data: Data) -> str | None:
        """Where the consumer goes on afterwards, when the environment allows it; else our own page says how it went."""
        wanted = text(inner(data, "auth_data"), "redirect_url")
        if wanted is None:
            return None
        environment = await self.environments.get(environment_id)
        return wanted if is_allowed(environment.return_urls, wanted) else None

    def _now(self) -> datetime:
        return self.adopt.clock.now()


def _config(switched: Switched, data: Data) -> Mapping[str, str]:
    """What the consumer was asked for; an agent's token and name stand in a block of their own."""
    said = texts(data, "agent_auth_data")
    if said and switched.method.id != AGENT_METHOD:
        raise InvalidInput.of("agent_auth_data", "is for AGENT connectors")
    return {**texts(data, "consumer_config_values"), **said}
