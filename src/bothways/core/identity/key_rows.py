"""SQL on api_keys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, Text, bindparam, or_, select

from bothways.core.identity.model import APIKey, Validity
from bothways.core.identity.store import api_keys, environments, in_state
from bothways.kit.db.database import Database
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant

_COLUMNS = [column for column in api_keys.c if column.name != "digest"]


def by_digest(database: Database) -> PointRead:
    """What a caller needs to know of the key with that digest."""
    statement = select(
        api_keys.c.id,
        api_keys.c.environment_id,
        environments.c.workspace_id,
        environments.c.mode,
        api_keys.c.scopes,
        api_keys.c.expires_at,
        api_keys.c.revoked_at,
    ).join(environments, environments.c.id == api_keys.c.environment_id)
    return database.point(statement.where(api_keys.c.digest == bindparam("digest", type_=LargeBinary)))


async def add(tx: Transaction, key: APIKey, digest: bytes) -> None:
    """Keep a new key."""
    await tx.execute(api_keys.insert().values(**vars(key) | {"scopes": list(key.scopes)}, digest=digest))


async def find(tx: Transaction, environment_id: str, key_id: str) -> APIKey | None:
    """The key of that id."""
    statement = select(*_COLUMNS).where(api_keys.c.environment_id == environment_id, api_keys.c.id == key_id)
    row = await tx.first(statement)
    return None if row is None else _model(row)


async def page(
    tx: Transaction, environment_id: str, *, state: Validity | None, now: datetime, after: str | None, limit: int
) -> list[APIKey]:
    """Oldest first, from behind the id `after`; those that are in `state`, or all of them."""
    statement = select(*_COLUMNS).where(api_keys.c.environment_id == environment_id)
    if state is not None:
        statement = statement.where(in_state(api_keys, state, now))
    if after is not None:
        statement = statement.where(api_keys.c.id > after)
    return [_model(row) for row in await tx.all(statement.order_by(api_keys.c.id).limit(limit))]


async def revoke(tx: Transaction, key_id: str, now: datetime) -> None:
    """From now on, for good."""
    await tx.execute(api_keys.update().where(api_keys.c.id == key_id).values(revoked_at=now))


async def mark_used(tx: Transaction, uses: Mapping[str, datetime]) -> None:
    """When keys were last used; never moves back what another node has written."""
    statement = (
        api_keys.update()
        .where(
            api_keys.c.id == bindparam("key_id", type_=Text),
            or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < bindparam("used_at", type_=Instant)),
        )
        .values(last_used_at=bindparam("used_at", type_=Instant))
    )
    await tx.execute(statement, [{"key_id": key_id, "used_at": at} for key_id, at in sorted(uses.items())])


def _model(row: Row[Any]) -> APIKey:
    return APIKey(**dict(row._mapping) | {"scopes": tuple(row.scopes)})
