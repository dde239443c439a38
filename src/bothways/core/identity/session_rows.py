"""SQL on connect_sessions, their tickets, their browsers and their frames."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, Select, Text, bindparam, select

from bothways.core.identity.model import ConnectSession, Validity
from bothways.core.identity.store import (
    connect_browsers,
    connect_frames,
    connect_sessions,
    connect_tickets,
    environments,
    in_state,
)
from bothways.kit.db.database import Database
from bothways.kit.db.listing import ordered
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction

_COLUMNS = [column for column in connect_sessions.c if column.name != "digest"]


def by_digest(database: Database) -> PointRead:
    """The session whose own token has that digest, and its environment's mode."""
    digest = bindparam("digest", type_=LargeBinary)
    return database.point(_with_mode().where(connect_sessions.c.digest == digest))


def by_id(database: Database) -> PointRead:
    """The session of that id in that environment, and the environment's mode."""
    return database.point(
        _with_mode().where(
            connect_sessions.c.id == bindparam("session_id", type_=Text),
            connect_sessions.c.environment_id == bindparam("environment_id", type_=Text),
        )
    )


def by_browser(database: Database) -> PointRead:
    """The session of that id, if the browser whose cookie has that digest was let into it."""
    statement = _with_mode().join(connect_browsers, connect_browsers.c.session_id == connect_sessions.c.id)
    return database.point(
        statement.where(
            connect_browsers.c.digest == bindparam("digest", type_=LargeBinary),
            connect_sessions.c.id == bindparam("session_id", type_=Text),
        )
    )


def by_frame(database: Database) -> PointRead:
    """The session that the frame whose token has that digest was let into."""
    statement = _with_mode().join(connect_frames, connect_frames.c.session_id == connect_sessions.c.id)
    return database.point(statement.where(connect_frames.c.digest == bindparam("digest", type_=LargeBinary)))


async def add(tx: Transaction, session: ConnectSession, digest: bytes) -> None:
    """Keep a new session."""
    ids = None if session.integration_ids is None else list(session.integration_ids)
    await tx.execute(connect_sessions.insert().values(**vars(session) | {"integration_ids": ids}, digest=digest))


async def find(tx: Transaction, environment_id: str, session_id: str) -> ConnectSession | None:
    """The session of that id."""
    statement = select(*_COLUMNS).where(
        connect_sessions.c.environment_id == environment_id, connect_sessions.c.id == session_id
    )
    row = await tx.first(statement)
    return None if row is None else session_of(row)


async def page(
    tx: Transaction,
    environment_id: str,
    *,
    state: Validity | None,
    customer_id: str | None,
    now: datetime,
    after: str | None,
    limit: int,
) -> list[ConnectSession]:
    """Newest first, from behind the id `after`; None does not narrow."""
    statement = select(*_COLUMNS).where(connect_sessions.c.environment_id == environment_id)
    if state is not None:
        statement = statement.where(in_state(connect_sessions, state, now))
    if customer_id is not None:
        statement = statement.where(connect_sessions.c.customer_id == customer_id)
    position = None if after is None else (after,)
    statement = ordered(statement, (connect_sessions.c.id,), after=position, descending=True)
    return [session_of(row) for row in await tx.all(statement.limit(limit))]


async def environment_of(tx: Transaction, session_id: str) -> str | None:
    """The environment of the session, whether or not it is alive."""
    row = await tx.first(select(connect_sessions.c.environment_id).where(connect_sessions.c.id == session_id))
    return None if row is None else str(row.environment_id)


async def locale_of(tx: Transaction, session_id: str) -> str | None:
    """The language of the session, whether or not it is alive."""
    row = await tx.first(select(connect_sessions.c.locale).where(connect_sessions.c.id == session_id))
    return None if row is None else row.locale


async def revoke(tx: Transaction, session_id: str, now: datetime) -> None:
    """From now on, for good."""
    await tx.execute(connect_sessions.update().where(connect_sessions.c.id == session_id).values(revoked_at=now))


