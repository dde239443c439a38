"""Making linked accounts, changing and disabling them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bothways.core.identity.callers import CustomerCaller, OperatorCaller, ScopeMissing
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.model import Customer
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.update_customer import CustomerChanges, UpdateCustomer
from bothways.dialects.kolla import names
from bothways.dialects.kolla.accounts import Account, FindAccount
from bothways.dialects.kolla.bodies import Data, inner, mask, masked, text, texts, words
from bothways.dialects.kolla.config import Given, sort
from bothways.dialects.kolla.connectors import AGENT_METHOD, FindConnector, Switched
from bothways.dialects.kolla.consumers import Told, metadata_of, translated
from bothways.dialects.kolla.errors import KollaUnimplemented
from bothways.dialects.kolla.imports import belongings
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.oauth.redirects import is_allowed
from bothways.outbound.connect.begin import BeginAuthorization, Wish
from bothways.outbound.connect.fulfil import FulfilAuthorization
from bothways.outbound.connect.model import AuthorizationEnded
from bothways.outbound.connect.standing import NoteAuthorization, WithdrawAuthorization
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.change import ChangeConnection
from bothways.outbound.connections.disconnect import Disconnect

# How long a link works that nobody opened yet: from a backend it goes by mail, in a browser it is followed at once.
FROM_A_BACKEND, FROM_A_BROWSER = 7 * 86_400, 86_400
MAX_SCOPES = 250
IMPORTING = "connections:write"
_WRITABLE = frozenset({"labels", "consumer_metadata", "credentials"})
_FIXED = frozenset({"linked_account_scopes", "consumer_config_values", "agent_auth_data", "consumer_id"})


@dataclass(frozen=True)
class CreateAccount:
    """POST .../linkedaccounts: credentials are taken in, keys are checked and kept, and for the rest there is a link.

    Raises InvalidInput, KollaUnimplemented, ScopeMissing, IntegrationDisabled, CredentialsRefused, ProviderError.
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
            customer = await self._customer(caller, data)
            if credentials := texts(data, "credentials"):
                return await self._take_in(caller, switched, customer, credentials, data)
            return await self._connect(caller, switched, customer, data)

    async def _customer(self, caller: OperatorCaller | CustomerCaller, data: Data) -> Customer:
        if isinstance(caller, CustomerCaller):
            return await self.find.customers.get(caller.environment_id, caller.customer_id)
        consumer_id = text(data, "consumer_id")
        if consumer_id is None:
            raise InvalidInput.of("consumer_id", "say for which consumer, by your own id")
        told = Told.of(texts(data, "consumer_metadata"))
        async with self.database.begin() as tx:
            return await self.ensure_customer(
                tx, caller.environment_id, consumer_id, told.name, told.email, field="customer"
            )

    async def _take_in(
        self,
        caller: OperatorCaller | CustomerCaller,
        switched: Switched,
        customer: Customer,
        credentials: Mapping[str, str],
        data: Data,
    ) -> Account:
        if not isinstance(caller, OperatorCaller) or IMPORTING not in caller.scopes:
            raise ScopeMissing(f"Bringing credentials along takes an API key with the scope {IMPORTING}.")
        given = sort(switched, _config(switched, data), strict=True)
        brought = belongings(switched, customer.external_id, credentials, self._now())
        brought = replace(
            brought,
            values=given.values,
            fields={**given.fields, **brought.fields},
            scopes=words(data, "linked_account_scopes", MAX_SCOPES),
            metadata=texts(data, "labels"),
        )
        kept = await self.adopt(caller.environment_id, brought, actor=caller.actor)
        return Account(switched.integration, customer, held=kept)

    async def _connect(
        self, caller: OperatorCaller | CustomerCaller, switched: Switched, customer: Customer, data: Data
    ) -> Account:
        from_browser = isinstance(caller, CustomerCaller)
        # A page that was opened with ?shop= has Kolla's browser SDK send a subdomain along, whatever the connector.
        given = sort(switched, _config(switched, data), strict=not from_browser)
        wish = Wish(
            environment_id=caller.environment_id,
            mode=caller.mode,
            customer_id=customer.id,
            integration=switched.integration.id,
            values=given.values,
            return_url=await self._way_back(caller.environment_id, data),
            only=caller.integration_ids if isinstance(caller, CustomerCaller) else None,
            actor=caller.actor,
            scopes=None if from_browser else words(data, "linked_account_scopes", MAX_SCOPES) or None,
            metadata={} if from_browser else texts(data, "labels"),
        )
        if given.fields:
            return await self._keys(wish, given, switched, customer)
        seconds = FROM_A_BROWSER if from_browser else FROM_A_BACKEND
        begun = await self.begin(replace(wish, standing_seconds=seconds))
        return Account(switched.integration, customer, promise=begun.authorization)

    async def _keys(self, wish: Wish, given: Given, switched: Switched, customer: Customer) -> Account:
        done = await self.submit(wish, given.fields)
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


