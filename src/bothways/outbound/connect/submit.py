"""Connecting by what a customer types: keys, or a client of their own at the provider."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from bothways.outbound.connect import store
from bothways.outbound.connect.begin import BeginAuthorization, Chosen, Wish
from bothways.outbound.connect.model import Authorization, Status
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.change import check as check_texts
from bothways.outbound.connections.keep import Keep
from bothways.outbound.providers.by_fields import grant_by_fields
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.values import check_fields
from bothways.outbound.providers.verify import VerifyCredentials

Fields = Mapping[str, Secret[str]]


@dataclass(frozen=True)
class Proven:
    """What was chosen, with what was typed for it, as the provider takes it."""

    chosen: Chosen
    acquired: Acquired


@dataclass(frozen=True)
class SubmitFields:
    """Check what was typed, prove it at the provider, and keep it: all of it, or nothing.

    Raises InvalidInput (naming every field), CredentialsRefused (naming those that the provider refuses),
    ProviderError, and what BeginAuthorization raises.
    """

    database: Database
    begin: BeginAuthorization
    verify: VerifyCredentials
    identify: Identify
    request_token: RequestToken
    keep: Keep

    async def __call__(self, wish: Wish, fields: Mapping[str, str]) -> Authorization:
        proven = await self.prepare(wish, fields)
        async with self.database.begin() as tx:
            return await self.within(tx, await self.begin.with_customer(tx, wish), proven)

    async def prepare(self, wish: Wish, fields: Mapping[str, str]) -> Proven:
        """What may be refused before anything is written, by us and by the provider."""
        check_texts(None, wish.metadata)
        chosen = await self._chosen(wish)
        if chosen.method.redirects:
            raise InvalidInput.of(
                "fields", f"{chosen.provider.name} asks on its own page; send the request without fields"
            )
        acquired = await self._prove(
            Acquired(
                integration=chosen.integration,
                provider=chosen.provider,
                method=chosen.method,
                values={**chosen.integration.values, **chosen.values},
                scopes=chosen.scopes,
                own_scopes=chosen.own_scopes,
                fields=check_fields(chosen.method, fields),
                metadata=wish.metadata,
            )
        )
        return Proven(chosen, acquired)

    async def within(self, tx: Transaction, wish: Wish, proven: Proven) -> Authorization:
        """Keep what was proven, inside the caller's transaction. Raises LinkUsed, and what Keep raises."""
        waiting = await self.begin.waiting(tx, wish, proven.chosen)
        authorization = waiting or self.begin.authorization(wish, proven.chosen)
        connection = await self.keep(
            tx,
            replace(proven.acquired, metadata=authorization.metadata),
            customer_id=wish.customer_id,
            reconnect=wish.reconnect,
            new_id=authorization.new_connection_id,
            actor=wish.session_id or wish.actor,
        )
        authorization = replace(authorization, connection_id=connection.id, status=Status.CONNECTED, return_url=None)
        if waiting is None:
            await store.add(tx, authorization, ticket_digest=None)
        else:
            await store.settle(tx, authorization.id, Status.CONNECTED, connection_id=connection.id)
        return authorization

    async def _chosen(self, wish: Wish) -> Chosen:
        """The wish, with the scopes of the standing authorization whose link led to it."""
        chosen = await self.begin.choose(wish)
        async with self.database.read() as tx:
            waiting = await self.begin.waiting(tx, wish, chosen, lock=False)
        return chosen if waiting is None else replace(chosen, own_scopes=waiting.own_scopes)

    async def _prove(self, typed: Acquired) -> Acquired:
        provider, method = typed.provider, typed.method
        answer = None
        if presented := grant_by_fields(method, typed.fields, typed.scopes):
            client, grant = presented
            answer = await self.request_token(provider, method, client, typed.values, grant, fields=typed.fields)
        verified = None
        if answer is None:
            verified = await self.verify(provider, method, typed.values, fields=typed.fields)
        found = await self.identify(
            provider, method, typed.values, fields=typed.fields, answer=answer, verified=verified
        )
        return replace(
            typed,
            answer=answer,
            values=found.values,
            account_id=found.account_id,
            account_label=found.account_label,
        )
