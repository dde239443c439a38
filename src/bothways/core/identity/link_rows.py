"""SQL on connect_links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, select

from bothways.core.identity.model import ConnectLink, LinkState
from bothways.core.identity.store import connect_links
from bothways.kit.db.transaction import Transaction

_COLUMNS = [column for column in connect_links.c if column.name != "digest"]


@dataclass(frozen=True)
class Filter:
    """Which links to list; None does not narrow."""

    customer_id: str | None = None
    state: LinkState | None = None


async def add(tx: Transaction, link: ConnectLink, digest: bytes) -> None:
    """Keep a new link."""
    ids = None if link.integration_ids is None else list(link.integration_ids)
    await tx.execute(connect_links.insert().values(**vars(link) | {"integration_ids": ids}, digest=digest))


async def find(tx: Transaction, environment_id: str, link_id: str, *, lock: bool = False) -> ConnectLink | None:
    """The link of that id; `lock` keeps others from opening or ending it until the transaction is over."""
    statement = _all().where(connect_links.c.environment_id == environment_id, connect_links.c.id == link_id)
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def find_digest(tx: Transaction, digest: bytes, *, lock: bool = False) -> ConnectLink | None:
    """The link whose token has that digest, in whatever environment."""
    statement = _all().where(connect_links.c.digest == digest)
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def page(
    tx: Transaction, environment_id: str, wanted: Filter, now: datetime, *, after: str | None, limit: int
) -> Sequence[ConnectLink]:
    """Newest first, from behind the id `after`."""
    statement = _all().where(connect_links.c.environment_id == environment_id)
    if wanted.customer_id is not None:
        statement = statement.where(connect_links.c.customer_id == wanted.customer_id)
    if wanted.state is not None:
        statement = statement.where(_is(wanted.state, now))
    if after is not None:
        statement = statement.where(connect_links.c.id < after)
    return [_model(row) for row in await tx.all(statement.order_by(connect_links.c.id.desc()).limit(limit))]


async def mark_opened(tx: Transaction, link_id: str, now: datetime) -> None:
    """Count one opening."""
    statement = connect_links.update().where(connect_links.c.id == link_id)
    await tx.execute(statement.values(last_opened_at=now, opened_count=connect_links.c.opened_count + 1))


async def revoke(tx: Transaction, link_id: str, now: datetime) -> None:
    """From now on, for good."""
    await tx.execute(connect_links.update().where(connect_links.c.id == link_id).values(revoked_at=now))


async def sweep(tx: Transaction, before: datetime) -> None:
    """Delete what expired before that instant."""
    await tx.execute(connect_links.delete().where(connect_links.c.expires_at < before))


def _all() -> Select[Any]:
    return select(*_COLUMNS)


def _is(state: LinkState, now: datetime) -> Any:
    """The same rule as `ConnectLink.state_at`."""
    alive, fresh = connect_links.c.revoked_at.is_(None), connect_links.c.expires_at > now
    match state:
        case LinkState.REVOKED:
            return ~alive
        case LinkState.ACTIVE:
            return and_(alive, fresh)
        case LinkState.EXPIRED:
            return and_(alive, ~fresh)


def _maybe(row: Row[Any] | None) -> ConnectLink | None:
    return None if row is None else _model(row)


def _model(row: Row[Any]) -> ConnectLink:
    fields: dict[str, Any] = dict(row._mapping)
    ids = fields["integration_ids"]
    return ConnectLink(**fields | {"integration_ids": None if ids is None else tuple(ids)})
