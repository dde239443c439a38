"""Who may manage whom."""

from bothways.core.identity.callers import RoleInsufficient
from bothways.core.identity.roles import Role
from bothways.core.staff import staff_rows
from bothways.core.staff.errors import LastOwner, OwnAccount, OwnersOnly, StaffNotFound
from bothways.core.staff.model import Authority
from bothways.core.staff.staff_rows import Known
from bothways.kit.db.transaction import Transaction


def require_over(authority: Authority, *roles: Role) -> None:
    """Raises RoleInsufficient below admins, and OwnersOnly where a role is an owner's and the authority is not."""
    if not authority.role.is_at_least(Role.ADMIN):
        raise RoleInsufficient(f"This takes the role {Role.ADMIN}; yours is {authority.role}.")
    if Role.OWNER in roles and authority.role is not Role.OWNER:
        raise OwnersOnly("This concerns an owner.")


async def managed(tx: Transaction, authority: Authority, workspace_id: str, staff_id: str) -> Known:
    """The member, held until the transaction is over, if the authority may manage them.

    Raises StaffNotFound (alike for members of other workspaces), OwnAccount, OwnersOnly, RoleInsufficient.
    """
    known = await staff_rows.get(tx, staff_id, lock=True)
    if known is None or known.staff.workspace_id != workspace_id:
        raise StaffNotFound("There is no such member of staff.")
    if known.staff.id == authority.staff_id:
        raise OwnAccount("Nobody does this to themselves.")
    require_over(authority, known.staff.role)
    return known


async def require_another_owner(tx: Transaction, known: Known) -> None:
    """Raises LastOwner when the member is the only owner who came. Owners cannot change until the transaction is over.

    Of two owners who remove each other at once, the second waits here and then finds itself alone.
    """
    owners = await staff_rows.lock_owners(tx, known.staff.workspace_id)
    if owners == {known.staff.id}:
        raise LastOwner("This is the only owner of the workspace.")
