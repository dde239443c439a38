"""Giving tokens back to the provider after a disconnect: queued with it, tried until done or hopeless."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.vault.model import Place, SealBroken
from bothways.core.vault.vault import Vault
from bothways.kit.backoff import Backoff
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import DomainError
from bothways.kit.ids import Ids
from bothways.kit.log import unit
from bothways.kit.secret import Secret
from bothways.outbound.connections import revocation_store
from bothways.outbound.connections.means import find_way
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.revocation_store import Revocation
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method
from bothways.outbound.providers.revoke import HeldTokens, RevokeToken

# Twelve tries over a day and more: 30 s, 1 min, 2 min ... 4 h.
MAX_ATTEMPTS = 12
BACKOFF = Backoff(base_seconds=30, cap_seconds=4 * 3600)
_HIDDEN = timedelta(minutes=2)


@dataclass(frozen=True)
class QueueRevocation:
    """Remember, in the caller's transaction, to give tokens back. Does nothing where the provider knows no way.

    Sealed under the environment's key: a customer who is deleted takes their own key along, and the tokens should
    die at the provider all the same.
    """

    vault: Vault
    ids: Ids
    clock: Clock

    async def __call__(
        self, tx: Transaction, connection: Connection, method: Method, tokens: HeldTokens, values: Mapping[str, str]
    ) -> None:
        if method.revoke is None or not any(tokens.find(kind) for kind in method.revoke.tokens):
            return
        revocation_id = self.ids.new("rvk")
        plain = json.dumps(
            {
                "access_token": None if tokens.access_token is None else tokens.access_token.reveal(),
                "refresh_token": None if tokens.refresh_token is None else tokens.refresh_token.reveal(),
                "extra": dict(tokens.extra),
            }
        )
        environment_id = connection.environment_id
        sealed = await self.vault.seal(tx, environment_id, plain.encode(), _place(revocation_id, environment_id))
        now = self.clock.now()
        await revocation_store.add(
            tx,
            Revocation(
                id=revocation_id,
                environment_id=environment_id,
                connection_id=connection.id,
                integration_id=connection.integration_id,
                provider=connection.provider,
                method_id=connection.method_id,
                values=values,
                sealed=sealed,
                attempts=0,
                due_at=now,
                created_at=now,
            ),
        )


@dataclass(frozen=True)
class Revoke:
    """Try what is due. Each ends with an event: `connection.revoked`, or `connection.revocation_given_up`."""

    database: Database
    vault: Vault
    integrations: GetIntegration
    providers: GetProvider
    client_of: ClientOf
    revoke_token: RevokeToken
    events: EventLog
    clock: Clock
    entropy: Entropy

    async def __call__(self, *, limit: int = 20) -> int:
        """How many were tried."""
        now = self.clock.now()
        async with self.database.begin() as tx:
            due = await revocation_store.take_due(tx, now, until=now + _HIDDEN, limit=limit)
        for revocation in due:
            try:
                with unit("connection.revoke", connection_id=revocation.connection_id, attempt=revocation.attempts + 1):
                    await self._ask(revocation)
            except DomainError as error:
                await self._failed(revocation, error)
            else:
                await self._end(revocation, "connection.revoked", {})
        return len(due)

    async def _ask(self, revocation: Revocation) -> None:
        environment_id = revocation.environment_id
        plain = await self.vault.unseal(revocation.sealed, environment_id, _place(revocation.id, environment_id))
        integration = await self.integrations(environment_id, revocation.integration_id)
        provider, method = await find_way(self.providers, environment_id, revocation.provider, revocation.method_id)
        client = await self.client_of(integration)
        values = {**revocation.values, **integration.values}
        await self.revoke_token(provider, method, client, values, _read(plain))

    async def _failed(self, revocation: Revocation, error: DomainError) -> None:
        attempts = revocation.attempts + 1
        if attempts >= MAX_ATTEMPTS or isinstance(error, SealBroken):
            await self._end(revocation, "connection.revocation_given_up", {"detail": error.detail})
            return
        wait = max(BACKOFF.delay(attempts, self.entropy), error.retry_after_seconds or 0)
        async with self.database.begin() as tx:
            due_at = self.clock.now() + timedelta(seconds=wait)
            await revocation_store.postpone(tx, revocation.id, attempts=attempts, due_at=due_at)

    async def _end(self, revocation: Revocation, what: str, data: Mapping[str, object]) -> None:
        async with self.database.begin() as tx:
            if await revocation_store.remove(tx, revocation.id):
                # Without a customer: by now there may be none.
                await self.events.append(
                    tx, Event(what, revocation.environment_id, revocation.connection_id, None, data)
                )


def _place(revocation_id: str, environment_id: str) -> Place:
    return Place("revocations", "sealed", revocation_id, environment_id)


def _read(plain: Secret[bytes]) -> HeldTokens:
    known = json.loads(plain.reveal())
    hide = {name: None if known[name] is None else Secret(known[name]) for name in ("access_token", "refresh_token")}
    return HeldTokens(hide["access_token"], hide["refresh_token"], known["extra"])
