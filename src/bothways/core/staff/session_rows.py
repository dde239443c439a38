"""SQL on sessions, on doorsteps in front of them, and on links that lead there."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, bindparam, select

from bothways.core.staff.model import Purpose, Session, SignedInBy
from bothways.core.staff.store import (
    sign_in_attempts,
    staff,
    staff_challenges,
    staff_doorsteps,
    staff_links,
    staff_sessions,
)
from bothways.kit.db.database import Database
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction


def by_digest(database: Database) -> PointRead:
    """Whose session has that digest, with what role, and how long it lasts."""
    columns = (staff_sessions.c.id, staff_sessions.c.staff_id, staff_sessions.c.expires_at)
    statement = select(*columns, staff.c.workspace_id, staff.c.role).join(
        staff, staff.c.id == staff_sessions.c.staff_id
    )
    return database.point(statement.where(staff_sessions.c.digest == bindparam("digest", type_=LargeBinary)))


async def add(tx: Transaction, session: Session, digest: bytes) -> None:
    """Keep a new session."""
    values = vars(session) | {"signed_in_by": session.signed_in_by.value, "digest": digest}
    await tx.execute(staff_sessions.insert().values(values))


async def get(tx: Transaction, session_id: str) -> Session | None:
    """By id."""
    row = await tx.first(select(staff_sessions).where(staff_sessions.c.id == session_id))
    return None if row is None else _session(row)


async def of_member(tx: Transaction, staff_id: str, now: datetime) -> list[Session]:
    """Those that are alive, newest first."""
    alive = (staff_sessions.c.staff_id == staff_id) & (staff_sessions.c.expires_at > now)
    return [
        _session(row) for row in await tx.all(select(staff_sessions).where(alive).order_by(staff_sessions.c.id.desc()))
    ]


async def confirm(tx: Transaction, session_id: str, now: datetime) -> None:
    """Its owner proved to be there."""
    await tx.execute(staff_sessions.update().where(staff_sessions.c.id == session_id).values(confirmed_at=now))


async def end(tx: Transaction, digest: bytes) -> None:
    """At once; nothing happens when there is none."""
    await tx.execute(staff_sessions.delete().where(staff_sessions.c.digest == digest))


async def end_of(tx: Transaction, staff_id: str, session_id: str) -> bool:
    """One session of a member; whether there was one."""
    own = (staff_sessions.c.staff_id == staff_id) & (staff_sessions.c.id == session_id)
    return await tx.execute(staff_sessions.delete().where(own)) > 0


async def end_all(tx: Transaction, staff_id: str, *, but: str | None = None) -> int:
    """Every session of a member but that one, and every doorstep; how many sessions there were."""
    own = staff_sessions.c.staff_id == staff_id
    await tx.execute(staff_doorsteps.delete().where(staff_doorsteps.c.staff_id == staff_id))
    return await tx.execute(staff_sessions.delete().where(own if but is None else own & (staff_sessions.c.id != but)))


# ------------------------------------------------------------------------------------------------ doorsteps and links


async def add_doorstep(tx: Transaction, digest: bytes, staff_id: str, expires_at: datetime) -> None:
    """Keep a new one."""
    await tx.execute(staff_doorsteps.insert().values(digest=digest, staff_id=staff_id, expires_at=expires_at))


async def doorstep(tx: Transaction, digest: bytes, now: datetime) -> str | None:
    """Who stands there."""
    alive = (staff_doorsteps.c.digest == digest) & (staff_doorsteps.c.expires_at > now)
    row = await tx.first(select(staff_doorsteps.c.staff_id).where(alive))
    return None if row is None else str(row.staff_id)


async def leave_doorstep(tx: Transaction, digest: bytes) -> bool:
    """Whether somebody stood there: of several who leave at once one does."""
    return await tx.execute(staff_doorsteps.delete().where(staff_doorsteps.c.digest == digest)) > 0


async def add_link(tx: Transaction, digest: bytes, staff_id: str, purpose: Purpose, expires_at: datetime) -> None:
    """Keep a new link; those that the member had are worth nothing any more."""
    await tx.execute(staff_links.delete().where(staff_links.c.staff_id == staff_id))
    values = {"digest": digest, "staff_id": staff_id, "purpose": purpose.value, "expires_at": expires_at}
    await tx.execute(staff_links.insert().values(values))


async def link(tx: Transaction, digest: bytes, purpose: Purpose, now: datetime) -> str | None:
    """Whose link it is, without using it up."""
    row = await tx.first(select(staff_links.c.staff_id).where(_live_link(digest, purpose, now)))
    return None if row is None else str(row.staff_id)


async def claim_link(tx: Transaction, digest: bytes, purpose: Purpose, now: datetime) -> str | None:
    """Whose link it is; nobody claims it again."""
    claimed = staff_links.delete().where(_live_link(digest, purpose, now)).returning(staff_links.c.staff_id)
    row = await tx.first(claimed)
    return None if row is None else str(row.staff_id)


async def drop_links(tx: Transaction, staff_id: str) -> None:
    """None of them leads anywhere any more."""
    await tx.execute(staff_links.delete().where(staff_links.c.staff_id == staff_id))


# -------------------------------------------------------------------------------------------------------- challenges


async def put_challenge(tx: Transaction, digest: bytes, challenge: bytes, expires_at: datetime) -> None:
    """What a passkey is to sign next; one that was asked before is void."""
    values = {"challenge": challenge, "expires_at": expires_at}
    statement = tx.insert(staff_challenges).values(digest=digest, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[staff_challenges.c.digest], set_=values))


async def claim_challenge(tx: Transaction, digest: bytes, now: datetime) -> bytes | None:
    """The challenge; nobody claims it again."""
    claimed = staff_challenges.delete().where(staff_challenges.c.digest == digest)
    row = await tx.first(claimed.returning(staff_challenges.c.challenge, staff_challenges.c.expires_at))
    return None if row is None or row.expires_at <= now else bytes(row.challenge)


async def sweep(tx: Transaction, before: datetime) -> None:
    """Delete what ended before that instant."""
    for table in (staff_sessions, staff_doorsteps, staff_links, staff_challenges):
        await tx.execute(table.delete().where(table.c.expires_at < before))
    await tx.execute(sign_in_attempts.delete().where(sign_in_attempts.c.ends_at < before))


def _live_link(digest: bytes, purpose: Purpose, now: datetime) -> Any:
    return (
        (staff_links.c.digest == digest) & (staff_links.c.purpose == purpose.value) & (staff_links.c.expires_at > now)
    )


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        staff_id=row.staff_id,
        signed_in_by=SignedInBy(row.signed_in_by),
        agent=row.agent,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        expires_at=row.expires_at,
    )
