"""SQL of the idempotent_requests table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Row, Table, Text, UniqueConstraint, delete, select

from bothways.core.idempotency.model import StoredRequest
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant

idempotent_requests = Table(
    "idempotent_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("key_digest", LargeBinary, nullable=False),
    Column("sealed_fingerprint", LargeBinary, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("sealed_answer", LargeBinary),
    UniqueConstraint("environment_id", "subject", "key_digest"),
)
SWEEP_BATCH = 500


async def add(tx: Transaction, request: StoredRequest) -> bool:
    """Keep a new claim; False when the key is known already."""
    statement = tx.insert(idempotent_requests).values(_values(request)).on_conflict_do_nothing()
    return await tx.execute(statement) == 1


async def find(tx: Transaction, environment_id: str, subject: str, key_digest: bytes) -> StoredRequest | None:
    """What is known of a key."""
    table = idempotent_requests.c
    row = await tx.first(
        select(idempotent_requests).where(
            table.environment_id == environment_id, table.subject == subject, table.key_digest == key_digest
        )
    )
    return None if row is None else _model(row)


async def take_over(tx: Transaction, held: StoredRequest, renewed: StoredRequest) -> bool:
    """Put a new claim in the place of an old one; False when another was faster."""
    table = idempotent_requests.c
    statement = (
        idempotent_requests.update()
        .where(table.id == held.id, table.fence == held.fence)
        .values(
            sealed_fingerprint=renewed.sealed_fingerprint,
            fence=renewed.fence,
            claimed_at=renewed.claimed_at,
            expires_at=renewed.expires_at,
            sealed_answer=None,
        )
    )
    return await tx.execute(statement) == 1


async def answer(tx: Transaction, request_id: str, fence: int, sealed: bytes) -> None:
    """Keep the answer, unless the claim was taken over."""
    table = idempotent_requests.c
    statement = idempotent_requests.update().where(
        table.id == request_id, table.fence == fence, table.sealed_answer.is_(None)
    )
    await tx.execute(statement.values(sealed_answer=sealed))


async def remove(tx: Transaction, request_id: str, fence: int) -> None:
    """Forget a claim that was not answered."""
    table = idempotent_requests.c
    await tx.execute(
        delete(idempotent_requests).where(table.id == request_id, table.fence == fence, table.sealed_answer.is_(None))
    )


async def sweep(tx: Transaction, now: datetime) -> int:
    """Remove a batch of those whose time is over; how many there were."""
    old = select(idempotent_requests.c.id).where(idempotent_requests.c.expires_at <= now).limit(SWEEP_BATCH)
    return await tx.execute(delete(idempotent_requests).where(idempotent_requests.c.id.in_(old.scalar_subquery())))


def _values(request: StoredRequest) -> dict[str, object]:
    return {column.name: getattr(request, column.name) for column in idempotent_requests.columns}


def _model(row: Row[Any]) -> StoredRequest:
    return StoredRequest(**row._mapping)
