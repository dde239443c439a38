"""SQL of the integrations table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    and_,
    or_,
    select,
)

from bothways.kit.db.listing import count as count_some
from bothways.kit.db.listing import having, ordered
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.kit.finding import Order, words
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
    Column("search_text", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # Empty where they were never given.
    Column("long_description", Text),
    Column("categories", Json),
    Column("background", Text),
    Column("documentation_url", Text),
    UniqueConstraint("environment_id", "slug"),
)

_COLUMNS = [column for column in integrations.c if column.name not in {"search_text", "sort_key"}]


@dataclass(frozen=True)
class Filter:
    """Which integrations to list; what is left out does not narrow."""

    q: str = ""
    enabled: bool | None = None


async def find(tx: Transaction, environment_id: str, reference: str, *, lock: bool = False) -> Integration | None:
    """By id or slug. An id cannot be a slug (it is longer), so one query serves both. `lock` keeps others from
    changing it until the transaction is over.
    """
    statement = select(*_COLUMNS).where(
        integrations.c.environment_id == environment_id,
        or_(integrations.c.id == reference, integrations.c.slug == reference),
    )
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _model(row)


async def page(
    tx: Transaction, environment_id: str, wanted: Filter, order: Order, *, after: Sequence[object] | None, limit: int
) -> list[Integration]:
    """From behind the position `after`."""
    key = (integrations.c.sort_key, integrations.c.id) if order.by_name else (integrations.c.id,)
    found = select(*_COLUMNS).where(*_conditions(environment_id, wanted))
    statement = ordered(found, key, after=after, descending=order.descending)
    return [_model(row) for row in await tx.all(statement.limit(limit))]


async def count(tx: Transaction, environment_id: str, wanted: Filter) -> int | None:
    """How many there are; None when they are too many to be counted."""
    return await count_some(tx, select(integrations.c.id).where(*_conditions(environment_id, wanted)))


def _conditions(environment_id: str, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield integrations.c.environment_id == environment_id
    if wanted.enabled is not None:
        yield integrations.c.enabled == wanted.enabled
    if asked := words(wanted.q):
        yield or_(and_(*having(asked, integrations.c.search_text)), integrations.c.id == wanted.q.strip())


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
        "categories": list(integration.categories),
    }


def _model(row: Row[Any]) -> Integration:
    fields: dict[str, Any] = dict(row._mapping)
    return Integration(
        **fields
        | {
            "scopes": tuple(fields["scopes"]),
            "categories": tuple(fields["categories"] or ()),
            "long_description": fields["long_description"] or "",
        }
    )
