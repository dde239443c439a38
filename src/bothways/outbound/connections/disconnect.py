"""Disconnecting: the secrets are gone at once; the provider is told as soon as it listens."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.vault.model import SealBroken
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.means import find_way
from bothways.outbound.connections.model import Connection, Signal, State
from bothways.outbound.connections.revocation import QueueRevocation
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.tally import Deed, tally
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.model import Method
from bothways.outbound.providers.revoke import HeldTokens
from bothways.outbound.providers.verdict import IntegrationMisconfigured


@dataclass(frozen=True)
class Disconnect:
    """End a connection, for good. Disconnecting twice changes nothing.

    In one transaction: the secrets are erased, the lease is removed (a renewal that is under way finds nothing to
    renew), the tokens are queued to be revoked at the provider, and event and audit entry are written. Every read
    looks at the row, so no node hands anything out afterwards. Raises ConnectionNotFound; `customer_id` narrows to one
    customer's connections.
    """

    database: Database
    custody: Custody
    providers: GetProvider
    queue_revocation: QueueRevocation
    events: EventLog
    audit: Audit
    clock: Clock

    async def __call__(
        self, environment_id: str, connection_id: str, *, actor: str, customer_id: str | None = None
    ) -> Connection:
        # What the seals need is read first: a write transaction waits for nothing.
        method = await self._method(environment_id, connection_id)
        async with self.database.begin() as tx:
            lease = await lease_store.lock(tx, connection_id)
            held = await store.lock(tx, environment_id, connection_id)
            if held is None or (customer_id is not None and held.customer_id != customer_id):
                raise ConnectionNotFound(NOT_FOUND)
            if held.state is State.DISCONNECTED:
                return held
            if method is not None:
                await self._queue(tx, held, lease, method)
            return await self._end(tx, held, actor)

    async def _method(self, environment_id: str, connection_id: str) -> Method | None:
        async with self.database.read() as tx:
            held = await store.find(tx, environment_id, connection_id)
        if held is None:
            raise ConnectionNotFound(NOT_FOUND)
        try:
            _, method = await find_way(self.providers, environment_id, held.provider, held.method_id)
        except IntegrationMisconfigured:
            # Its provider was removed: there is nobody left to tell.
            return None
        return method

    async def _queue(self, tx: Transaction, held: Connection, lease: Lease | None, method: Method) -> None:
        try:
            current = await self.custody.current(held)
            renewal = await self.custody.renewal(held)
            # What the provider gave already to a renewal that did not live to apply it.
            waiting = None if lease is None else await self.custody.answer(held, lease)
        except SealBroken:
            # A secret that cannot be read cannot be given back; it is erased all the same.
            return
        refresh_token = None if renewal is None else renewal.refresh_token
        tokens = [HeldTokens(current.token, refresh_token, current.extra)]
        if waiting is not None:
            tokens.append(HeldTokens(waiting.access_token, waiting.refresh_token, {**current.extra, **waiting.extra}))
        for pair in tokens:
            await self.queue_revocation(tx, held, method, pair, held.values)

    async def _end(self, tx: Transaction, held: Connection, actor: str) -> Connection:
        now = self.clock.now()
        ended = replace(
            held,
            state=held.after(Signal.DISCONNECTED),
            reason=None,
            sealed=None,
            sealed_renewal=None,
            expires_at=None,
            refresh_due_at=None,
            retry_at=None,
            trouble=None,
            updated_at=now,
            disconnected_at=now,
        )
        await store.change(tx, ended, from_version=held.version)
        await lease_store.remove(tx, held.id)
        await tally(tx, held, Deed.DISCONNECTED, now)
        what = "connection.disconnected"
        data = {"integration_id": held.integration_id, "account": {"id": held.account_id, "label": held.account_label}}
        await self.events.append(tx, Event(what, held.environment_id, held.id, held.customer_id, data))
        await self.audit.record(tx, Entry(held.environment_id, actor, what, held.id))
        return ended
