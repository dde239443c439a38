"""Importing what was connected elsewhere: checked like a provider's answer, then kept like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import InvalidInput
from bothways.oauth.foreign import Json
from bothways.outbound.connections import store
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.belongings import Belongings, check_account, may_bring, read_belongings, read_values
from bothways.outbound.connections.change import check as check_texts
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.keep import Keep
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.providers.by_fields import grant_by_fields
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.verdict import CredentialsRefused
from bothways.outbound.providers.verify import VerifyCredentials


@dataclass(frozen=True)
class ImportConnection:
    """Take credentials into custody that were obtained elsewhere.

    With `verify` the provider is asked first whether they work, and whose they are. An account that the customer has
    connected already is renewed rather than doubled, and so is the connection that they are meant for, whose values
    and scopes stay where none are given. Raises
    IntegrationNotFound, IntegrationDisabled, ConnectionNotFound, ConnectionDisconnected, InvalidInput that names every
    fault, CredentialsRefused and ProviderError.
    """

    database: Database
    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf
    ensure_customer: EnsureCustomer
    request_token: RequestToken
    verify: VerifyCredentials
    identify: Identify
    keep: Keep
    clock: Clock

    async def __call__(self, environment_id: str, belongings: Belongings, *, actor: str) -> Connection:
        acquired = await self.prepare(environment_id, belongings)
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, belongings, acquired, actor=actor)

    async def prepare(self, environment_id: str, belongings: Belongings) -> Acquired:
        """What may be refused before anything is written, and may ask a provider."""
        held = await self._held(environment_id, belongings)
        acquired = await self.acquire(environment_id, belongings, {} if held is None else held.values)
        if held is None:
            return acquired
        # Nothing was asked for anew: what this connection asks for stays its own.
        scopes = held.scopes if belongings.scopes is None else acquired.scopes
        return replace(acquired, scopes=scopes, own_scopes=held.own_scopes)

    async def within(
        self, tx: Transaction, environment_id: str, belongings: Belongings, acquired: Acquired, *, actor: str
    ) -> Connection:
        """Keep what was prepared, inside the caller's transaction."""
        customer = await self.ensure_customer(tx, environment_id, belongings.customer)
        return await self.keep(tx, acquired, customer_id=customer.id, actor=actor, reconnect=belongings.connection)

    async def acquire(self, environment_id: str, belongings: Belongings, known: Mapping[str, str]) -> Acquired:
        """What was brought along, checked, and with `verify` proven. Values in `known` need not be given again."""
        integration = await self.integrations(environment_id, belongings.integration)
        integration.require_enabled()
        provider = await self.providers(environment_id, integration.provider)
        method = provider.find_method(integration.method_id)
        if method is None:
            raise InvalidInput.of("integration", "its provider does not have the integration's method any more")
        check_texts(belongings.label, belongings.metadata)
        check_account(belongings)
        checked = read_belongings(belongings, method, self.clock.now())
        given = {**may_bring(known, provider, method), **belongings.values}
        acquired = Acquired(
            integration=integration,
            provider=provider,
            method=method,
            values={**integration.values, **read_values(given, provider, method)},
            scopes=integration.scopes if belongings.scopes is None else belongings.scopes,
            answer=checked.answer,
            pair=checked.pair,
            fields=checked.fields,
            account_id=belongings.account_id,
            account_label=belongings.account_label,
            label=belongings.label,
            metadata=belongings.metadata,
        )
        return await self._proven(acquired, belongings)

    async def _held(self, environment_id: str, belongings: Belongings) -> Connection | None:
        if belongings.connection is None:
            return None
        async with self.database.read() as tx:
            held = await store.find(tx, environment_id, belongings.connection)
        if held is None:
            raise ConnectionNotFound(NOT_FOUND)
        return held

    async def _proven(self, acquired: Acquired, belongings: Belongings) -> Acquired:
        acquired = await self._ask_token(acquired)
        if not belongings.verify:
            return acquired
        client = await self.client_of(acquired.integration)
        found = await self.identify(
            acquired.provider,
            acquired.method,
            acquired.values,
            fields=acquired.fields,
            answer=acquired.answer,
            pair=acquired.pair,
            client=client,
            verified=await self._verified(acquired, client),
        )
        return replace(
            acquired,
            values=found.values,
            account_id=found.account_id or acquired.account_id,
            account_label=found.account_label or acquired.account_label,
        )

    async def _ask_token(self, acquired: Acquired) -> Acquired:
        """A client or a key of the customer's is proven by the token it gets; without one there is nothing to keep."""
        presented = grant_by_fields(acquired.method, acquired.fields, acquired.scopes)
        if presented is None:
            return acquired
        client, grant = presented
        answer = await self.request_token(
            acquired.provider,
            acquired.method,
            client,
            acquired.values,
            grant,
            fields=acquired.fields,
        )
        return replace(acquired, answer=answer)

    async def _verified(self, acquired: Acquired, client: ClientCredentials | None) -> Json:
        try:
            return await self.verify(
                acquired.provider,
                acquired.method,
                acquired.values,
                fields=acquired.fields,
                answer=acquired.answer,
                pair=acquired.pair,
                client=client,
            )
        except CredentialsRefused as error:
            if error.fields:
                raise
            # Without typed fields the provider's no is about the token.
            raise InvalidInput.of("credentials.access_token", error.detail) from error
