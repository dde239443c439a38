"""SQL of the integrations table."""

from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    or_,
    select,
)

from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.outbound.integrations.model import Integration

integrations = Table(
    "integrations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("slug", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("method_id", Text, nullable=False),
    Column("client_id", Text),
    Column("sealed_client_secret", LargeBinary),
    Column("scopes", Json, nullable=False),
    Column("authorize_params", Json, nullable=False),
    Column("values", Json, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("logo", Text),
    Column("enabled", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("environment_id", "slug"),
)


async def find(tx: Transaction, environment_id: str, reference: str) -> Integration | None:
    """By id or slug. An id cannot be a slug (it is longer), so one query serves both."""
    row = await tx.first(
        select(integrations).where(
            integrations.c.environment_id == environment_id,
            or_(integrations.c.id == reference, integrations.c.slug == reference),
        )
    )
    return None if row is None else _model(row)


async def page(
    tx: Transaction, environment_id: str, *, after: str | None, limit: int, enabled: bool | None = None
) -> list[Integration]:
    """Oldest first, from behind the id `after`."""
    statement = select(integrations).where(integrations.c.environment_id == environment_id)
    if after is not None:
        statement = statement.where(integrations.c.id > after)
    if enabled is not None:
        statement = statement.where(integrations.c.enabled == enabled)
    return [_model(row) for row in await tx.all(statement.order_by(integrations.c.id).limit(limit))]


async def methods_of(tx: Transaction, environment_id: str, provider: str) -> frozenset[str]:
    """The methods of a provider by which the environment's integrations connect."""
    rows = await tx.all(
        select(integrations.c.method_id).where(
            integrations.c.environment_id == environment_id, integrations.c.provider == provider
        )
    )
    return frozenset(row[0] for row in rows)


async def logo(tx: Transaction, integration_id: str) -> str | None:
    """The uploaded picture as a data: URL."""
    row = await tx.first(select(integrations.c.logo).where(integrations.c.id == integration_id))
    return None if row is None else row[0]


async def add(tx: Transaction, integration: Integration) -> None:
    """Raises UniqueViolation when the slug is taken."""
    await tx.execute(integrations.insert().values(**_row(integration)))


async def change(tx: Transaction, integration: Integration) -> None:
    """Write every column of an integration that exists."""
    statement = integrations.update().where(
        integrations.c.id == integration.id, integrations.c.environment_id == integration.environment_id
    )
    await tx.execute(statement.values(**_row(integration)))


async def remove(tx: Transaction, integration: Integration) -> None:
    """Raises ReferenceViolation while connections name it."""
    await tx.execute(integrations.delete().where(integrations.c.id == integration.id))


def _row(integration: Integration) -> dict[str, Any]:
    return {column.name: getattr(integration, column.name) for column in integrations.c} | {
        "scopes": list(integration.scopes),
        "authorize_params": dict(integration.authorize_params),
        "values": dict(integration.values),
    }


def _model(row: Row[Any]) -> Integration:
    integration = Integration(**row._mapping)
    return replace(integration, scopes=tuple(integration.scopes))
