"""SQL of revocations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections.store import revocations


@dataclass(frozen=True)
class Revocation:
    """Tokens of a connection that is gone, waiting to be given back to the provider. `attempts` counts failures."""

    id: str
    environment_id: str
    connection_id: str
    integration_id: str
    provider: str
    method_id: str
    values: Mapping[str, str]
    sealed: bytes
    attempts: int
    due_at: datetime
    created_at: datetime


async def add(tx: Transaction, new: Revocation) -> None:
    """Keep it until it is done."""
    row = {column.name: getattr(new, column.name) for column in revocations.c}
    await tx.execute(revocations.insert().values(row | {"values": dict(new.values)}))


async def take_due(tx: Transaction, now: datetime, *, until: datetime, limit: int) -> list[Revocation]:
    """Those to be tried now, hidden from other workers until `until`."""
    statement = (
        select(revocations)
        .where(revocations.c.due_at <= now)
        .order_by(revocations.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = [Revocation(**row._mapping) for row in await tx.all(statement)]
    if due:
        taken = [revocation.id for revocation in due]
        await tx.execute(revocations.update().where(revocations.c.id.in_(taken)).values(due_at=until))
    return due


async def postpone(tx: Transaction, revocation_id: str, *, attempts: int, due_at: datetime) -> None:
    """Another try, later."""
    statement = revocations.update().where(revocations.c.id == revocation_id)
    await tx.execute(statement.values(attempts=attempts, due_at=due_at))


async def remove(tx: Transaction, revocation_id: str) -> bool:
    """Done, or given up. False when somebody else was first."""
    return await tx.execute(revocations.delete().where(revocations.c.id == revocation_id)) == 1


async def exists(tx: Transaction, environment_id: str, connection_id: str) -> bool:
    """Whether anything of this connection is still to be revoked."""
    statement = select(revocations.c.id).where(
        revocations.c.environment_id == environment_id, revocations.c.connection_id == connection_id
    )
    row: Any = await tx.first(statement.limit(1))
    return row is not None
