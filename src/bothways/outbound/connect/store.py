"""SQL of authorizations (what a starter may see) and pending_authorizations (what a callback needs)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    Table,
    Text,
    case,
    null,
    select,
)

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
    Column("new_connection_id", Text),
    Column("own_scopes", Json),
    Column("metadata", Json, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("session_id", Text),
    Column("status", Text, nullable=False),
    Column("error_code", Text),
    Column("error_detail", Text),
    Column("display", Text, nullable=False),
    Column("return_url", Text),
    Column("values", Json, nullable=False),
    Column("ticket_digest", LargeBinary, unique=True),
    # Of standing ones, whose link is shown again.
    Column("sealed_ticket", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Index("ix_authorizations_customer", "environment_id", "customer_id"),
    Index("ix_authorizations_promised", "environment_id", "new_connection_id"),
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

_SEEN = [column for column in authorizations.c if column.name not in {"ticket_digest", "sealed_ticket"}]
_OPEN = (Status.CREATED, Status.SENT)
_TAKEN = frozenset({Status.CONNECTED, Status.WITHDRAWN})


@dataclass(frozen=True)
class Wanted:
    """Which open authorizations to list; None does not narrow."""

    customer_id: str | None = None
    integration_id: str | None = None
    standing: bool | None = None


async def add(
    tx: Transaction,
    authorization: Authorization,
    *,
    ticket_digest: bytes | None,
    sealed_ticket: bytes | None = None,
) -> None:
    """Begin an authorization."""
    row = {column.name: getattr(authorization, column.name) for column in _SEEN}
    scopes = authorization.own_scopes
    row |= {"own_scopes": None if scopes is None else list(scopes), "metadata": dict(authorization.metadata)}
    row |= {"values": dict(authorization.values), "ticket_digest": ticket_digest, "sealed_ticket": sealed_ticket}
    await tx.execute(authorizations.insert().values(row))


async def find(
    tx: Transaction, environment_id: str, authorization_id: str, *, lock: bool = False
) -> Authorization | None:
    """Inside one environment; `lock` keeps others from changing it until the transaction is over."""
    statement = select(*_SEEN).where(
        authorizations.c.id == authorization_id, authorizations.c.environment_id == environment_id
    )
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _authorization(row)


async def find_promise(tx: Transaction, environment_id: str, connection_id: str) -> Authorization | None:
    """The standing authorization that this id of a connection was allotted to."""
    row = await tx.first(
        select(*_SEEN).where(
            authorizations.c.environment_id == environment_id,
            authorizations.c.new_connection_id == connection_id,
            authorizations.c.standing,
        )
    )
    return None if row is None else _authorization(row)


async def find_standing(
    tx: Transaction, environment_id: str, customer_id: str, integration_id: str, session_id: str, *, lock: bool
) -> Authorization | None:
    """The standing authorization whose link let this session in, whatever became of it."""
    statement = select(*_SEEN).where(
        authorizations.c.environment_id == environment_id,
        authorizations.c.customer_id == customer_id,
        authorizations.c.integration_id == integration_id,
        authorizations.c.session_id == session_id,
        authorizations.c.standing,
    )
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _authorization(row)


async def open_ones(
    tx: Transaction, environment_id: str, wanted: Wanted, now: datetime, *, after: str | None, limit: int
) -> list[Authorization]:
    """Those that can still be finished, oldest first, from behind the id `after`."""
    statement = select(*_SEEN).where(
        authorizations.c.environment_id == environment_id,
        authorizations.c.status.in_(_OPEN),
        authorizations.c.expires_at > now,
        *_narrowed(wanted),
    )
    if after is not None:
        statement = statement.where(authorizations.c.id > after)
    return [_authorization(row) for row in await tx.all(statement.order_by(authorizations.c.id).limit(limit))]


async def promises(
    tx: Transaction, environment_id: str, wanted: Wanted, now: datetime, *, after: str | None, limit: int
) -> list[Authorization]:
    """Standing ones of which no connection came, open or withdrawn, by the id that the connection would have had."""
    promised = authorizations.c.new_connection_id
    waits = authorizations.c.status.in_(_OPEN) & (authorizations.c.expires_at > now)
    statement = select(*_SEEN).where(
        authorizations.c.environment_id == environment_id,
        authorizations.c.standing,
        promised.is_not(None),
        waits | (authorizations.c.status == Status.WITHDRAWN),
        *_narrowed(wanted),
    )
    if after is not None:
        statement = statement.where(promised > after)
    return [_authorization(row) for row in await tx.all(statement.order_by(promised).limit(limit))]


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.customer_id is not None:
        yield authorizations.c.customer_id == wanted.customer_id
    if wanted.integration_id is not None:
        yield authorizations.c.integration_id == wanted.integration_id
    if wanted.standing is not None:
        yield authorizations.c.standing.is_(wanted.standing)


async def sealed_ticket(tx: Transaction, authorization_id: str) -> bytes | None:
    """The link of a standing authorization, as long as it may be opened."""
    row = await tx.first(select(authorizations.c.sealed_ticket).where(authorizations.c.id == authorization_id))
    return None if row is None else row[0]


async def let_in(tx: Transaction, authorization_id: str, session_id: str) -> None:
    """A browser came in by the link: what is missing is asked for in this session."""
    await tx.execute(
        authorizations.update().where(authorizations.c.id == authorization_id).values(session_id=session_id)
    )


async def complete(tx: Transaction, authorization: Authorization) -> None:
    """What was missing is there now; how the customer comes back may be new, too."""
    statement = authorizations.update().where(authorizations.c.id == authorization.id)
    await tx.execute(
        statement.values(
            values=dict(authorization.values),
            display=authorization.display.value,
            return_url=authorization.return_url,
        )
    )


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


async def claim_ticket(tx: Transaction, ticket_digest: bytes) -> Authorization | None:
    """Take the start ticket: of many who open the link at once, one gets the authorization. A standing one stays."""
    row = await tx.first(
        authorizations.update()
        .where(authorizations.c.ticket_digest == ticket_digest)
        .values(ticket_digest=case((authorizations.c.standing, authorizations.c.ticket_digest), else_=null()))
        .returning(*_SEEN)
    )
    return None if row is None else _authorization(row)


async def send(tx: Transaction, pending: Pending) -> bool:
    """Remember what the callback will need. Of a standing link only the browser that opened it last can finish.

    False, and nothing is remembered, when the authorization has ended.
    """
    if not await settle(tx, pending.authorization_id, Status.SENT):
        return False
    earlier = pending_authorizations.c.authorization_id == pending.authorization_id
    await tx.execute(pending_authorizations.delete().where(earlier))
    row = {column.name: getattr(pending, column.name) for column in pending_authorizations.c}
    await tx.execute(
        pending_authorizations.insert().values(row | {"values": dict(pending.values), "scopes": list(pending.scopes)})
    )
    return True


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
) -> bool:
    """Record where an authorization stands now. False when it has ended: what is final stays as it is."""
    news: dict[str, object] = {"status": status, "error_code": error_code, "error_detail": error_detail}
    if connection_id is not None:
        news["connection_id"] = connection_id
    if status in _TAKEN:
        news |= {"ticket_digest": None, "sealed_ticket": None}
        await tx.execute(
            pending_authorizations.delete().where(pending_authorizations.c.authorization_id == authorization_id)
        )
    still = authorizations.update().where(authorizations.c.id == authorization_id, authorizations.c.status.in_(_OPEN))
    return await tx.execute(still.values(news)) == 1


async def note(tx: Transaction, authorization_id: str, notes: Mapping[str, str]) -> None:
    """Replace the metadata for the connection to come."""
    change = authorizations.update().where(authorizations.c.id == authorization_id)
    await tx.execute(change.values(metadata=dict(notes)))


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
    own = fields["own_scopes"]
    return Authorization(
        **chosen
        | {
            "status": Status(fields["status"]),
            "display": Display(fields["display"]),
            "own_scopes": None if own is None else tuple(own),
        }
    )
