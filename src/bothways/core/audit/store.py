"""SQL of audit_entries and audit_heads (the last sequence number and hash of each chain)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, Row, Table, Text, select

from bothways.core.audit.model import GENESIS, RecordedEntry, Stored
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# No foreign keys: the trail outlives what it tells of. Instants and JSON are kept as plain numbers and text,
# so that verifying hashes what really lies there, also where it can no longer be read.
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("environment_id", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("environment_id", "sequence"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("environment_id", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)


@dataclass(frozen=True)
class Head:
    """The end of a chain."""

    sequence: int
    hash: bytes


@dataclass(frozen=True)
class Filter:
    """Which entries to list; None does not narrow."""

    action: str | None = None
    actor: str | None = None
    subject: str | None = None


async def claim_head(tx: Transaction, environment_id: str) -> Head:
    """The chain's end, locked until the transaction is over; a chain that is new gets one."""
    fresh = tx.insert(audit_heads).values(environment_id=environment_id, sequence=0, hash=GENESIS)
    await tx.execute(fresh.on_conflict_do_nothing())
    statement = select(audit_heads).where(audit_heads.c.environment_id == environment_id).with_for_update()
    row = await tx.first(statement)
    assert row is not None, "the head was there or was just inserted"
    return Head(row.sequence, row.hash)


async def head(tx: Transaction, environment_id: str) -> Head | None:
    """The chain's end as it is remembered, None when nothing was ever recorded."""
    row = await tx.first(select(audit_heads).where(audit_heads.c.environment_id == environment_id))
    return None if row is None else Head(row.sequence, row.hash)


async def add(tx: Transaction, environment_id: str, entry: Stored) -> None:
    """Keep the entry and move the head to it."""
    await tx.execute(audit_entries.insert().values(environment_id=environment_id, **vars(entry)))
    moved = audit_heads.update().where(audit_heads.c.environment_id == environment_id)
    await tx.execute(moved.values(sequence=entry.sequence, hash=entry.hash))


async def forward(tx: Transaction, environment_id: str, *, after: int, limit: int) -> list[Stored]:
    """Oldest first, from behind `after`, unread."""
    columns = [audit_entries.c[item.name] for item in fields(Stored)]
    statement = select(*columns).where(
        audit_entries.c.environment_id == environment_id, audit_entries.c.sequence > after
    )
    return [Stored(**row._mapping) for row in await tx.all(statement.order_by(audit_entries.c.sequence).limit(limit))]


async def page(
    tx: Transaction, environment_id: str, wanted: Filter, *, before: int | None, limit: int
) -> list[RecordedEntry]:
    """Newest first, from in front of `before`."""
    statement = select(audit_entries).where(audit_entries.c.environment_id == environment_id)
    for column, value in _conditions(wanted):
        statement = statement.where(column == value)
    if before is not None:
        statement = statement.where(audit_entries.c.sequence < before)
    return [_model(row) for row in await tx.all(statement.order_by(audit_entries.c.sequence.desc()).limit(limit))]


def _conditions(wanted: Filter) -> Sequence[tuple[Column[str], str]]:
    pairs = (
        (audit_entries.c.action, wanted.action),
        (audit_entries.c.actor, wanted.actor),
        (audit_entries.c.subject, wanted.subject),
    )
    return [(column, value) for column, value in pairs if value is not None]


def _model(row: Row[Any]) -> RecordedEntry:
    return RecordedEntry(
        environment_id=row.environment_id,
        sequence=row.sequence,
        created_at=_EPOCH + timedelta(microseconds=row.created_at),
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=json.loads(row.detail),
    )
