"""SQL of authorizations (what a starter may see) and pending_authorizations (what a callback needs)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Row, Table, Text, select

from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.outbound.connect.model import Authorization, Display, Pending, Status

authorizations = Table(
    "authorizations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Text, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("integration_id", Text, ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("connection_id", Text),
    Column("session_id", Text),
    Column("status", Text, nullable=False),
    Column("error_code", Text),
    Column("error_detail", Text),
    Column("display", Text, nullable=False),
    Column("return_url", Text),
    Column("values", Json, nullable=False),
    Column("ticket_digest", LargeBinary, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Index("ix_authorizations_customer", "environment_id", "customer_id"),
)

pending_authorizations = Table(
    "pending_authorizations",
    metadata,
    Column("authorization_id", Text, ForeignKey("authorizations.id", ondelete="CASCADE"), primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("integration_id", Text, ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("state_digest", LargeBinary, nullable=False, unique=True),
    Column("browser_digest", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("values", Json, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("issuer", Text),
    Column("authorize_host", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

_SEEN = [column for column in authorizations.c if column.name not in {"ticket_digest", "values"}]


async def add(
    tx: Transaction, authorization: Authorization, *, values: Mapping[str, str], ticket_digest: bytes | None
) -> None:
    """Begin an authorization."""
    row = {column.name: getattr(authorization, column.name) for column in _SEEN}
    row |= {"values": dict(values), "ticket_digest": ticket_digest}
    await tx.execute(authorizations.insert().values(row))


async def find(tx: Transaction, environment_id: str, authorization_id: str) -> Authorization | None:
    """Inside one environment."""
    row = await tx.first(
        select(*_SEEN).where(authorizations.c.id == authorization_id, authorizations.c.environment_id == environment_id)
    )
    return None if row is None else _authorization(row)


async def of_session(
    tx: Transaction, environment_id: str, customer_id: str, session_id: str, *, limit: int
) -> list[Authorization]:
    """Those that a connect session began, newest first."""
    statement = select(*_SEEN).where(
        authorizations.c.environment_id == environment_id,
        authorizations.c.customer_id == customer_id,
        authorizations.c.session_id == session_id,
    )
    rows = await tx.all(statement.order_by(authorizations.c.id.desc()).limit(limit))
    return [_authorization(row) for row in rows]


async def has_ticket(tx: Transaction, ticket_digest: bytes) -> bool:
    """Whether anything waits for that ticket: asked before it is claimed, so that guesses write nothing."""
    statement = select(authorizations.c.id).where(authorizations.c.ticket_digest == ticket_digest)
    return await tx.first(statement) is not None


async def claim_ticket(tx: Transaction, ticket_digest: bytes) -> tuple[Authorization, Mapping[str, str]] | None:
    """Take the start ticket: of many who open the link at once, one gets the authorization."""
    row = await tx.first(
        authorizations.update()
        .where(authorizations.c.ticket_digest == ticket_digest)
        .values(ticket_digest=None)
        .returning(*_SEEN, authorizations.c["values"])
    )
    return None if row is None else (_authorization(row), row._mapping["values"])


async def send(tx: Transaction, pending: Pending) -> None:
    """Remember what the callback will need."""
    row = {column.name: getattr(pending, column.name) for column in pending_authorizations.c}
    await tx.execute(
        pending_authorizations.insert().values(row | {"values": dict(pending.values), "scopes": list(pending.scopes)})
    )
    await settle(tx, pending.authorization_id, Status.SENT)


async def has_state(tx: Transaction, state_digest: bytes) -> bool:
    """Whether a callback with that state is awaited: asked before it is claimed, so that guesses write nothing."""
    awaited = select(pending_authorizations.c.authorization_id)
    return await tx.first(awaited.where(pending_authorizations.c.state_digest == state_digest)) is not None


async def claim_state(tx: Transaction, state_digest: bytes) -> Pending | None:
    """Take what was remembered and forget it: single use by construction."""
    row = await tx.first(
        pending_authorizations.delete()
        .where(pending_authorizations.c.state_digest == state_digest)
        .returning(*pending_authorizations.c)
    )
    if row is None:
        return None
    pending = Pending(**row._mapping)
    return replace(pending, scopes=tuple(pending.scopes))


async def settle(
    tx: Transaction,
    authorization_id: str,
    status: Status,
    *,
    connection_id: str | None = None,
    error_code: str | None = None,
    error_detail: str | None = None,
) -> None:
    """Record where an authorization stands now."""
    news = {"status": status, "error_code": error_code, "error_detail": error_detail}
    if connection_id is not None:
        news["connection_id"] = connection_id
    await tx.execute(authorizations.update().where(authorizations.c.id == authorization_id).values(news))


async def sweep(tx: Transaction, *, pending_before: datetime, authorizations_before: datetime) -> int:
    """Forget what nobody can finish any more; returns how many rows went."""
    dropped = await tx.execute(
        pending_authorizations.delete().where(pending_authorizations.c.expires_at < pending_before)
    )
    return dropped + await tx.execute(
        authorizations.delete().where(authorizations.c.expires_at < authorizations_before)
    )


def _authorization(row: Row[Any]) -> Authorization:
    fields = row._mapping
    chosen = {column.name: fields[column.name] for column in _SEEN}
    return Authorization(**chosen | {"status": Status(fields["status"]), "display": Display(fields["display"])})