@dataclass(frozen=True)
class ChangeAccount:
    """PATCH: labels, consumer_metadata and credentials may change; what only we say is left aside. Credentials for an
    account that waits for its consumer link it.

    Raises ConnectionNotFound, InvalidInput, KollaUnimplemented, AuthorizationEnded (it was disabled unconnected).
    """

    find: FindAccount
    connectors: FindConnector
    change: ChangeConnection
    note: NoteAuthorization
    update_customer: UpdateCustomer
    adopt: ImportConnection
    fulfil: FulfilAuthorization

    async def __call__(
        self, caller: OperatorCaller, connector: str, reference: str, data: Data, update_mask: str | None
    ) -> Account:
        account, fields = await self.find(caller, connector, reference), mask(update_mask, data)
        fixed = sorted(name for name in fields & _FIXED if _differs(account, name, data))
        if fixed:
            raise KollaUnimplemented(f"{fixed[0]} is settled when the account is linked; link it again to change it.")
        wanted = fields & _WRITABLE
        with translated():
            if "consumer_metadata" in wanted:
                told = masked(texts(data, "consumer_metadata"), {}, update_mask, "consumer_metadata")
                await self._consumer(account, told)
            if "credentials" in wanted:
                await self._credentials(caller, account, texts(data, "credentials"))
            if "labels" in wanted:
                labels = masked(texts(data, "labels"), account.labels, update_mask, "labels")
                await self._labels(caller, account, labels)
        return await self.find(caller, connector, reference)

    async def _labels(self, caller: OperatorCaller, account: Account, labels: Mapping[str, str]) -> None:
        """On the connection; before there is one on the authorization, which hands them on."""
        environment_id = caller.environment_id
        if account.promise is not None:
            try:
                await self.note(environment_id, account.promise.id, labels)
                return
            except AuthorizationEnded:
                # Its consumer may have connected it just now.
                account = await self.find(caller, names.WILDCARD, names.bare(account.id))
                if account.held is None:
                    raise
        assert account.held is not None, "an account is one or the other"
        await self.change(environment_id, account.held.id, actor=caller.actor, metadata=labels)

    async def _consumer(self, account: Account, told: Mapping[str, str]) -> None:
        said, changes = Told.of(told), CustomerChanges()
        if said.name is not None:
            changes["name"] = said.name
        if said.email is not None:
            changes["email"] = said.email
        if more := metadata_of(told):
            changes["metadata"] = {**account.customer.metadata, **more}
        await self.update_customer(account.customer.environment_id, account.customer.id, changes)

    async def _credentials(self, caller: OperatorCaller, account: Account, credentials: Mapping[str, str]) -> None:
        switched = await self.connectors.with_method(account.integration)
        brought = belongings(switched, account.customer.external_id, credentials, self.adopt.clock.now())
        if account.promise is not None:
            await self.fulfil(caller.environment_id, account.promise.id, brought, actor=caller.actor)
        else:
            await self.adopt(caller.environment_id, replace(brought, connection=account.id), actor=caller.actor)


@dataclass(frozen=True)
class DisableAccount:
    """:disable - the secrets are gone at once; a link that waits leads nowhere afterwards. Twice changes nothing."""

    find: FindAccount
    disconnect: Disconnect
    withdraw: WithdrawAuthorization

    async def __call__(self, caller: OperatorCaller | CustomerCaller, connector: str, reference: str) -> Account:
        """Raises ConnectionNotFound."""
        account = await self.find(caller, connector, reference)
        environment_id = caller.environment_id
        if account.held is not None:
            ended = await self.disconnect(
                environment_id, account.held.id, actor=caller.actor, customer_id=account.customer.id
            )
            return replace(account, held=ended)
        assert account.promise is not None, "an account is one or the other"
        withdrawn = await self.withdraw(environment_id, account.promise.id, customer_id=account.customer.id)
        return replace(account, promise=withdrawn)


def _differs(account: Account, name: str, data: Data) -> bool:
    """Clients send back what they read: only another value is a change."""
    if name == "consumer_id":
        return text(data, name) not in {None, account.customer.external_id}
    if name == "linked_account_scopes":
        return set(words(data, name, MAX_SCOPES) or ()) != set(account.scopes)
    if name == "consumer_config_values":
        return texts(data, name) != dict(account.values)
    said = inner(data, "agent_auth_data")
    return "install_token" in said or (text(said, "agent") or "") not in {"", account.values.get("agent", "")}


def _config(switched: Switched, data: Data) -> Mapping[str, str]:
    """What the consumer was asked for; an agent's token and name stand in a block of their own."""
    said = texts(data, "agent_auth_data")
    if said and switched.method.id != AGENT_METHOD:
        raise InvalidInput.of("agent_auth_data", "is for AGENT connectors")
    return {**texts(data, "consumer_config_values"), **said}
