"""Asking for the customer: once, with a reason, and with one event."""

from dataclasses import dataclass, replace
from datetime import datetime

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.lease import Lease, Phase, idle
from bothways.outbound.connections.model import SENTENCES, Connection, Reason, Signal, State
from bothways.outbound.connections.tally import Deed, tally


async def give_up(
    tx: Transaction, events: EventLog, connection: Connection, lease: Lease, reason: Reason, now: datetime
) -> Connection:
    """Set an active connection to NEEDS_REAUTH, free its lease, and tell. Both rows are locked by the caller.

    The secrets stay: a provider that changes its mind, or an answer that comes late, can still save the connection.
    A connection that was given up before only gets its lease freed, without another event.
    """
    await lease_store.put(tx, _freed(lease))
    if connection.state is not State.ACTIVE:
        return connection
    state = connection.after(Signal.LOST)
    lost = replace(connection, state=state, reason=reason, retry_at=None, trouble=None, updated_at=now)
    await store.change(tx, lost, from_version=connection.version)
    await tally(tx, lost, Deed.NEEDS_REAUTH, now)
    await events.append(
        tx,
        Event(
            "connection.needs_reauth",
            connection.environment_id,
            connection.id,
            connection.customer_id,
            {"reason": reason, "detail": SENTENCES[reason], "integration_id": connection.integration_id},
        ),
    )
    return lost


@dataclass(frozen=True)
class GiveUp:
    """`give_up` in a transaction of its own. Returns the connection as it is now, whoever changed it."""

    database: Database
    events: EventLog
    clock: Clock

    async def __call__(self, connection: Connection, reason: Reason) -> Connection:
        """Nothing happens when the credentials are no longer those of `connection`. Raises ConnectionNotFound."""
        async with self.database.begin() as tx:
            lease = await lease_store.lock(tx, connection.id)
            held = await store.lock(tx, connection.environment_id, connection.id)
            if held is None:
                raise ConnectionNotFound("The connection was deleted meanwhile.")
            if held.version != connection.version or held.state is not State.ACTIVE:
                return held
            return await give_up(tx, self.events, held, lease or idle(held), reason, self.clock.now())


def _freed(lease: Lease) -> Lease:
    if lease.phase is Phase.ANSWERED:
        # An answer is waiting: the worker applies it, and the connection lives again.
        return replace(lease, owner=None, attempts=0)
    return replace(lease, owner=None, phase=Phase.IDLE, attempts=0, due_at=None)