async def revoke_of_link(tx: Transaction, link_id: str, now: datetime) -> None:
    """All that the link opened and that nobody ended so far."""
    alive = connect_sessions.c.revoked_at.is_(None)
    await tx.execute(
        connect_sessions.update().where(connect_sessions.c.link_id == link_id, alive).values(revoked_at=now)
    )


async def add_ticket(tx: Transaction, session: ConnectSession, digest: bytes, expires_at: datetime) -> None:
    """Keep a ticket to the session."""
    await tx.execute(
        connect_tickets.insert().values(
            digest=digest, environment_id=session.environment_id, session_id=session.id, expires_at=expires_at
        )
    )


async def has_ticket(tx: Transaction, digest: bytes) -> bool:
    """Whether there is such a ticket, unused: asked before it is claimed, so that guesses write nothing."""
    unused = connect_tickets.c.used_at.is_(None)
    return (
        await tx.first(select(connect_tickets.c.session_id).where(connect_tickets.c.digest == digest, unused))
        is not None
    )


async def environment_of_ticket(tx: Transaction, digest: bytes) -> str | None:
    """The environment of a ticket, used or old as it may be."""
    row = await tx.first(select(connect_tickets.c.environment_id).where(connect_tickets.c.digest == digest))
    return None if row is None else str(row.environment_id)


async def claim_ticket(tx: Transaction, digest: bytes, now: datetime) -> Row[Any] | None:
    """The environment and the session of a ticket that is still good, which is used then: whoever gets it is alone."""
    statement = (
        connect_tickets.update()
        .where(
            connect_tickets.c.digest == digest,
            connect_tickets.c.expires_at > now,
            connect_tickets.c.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(connect_tickets.c.environment_id, connect_tickets.c.session_id)
    )
    return await tx.first(statement)


async def add_browser(tx: Transaction, session: ConnectSession, digest: bytes, now: datetime) -> None:
    """Let a browser into the session."""
    await tx.execute(
        connect_browsers.insert().values(
            digest=digest, environment_id=session.environment_id, session_id=session.id, created_at=now
        )
    )


async def add_frame(tx: Transaction, session: ConnectSession, digest: bytes, now: datetime, *, most: int) -> None:
    """Let a frame into the session; of more than `most` the eldest are put out."""
    await tx.execute(
        connect_frames.insert().values(
            digest=digest, environment_id=session.environment_id, session_id=session.id, created_at=now
        )
    )
    newest = (
        select(connect_frames.c.digest)
        .where(connect_frames.c.session_id == session.id)
        .order_by(connect_frames.c.created_at.desc(), connect_frames.c.digest)
        .limit(most)
    )
    others = connect_frames.c.digest.not_in(newest)
    await tx.execute(connect_frames.delete().where(connect_frames.c.session_id == session.id, others))


async def drop_old_tickets(tx: Transaction, session_id: str, now: datetime) -> None:
    """Delete the session's tickets that are too old to let anybody in."""
    old = connect_tickets.c.expires_at <= now
    await tx.execute(connect_tickets.delete().where(connect_tickets.c.session_id == session_id, old))


async def sweep(tx: Transaction, before: datetime) -> None:
    """Delete what ended before that instant; tickets, browsers and frames go with their session."""
    await tx.execute(connect_tickets.delete().where(connect_tickets.c.expires_at < before))
    await tx.execute(connect_sessions.delete().where(connect_sessions.c.expires_at < before))


def session_of(row: Row[Any]) -> ConnectSession:
    """The session in a row of any query here."""
    ids = row.integration_ids
    return ConnectSession(
        id=row.id,
        environment_id=row.environment_id,
        customer_id=row.customer_id,
        integration_ids=None if ids is None else tuple(ids),
        return_url=row.return_url,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        link_id=row.link_id,
        locale=row.locale,
    )


def _with_mode() -> Select[Any]:
    statement = select(*_COLUMNS, environments.c.mode)
    return statement.join(environments, environments.c.id == connect_sessions.c.environment_id)
