"""SQL on staff, their sessions, and attempts to sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, bindparam, case, select

from bothways.core.identity.roles import Role
from bothways.core.staff.model import Staff
from bothways.core.staff.store import sign_in_attempts, staff, staff_sessions
from bothways.kit.db.database import Database
from bothways.kit.db.point import PointRead
from bothways.kit.db.transaction import Transaction

_COLUMNS = [column for column in staff.c if column.name != "password_hash"]


@dataclass(frozen=True)
class Attempts:
    """How often somebody tried, in a window of time that ends at `ends_at`."""

    count: int
    ends_at: datetime


def by_session(database: Database) -> PointRead:
    """Whose session has that digest, and how long it lasts."""
    statement = select(
        staff_sessions.c.id, staff_sessions.c.staff_id, staff.c.workspace_id, staff.c.role, staff_sessions.c.expires_at
    ).join(staff, staff.c.id == staff_sessions.c.staff_id)
    return database.point(statement.where(staff_sessions.c.digest == bindparam("digest", type_=LargeBinary)))


async def add(tx: Transaction, member: Staff, password_hash: str) -> None:
    """Keep a new member of staff. Raises UniqueViolation when the e-mail address is taken."""
    await tx.execute(
        staff.insert().values(**vars(member) | {"role": member.role.value, "password_hash": password_hash})
    )


async def find(tx: Transaction, email: str) -> tuple[Staff, str] | None:
    """By e-mail address, with the hash of the password."""
    row = await tx.first(select(*_COLUMNS, staff.c.password_hash).where(staff.c.email == email))
    return None if row is None else (_model(row), row.password_hash)


async def get(tx: Transaction, staff_id: str) -> Staff | None:
    """By id."""
    row = await tx.first(select(*_COLUMNS).where(staff.c.id == staff_id))
    return None if row is None else _model(row)


async def all_staff(tx: Transaction, workspace_id: str) -> list[Staff]:
    """The staff of a workspace, oldest first."""
    statement = select(*_COLUMNS).where(staff.c.workspace_id == workspace_id).order_by(staff.c.id)
    return [_model(row) for row in await tx.all(statement)]


async def add_session(
    tx: Transaction, session_id: str, member: Staff, digest: bytes, now: datetime, expires_at: datetime
) -> None:
    """Keep a new session."""
    values = {"id": session_id, "staff_id": member.id, "digest": digest, "created_at": now, "expires_at": expires_at}
    await tx.execute(staff_sessions.insert().values(values))


async def end_session(tx: Transaction, digest: bytes) -> None:
    """At once; nothing happens when there is none."""
    await tx.execute(staff_sessions.delete().where(staff_sessions.c.digest == digest))


async def count_attempt(tx: Transaction, subject: bytes, now: datetime, ends_at: datetime) -> Attempts:
    """One more attempt, this one included; a window that is over begins anew."""
    over = sign_in_attempts.c.ends_at <= now
    fresh = tx.insert(sign_in_attempts).values(subject=subject, count=1, ends_at=ends_at)
    counted = fresh.on_conflict_do_update(
        index_elements=[sign_in_attempts.c.subject],
        set_={
            "count": case((over, fresh.excluded["count"]), else_=sign_in_attempts.c["count"] + 1),
            "ends_at": case((over, fresh.excluded.ends_at), else_=sign_in_attempts.c.ends_at),
        },
    )
    row = await tx.first(counted.returning(sign_in_attempts.c["count"], sign_in_attempts.c.ends_at))
    assert row is not None, "an upsert returns its row"
    return Attempts(row._mapping["count"], row.ends_at)


async def clear_attempts(tx: Transaction, subject: bytes) -> None:
    """Forget the attempts of somebody who got in."""
    await tx.execute(sign_in_attempts.delete().where(sign_in_attempts.c.subject == subject))


async def sweep(tx: Transaction, before: datetime) -> None:
    """Delete what ended before that instant."""
    await tx.execute(staff_sessions.delete().where(staff_sessions.c.expires_at < before))
    await tx.execute(sign_in_attempts.delete().where(sign_in_attempts.c.ends_at < before))


def _model(row: Row[Any]) -> Staff:
    return Staff(row.id, row.workspace_id, row.email, row.name, Role(row.role), row.created_at)
