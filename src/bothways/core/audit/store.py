"""SQL of audit_entries and audit_heads (the last sequence number and hash of each chain)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    func,
    or_,
    select,
)

from bothways.core.audit.model import GENESIS, RecordedEntry, Stored
from bothways.kit.db.listing import count as count_some
from bothways.kit.db.listing import having
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.finding import words

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
    Index("ix_audit_entries_action", "environment_id", "action", "sequence"),
    Index("ix_audit_entries_actor", "environment_id", "actor", "sequence"),
    Index("ix_audit_entries_subject", "environment_id", "subject", "sequence"),
    Index("ix_audit_entries_time", "environment_id", "created_at"),
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
    q: str = ""
    since: datetime | None = None
    until: datetime | None = None


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
    statement = select(audit_entries).where(audit_entries.c.environment_id == environment_id, *_conditions(wanted))
    if before is not None:
        statement = statement.where(audit_entries.c.sequence < before)
    return [_model(row) for row in await tx.all(statement.order_by(audit_entries.c.sequence.desc()).limit(limit))]


async def count(tx: Transaction, environment_id: str, wanted: Filter) -> int | None:
    """How many there are; None when they are too many to be counted."""
    statement = select(audit_entries.c.sequence)
    return await count_some(tx, statement.where(audit_entries.c.environment_id == environment_id, *_conditions(wanted)))


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    for name in ("action", "actor", "subject"):
        if (value := getattr(wanted, name)) is not None:
            yield audit_entries.c[name] == value
    if wanted.since is not None:
        yield audit_entries.c.created_at >= _microseconds(wanted.since)
    if wanted.until is not None:
        yield audit_entries.c.created_at < _microseconds(wanted.until)
    # Entries are kept as they were hashed: there is no folded text beside them, and the case of ASCII letters alone
    # makes no difference. The detail is JSON in ASCII.
    for word in wanted.q.lower().split() if words(wanted.q) else ():
        escaped = json.dumps(word)[1:-1]
        yield or_(
            *having([word], func.lower(audit_entries.c.action)),
            *having([word], func.lower(audit_entries.c.actor)),
            *having([word], func.lower(audit_entries.c.subject)),
            *having([escaped], func.lower(audit_entries.c.detail)),
        )


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


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
