"""SQL of refresh_leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections.lease import Lease, Phase
from bothways.outbound.connections.store import connections
from bothways.outbound.connections.store import refresh_leases as leases


async def find(tx: Transaction, connection_id: str) -> Lease | None:
    """The lease of a connection."""
    row = await tx.first(select(leases).where(leases.c.connection_id == connection_id))
    return None if row is None else _lease(row)


async def lock(tx: Transaction, connection_id: str) -> Lease | None:
    """`find`, and nobody else changes it until the transaction ends. Whoever locks both locks the lease first."""
    row = await tx.first(select(leases).where(leases.c.connection_id == connection_id).with_for_update())
    return None if row is None else _lease(row)


async def put(tx: Transaction, lease: Lease) -> None:
    """Write every column, whether or not the row is there."""
    values = {column.name: getattr(lease, column.name) for column in leases.c}
    statement = tx.insert(leases).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[leases.c.connection_id], set_=values))


async def change(tx: Transaction, connection_id: str, fence: int, **values: object) -> bool:
    """Change a lease that is still under `fence`. False when somebody else has it, or it is gone."""
    statement = leases.update().where(leases.c.connection_id == connection_id, leases.c.fence == fence)
    return await tx.execute(statement.values(values)) == 1


async def beat(tx: Transaction, connection_id: str, fence: int) -> bool:
    """A sign of life. False when the lease is lost."""
    return await change(tx, connection_id, fence, beat=leases.c.beat + 1)


async def remove(tx: Transaction, connection_id: str) -> None:
    """Nobody will renew this connection again; whoever does at present loses the lease."""
    await tx.execute(leases.delete().where(leases.c.connection_id == connection_id))


async def take_due(tx: Transaction, now: datetime, *, until: datetime, limit: int) -> list[Lease]:
    """Those that the worker should look after, hidden from other workers until `until`."""
    statement = (
        select(leases)
        .where(leases.c.due_at <= now)
        .order_by(leases.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = [_lease(row) for row in await tx.all(statement)]
    if due:
        taken = [lease.connection_id for lease in due]
        await tx.execute(leases.update().where(leases.c.connection_id.in_(taken)).values(due_at=until))
    return due


async def doubt_all(tx: Transaction) -> int:
    """Make every connection look as if newer credentials had been kept than it holds; whoever renews is a new owner."""
    renewable = select(connections.c.id).where(connections.c.sealed_renewal.is_not(None))
    statement = leases.update().where(leases.c.connection_id.in_(renewable))
    return await tx.execute(
        statement.values(
            committed_version=leases.c.committed_version + 1,
            owner=None,
            fence=leases.c.fence + 1,
            phase=Phase.IDLE,
            sealed_answer=None,
        )
    )


def _lease(row: Row[Any]) -> Lease:
    fields: dict[str, Any] = dict(row._mapping)
    return Lease(**fields | {"phase": Phase(fields["phase"])})
