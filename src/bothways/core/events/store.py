"""SQL of the events table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Row, Table, Text, select

from bothways.core.events.model import RecordedEvent
from bothways.kit.db.listing import count as count_some
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE")),
    Column("type", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Index("ix_events_list", "environment_id", "id"),
    Index("ix_events_type", "environment_id", "type", "id"),
    Index("ix_events_customer", "customer_id", "environment_id", "id"),
    Index("ix_events_subject", "environment_id", "subject_id", "id"),
)


@dataclass(frozen=True)
class Filter:
    """Which events to list; None does not narrow."""

    subject_id: str | None = None
    types: Sequence[str] | None = None
    customer_id: str | None = None


async def add(tx: Transaction, event: RecordedEvent) -> None:
    """Keep an event."""
    await tx.execute(
        events.insert().values(
            id=event.id,
            environment_id=event.environment_id,
            customer_id=event.customer_id,
            type=event.type,
            subject_id=event.subject_id,
            data=dict(event.data),
            created_at=event.created_at,
        )
    )


async def page(
    tx: Transaction, environment_id: str, wanted: Filter, *, after: str | None, limit: int, newest_first: bool
) -> list[RecordedEvent]:
    """From behind the event `after`, in the direction asked for."""
    statement = select(events).where(events.c.environment_id == environment_id)
    if wanted.subject_id is not None:
        statement = statement.where(events.c.subject_id == wanted.subject_id)
    if wanted.types is not None:
        statement = statement.where(events.c.type.in_(wanted.types))
    if wanted.customer_id is not None:
        statement = statement.where(events.c.customer_id == wanted.customer_id)
    if after is not None:
        statement = statement.where(events.c.id < after if newest_first else events.c.id > after)
    order = events.c.id.desc() if newest_first else events.c.id
    return [_model(row) for row in await tx.all(statement.order_by(order).limit(limit))]


async def count(tx: Transaction, environment_id: str, customer_id: str) -> int | None:
    """Those that concern a customer; None when they are too many to be counted."""
    conditions = (events.c.environment_id == environment_id, events.c.customer_id == customer_id)
    return await count_some(tx, select(events.c.id).where(*conditions))


def _model(row: Row[Any]) -> RecordedEvent:
    return RecordedEvent(**row._mapping)
