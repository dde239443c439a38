"""SQL on members of staff and on their workspaces' policies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from bothways.core.identity.roles import Role
from bothways.core.staff.model import Policy, Staff
from bothways.core.staff.store import staff, staff_policies, staff_sessions
from bothways.kit.db.transaction import Transaction


@dataclass(frozen=True)
class Known:
    """A member, with what they are recognised by."""

    staff: Staff
    password_hash: str | None
    sso_subject: str | None


async def add(tx: Transaction, member: Staff, password_hash: str | None) -> None:
    """Keep a new member of staff. Raises UniqueViolation when the e-mail address is taken."""
    await tx.execute(staff.insert().values(_values(member, password_hash, None)))


async def add_introduced(tx: Transaction, member: Staff, sso_subject: str) -> bool:
    """Whether they were kept; False when the e-mail address is taken already."""
    values = _values(member, None, sso_subject)
    statement = tx.insert(staff).values(**values).on_conflict_do_nothing(index_elements=[staff.c.email])
    return await tx.first(statement.returning(staff.c.id)) is not None


async def find(tx: Transaction, email: str) -> Known | None:
    """By e-mail address."""
    row = await tx.first(select(staff).where(staff.c.email == email))
    return None if row is None else _known(row)


async def find_introduced(tx: Transaction, workspace_id: str, subject: str) -> Known | None:
    """By what the workspace's provider calls them."""
    own = (staff.c.workspace_id == workspace_id) & (staff.c.sso_subject == subject)
    row = await tx.first(select(staff).where(own))
    return None if row is None else _known(row)


async def get(tx: Transaction, staff_id: str, *, lock: bool = False) -> Known | None:
    """By id; `lock` keeps others from changing the member until the transaction is over."""
    statement = select(staff).where(staff.c.id == staff_id)
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _known(row)


async def all_staff(tx: Transaction, workspace_id: str) -> list[Known]:
    """The staff of a workspace, oldest first."""
    statement = select(staff).where(staff.c.workspace_id == workspace_id).order_by(staff.c.id)
    return [_known(row) for row in await tx.all(statement)]


async def last_sign_ins(tx: Transaction, workspace_id: str) -> dict[str, datetime]:
    """When each member with a session that is kept signed in last."""
    latest = func.max(staff_sessions.c.created_at, type_=staff_sessions.c.created_at.type)
    statement = (
        select(staff_sessions.c.staff_id, latest.label("latest"))
        .join(staff, staff.c.id == staff_sessions.c.staff_id)
        .where(staff.c.workspace_id == workspace_id)
        .group_by(staff_sessions.c.staff_id)
    )
    return {row.staff_id: row.latest for row in await tx.all(statement)}


async def lock_owners(tx: Transaction, workspace_id: str) -> set[str]:
    """The owners of a workspace who came; nobody changes them until the transaction is over."""
    is_owner = (staff.c.role == Role.OWNER.value) & staff.c.joined_at.is_not(None)
    statement = select(staff.c.id).where(staff.c.workspace_id == workspace_id, is_owner).order_by(staff.c.id)
    return {row.id for row in await tx.all(statement.with_for_update())}


async def change(tx: Transaction, staff_id: str, **values: object) -> None:
    """Write columns of a member."""
    await tx.execute(staff.update().where(staff.c.id == staff_id).values(**values))


async def remove(tx: Transaction, staff_id: str) -> None:
    """With everything that the member had."""
    await tx.execute(staff.delete().where(staff.c.id == staff_id))


async def policy(tx: Transaction, workspace_id: str) -> Policy:
    """How its members sign in; a workspace that never said has the defaults."""
    row = await tx.first(select(staff_policies).where(staff_policies.c.workspace_id == workspace_id))
    return Policy() if row is None else Policy(row.second_factor_required, row.only_sso)


async def put_policy(tx: Transaction, workspace_id: str, wanted: Policy) -> None:
    """Replace it."""
    values = {"second_factor_required": wanted.second_factor_required, "only_sso": wanted.only_sso}
    statement = tx.insert(staff_policies).values(workspace_id=workspace_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[staff_policies.c.workspace_id], set_=values))


def _values(member: Staff, password_hash: str | None, sso_subject: str | None) -> dict[str, object]:
    return vars(member) | {"role": member.role.value, "password_hash": password_hash, "sso_subject": sso_subject}


def _known(row: Row[Any]) -> Known:
    member = Staff(row.id, row.workspace_id, row.email, row.name, Role(row.role), row.created_at, row.joined_at)
    return Known(member, row.password_hash, row.sso_subject)
