"""SQL of the custom_providers table: definitions as they were sent, one per environment and slug."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Row, Table, Text, delete, func, select, update

from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json
from bothways.outbound.providers.own import Own

custom_providers = Table(
    "custom_providers",
    metadata,
    Column("environment_id", Text, ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("slug", Text, nullable=False),
    Column("definition", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    PrimaryKeyConstraint("environment_id", "slug"),
)


async def find(tx: Transaction, environment_id: str, slug: str) -> Own | None:
    """One definition."""
    row = await tx.first(select(custom_providers).where(_one(environment_id, slug)))
    return None if row is None else _model(row)


async def of_slugs(tx: Transaction, environment_id: str, slugs: Collection[str]) -> list[Own]:
    """Those of these slugs that the environment defined itself."""
    statement = select(custom_providers).where(
        custom_providers.c.environment_id == environment_id, custom_providers.c.slug.in_(slugs)
    )
    return [_model(row) for row in await tx.all(statement)]


async def of_environment(tx: Transaction, environment_id: str) -> list[Own]:
    """All of an environment, by slug; verbs keep their number small."""
    statement = select(custom_providers).where(custom_providers.c.environment_id == environment_id)
    return [_model(row) for row in await tx.all(statement.order_by(custom_providers.c.slug))]


async def count(tx: Transaction, environment_id: str) -> int:
    """How many an environment has."""
    row = await tx.first(
        select(func.count()).select_from(custom_providers).where(custom_providers.c.environment_id == environment_id)
    )
    return 0 if row is None else int(row[0])


async def add(tx: Transaction, own: Own) -> None:
    """Raises UniqueViolation when the slug is taken."""
    await tx.execute(
        tx.insert(custom_providers).values(
            environment_id=own.environment_id,
            slug=own.slug,
            definition=own.definition,
            created_at=own.created_at,
            updated_at=own.updated_at,
        )
    )


async def replace(tx: Transaction, own: Own) -> None:
    """Put the new definition in the place of the old one."""
    await tx.execute(
        update(custom_providers)
        .where(_one(own.environment_id, own.slug))
        .values(definition=own.definition, updated_at=own.updated_at)
    )


async def remove(tx: Transaction, environment_id: str, slug: str) -> None:
    """Forget a definition."""
    await tx.execute(delete(custom_providers).where(_one(environment_id, slug)))


def _one(environment_id: str, slug: str) -> Any:
    return (custom_providers.c.environment_id == environment_id) & (custom_providers.c.slug == slug)


def _model(row: Row[Any]) -> Own:
    return Own(row.environment_id, row.slug, row.definition, row.created_at, row.updated_at)
