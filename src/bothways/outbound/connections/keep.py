"""Custody: what connecting brought is kept, all of it or nothing."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity.hold_customer import hold_customer
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.lease import Lease, idle
from bothways.outbound.connections.lifetime import lifetime
from bothways.outbound.connections.model import KIND_OF, Connection, ReplacedAccount, Signal, State
from bothways.outbound.connections.pace import next_look
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.tally import Deed, tally
from bothways.outbound.providers.model import Method

DEEDS = {"connection.created": Deed.CONNECTED, "connection.reconnected": Deed.RECONNECTED}


@dataclass(frozen=True)
class Keep:
    """Keep what connecting brought, as a new connection or in the place of what an older one held.

    `reconnect` names the connection to renew; it keeps its id, label and metadata. `new_id` is the id that a new one
    shall have, where it was told to somebody already. Without `reconnect`, a connection of the
    same customer that leads to the same account is renewed: two grants for one account end each other at many
    providers. When the account behind a renewed connection is another one, `replaced_account` says so, and an event.

    Row, sealed secrets, event and audit entry stand in the caller's transaction. Raises ConnectionNotFound (not this
    customer's, or of another integration), ConnectionDisconnected, OwnerShredded.
    """

    custody: Custody
    events: EventLog
    audit: Audit
    ids: Ids
    clock: Clock
    entropy: Entropy

    async def __call__(
        self,
        tx: Transaction,
        acquired: Acquired,
        *,
        customer_id: str,
        actor: str,
        reconnect: str | None = None,
        new_id: str | None = None,
    ) -> Connection:
        # Of two that bring the same account at once, the second renews what the first began.
        await hold_customer(tx, acquired.integration.environment_id, customer_id)
        lease, held = await self._held(tx, acquired, customer_id, reconnect)
        if held is None:
            return await self._begin(tx, acquired, new_id or self.ids.new("conn"), customer_id, actor)
        return await self._renew(tx, acquired, held, lease, actor)

    async def _held(
        self, tx: Transaction, acquired: Acquired, customer_id: str, reconnect: str | None
    ) -> tuple[Lease | None, Connection | None]:
        connection_id = reconnect or await self._same_account(tx, acquired, customer_id)
        if connection_id is None:
            return None, None
        # Lease before connection, as everywhere: two orders would be a deadlock.
        lease = await lease_store.lock(tx, connection_id)
        held = await store.lock(tx, acquired.integration.environment_id, connection_id)
        if held is None or held.customer_id != customer_id or held.integration_id != acquired.integration.id:
            raise ConnectionNotFound("This customer has no such connection through the integration.")
        if reconnect is None and held.state is State.DISCONNECTED:
            # Disconnected since it was found. That one is over; the account begins anew.
            return None, None
        held.require_connected()
        return lease, held

    async def _same_account(self, tx: Transaction, acquired: Acquired, customer_id: str) -> str | None:
        if acquired.account_id is None:
            return None
        integration = acquired.integration
        return await store.find_account(
            tx, integration.environment_id, customer_id, integration.id, acquired.account_id
        )

    async def _begin(
        self, tx: Transaction, acquired: Acquired, connection_id: str, customer_id: str, actor: str
    ) -> Connection:
        now = self.clock.now()
        empty = Connection(
            id=connection_id,
            environment_id=acquired.integration.environment_id,
            customer_id=customer_id,
            integration_id=acquired.integration.id,
            provider=acquired.provider.slug,
            method_id=acquired.method.id,
            kind=KIND_OF[acquired.method.type],
            state=State.ACTIVE,
            reason=None,
            label=acquired.label,
            account_id=acquired.account_id,
            account_label=acquired.account_label,
            replaced_account=None,
            scopes=(),
            own_scopes=None,
            values={},
            metadata=acquired.metadata,
            sealed=None,
            sealed_renewal=None,
            version=1,
            obtained_at=now,
            expires_at=None,
            refresh_due_at=None,
            retry_at=None,
            trouble=None,
            created_at=now,
            updated_at=now,
            disconnected_at=None,
        )
        new = await self._filled(tx, acquired, empty)
        await store.add(tx, new)
        await lease_store.put(tx, self._lease(new, acquired.method, fence=0))
        await self._tell(tx, "connection.created", new, actor)
        return new

    async def _renew(
        self, tx: Transaction, acquired: Acquired, held: Connection, lease: Lease | None, actor: str
    ) -> Connection:
        committed = held.version if lease is None else max(held.version, lease.committed_version)
        renewed = replace(
            held,
            provider=acquired.provider.slug,
            method_id=acquired.method.id,
            kind=KIND_OF[acquired.method.type],
            state=held.after(Signal.RECONNECTED),
            reason=None,
            account_id=acquired.account_id or held.account_id,
            account_label=acquired.account_label or (held.account_label if acquired.account_id is None else None),
            replaced_account=self._replaced(acquired, held),
            version=committed + 1,
            retry_at=None,
            trouble=None,
            updated_at=self.clock.now(),
        )
        renewed = await self._filled(tx, acquired, renewed)
        await store.change(tx, renewed, from_version=held.version)
        # A new fence: a renewal of the old credentials that is under way finds its lease lost and its base gone.
        fence = 0 if lease is None else lease.fence + 1
        await lease_store.put(tx, self._lease(renewed, acquired.method, fence=fence))
        if renewed.replaced_account is not None:
            await self._tell_account(tx, held, renewed)
        await self._tell(tx, "connection.reconnected", renewed, actor)
        return renewed

    def _replaced(self, acquired: Acquired, held: Connection) -> ReplacedAccount | None:
        if None in (held.account_id, acquired.account_id) or held.account_id == acquired.account_id:
            return None
        return ReplacedAccount(held.account_id or "", held.account_label, self.clock.now())

    async def _filled(self, tx: Transaction, acquired: Acquired, target: Connection) -> Connection:
        """The connection with everything that the new credentials decide."""
        current, renewal = acquired.current(), acquired.renewal()
        sealed = await self.custody.seal(
            tx,
            connection_id=target.id,
            environment_id=target.environment_id,
            customer_id=target.customer_id,
            version=target.version,
            current=current,
            renewal=renewal,
        )
        seconds = None if acquired.answer is None else acquired.answer.expires_in_seconds
        behaviour = acquired.method.refresh
        expires = acquired.method.obtains_token and acquired.pair is None
        life = lifetime(
            self.clock.now(),
            seconds,
            behaviour if expires else replace(behaviour, access_token_expires=False),
            renewable=renewal is not None,
        )
        return replace(
            target,
            scopes=acquired.granted(),
            own_scopes=acquired.own_scopes,
            values=dict(acquired.values),
            sealed=sealed.current,
            sealed_renewal=sealed.renewal,
            obtained_at=life.obtained_at,
            expires_at=life.expires_at,
            refresh_due_at=life.refresh_due_at,
        )

    def _lease(self, connection: Connection, method: Method, *, fence: int) -> Lease:
        due_at = next_look(connection.life, method.refresh, unasked=0, entropy=self.entropy)
        return idle(connection, fence=fence, due_at=due_at)

    async def _tell(self, tx: Transaction, what: str, connection: Connection, actor: str) -> None:
        data = {
            "integration_id": connection.integration_id,
            "provider": connection.provider,
            "account": {"id": connection.account_id, "label": connection.account_label},
            "scopes": list(connection.scopes),
        }
        await tally(tx, connection, DEEDS[what], self.clock.now())
        await self.events.append(
            tx, Event(what, connection.environment_id, connection.id, connection.customer_id, data)
        )
        detail = {"integration_id": connection.integration_id, "customer_id": connection.customer_id}
        await self.audit.record(tx, Entry(connection.environment_id, actor, what, connection.id, detail))

    async def _tell_account(self, tx: Transaction, old: Connection, new: Connection) -> None:
        data = {
            "from": {"id": old.account_id, "label": old.account_label},
            "to": {"id": new.account_id, "label": new.account_label},
        }
        what = "connection.account_changed"
        await self.events.append(tx, Event(what, new.environment_id, new.id, new.customer_id, data))
