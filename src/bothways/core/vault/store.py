"""SQL of data_keys (one wrapped key per owner, or its tombstone) and master_keys (by which a key is recognised)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Table, Text, bindparam, func, select

from bothways.kit.db.database import Database
from bothways.kit.db.metadata import metadata
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant

# An owner is a customer or an environment. No foreign key: the tombstone outlives the owner.
data_keys = Table(
    "data_keys",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("master_key_id", Text, index=True),
    Column("wrapped", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("shredded_at", Instant),
)

master_keys = Table(
    "master_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("canary", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)


@dataclass(frozen=True)
class WrappedKey:
    """A data key as it lies in the database; both None once it was shredded."""

    owner_id: str
    master_key_id: str | None
    wrapped: bytes | None


def wrapped_key(row: Row[Any]) -> WrappedKey:
    """What `reader` and the queries here return."""
    return WrappedKey(row.owner_id, row.master_key_id, row.wrapped)


_COLUMNS = (data_keys.c.owner_id, data_keys.c.master_key_id, data_keys.c.wrapped)


def reader(database: Database) -> PointRead:
    """Reads one owner's key; `wrapped_key` makes sense of the row."""
    return database.point(select(*_COLUMNS).where(data_keys.c.owner_id == bindparam("owner_id", type_=Text)))


async def find(tx: Transaction, owner_id: str) -> WrappedKey | None:
    """The owner's key or its tombstone."""
    row = await tx.first(select(*_COLUMNS).where(data_keys.c.owner_id == owner_id))
    return None if row is None else wrapped_key(row)


async def add(tx: Transaction, key: WrappedKey, now: datetime) -> bool:
    """Whether it was kept; False when somebody else made the owner's key first."""
    values = {"owner_id": key.owner_id, "master_key_id": key.master_key_id, "wrapped": key.wrapped, "created_at": now}
    statement = tx.insert(data_keys).values(values).on_conflict_do_nothing().returning(data_keys.c.owner_id)
    return await tx.first(statement) is not None


async def bury(tx: Transaction, owner_id: str, now: datetime) -> None:
    """Destroy the owner's key and leave a tombstone, also where there was no key yet."""
    gone = {"master_key_id": None, "wrapped": None, "shredded_at": now}
    statement = tx.insert(data_keys).values(owner_id=owner_id, created_at=now, **gone)
    await tx.execute(statement.on_conflict_do_update(index_elements=[data_keys.c.owner_id], set_=gone))


async def canaries(tx: Transaction) -> dict[str, bytes]:
    """Every master key that this database was ever used with."""
    return {row.id: row.canary for row in await tx.all(select(master_keys.c.id, master_keys.c.canary))}


async def add_canary(tx: Transaction, key_id: str, canary: bytes, now: datetime) -> None:
    """Remember a master key; one that is remembered stays as it is."""
    statement = tx.insert(master_keys).values(id=key_id, canary=canary, created_at=now)
    await tx.execute(statement.on_conflict_do_nothing())


async def samples(tx: Transaction) -> list[WrappedKey]:
    """One data key of each master key in use."""
    one_each = select(func.min(data_keys.c.owner_id)).where(data_keys.c.wrapped.is_not(None))
    rows = await tx.all(select(*_COLUMNS).where(data_keys.c.owner_id.in_(one_each.group_by(data_keys.c.master_key_id))))
    return [wrapped_key(row) for row in rows]


async def wrapped_with_others(tx: Transaction, current: str, limit: int) -> list[WrappedKey]:
    """Some data keys that another master key than `current` wraps, claimed for rewrapping."""
    stale = data_keys.c.master_key_id != current
    statement = select(*_COLUMNS).where(stale).order_by(data_keys.c.owner_id).limit(limit)
    return [wrapped_key(row) for row in await tx.all(statement.with_for_update(skip_locked=True))]


async def rewrap(tx: Transaction, key: WrappedKey) -> None:
    """Put the same data key under another master key."""
    statement = data_keys.update().where(data_keys.c.owner_id == key.owner_id)
    await tx.execute(statement.values(master_key_id=key.master_key_id, wrapped=key.wrapped))
