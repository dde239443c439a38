"""Changing what a colleague may do, and sending them away."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.roles import Role
from bothways.core.staff import factor_rows, session_rows, staff_rows
from bothways.core.staff.authority import managed, require_another_owner, require_over
from bothways.core.staff.model import Authority, Staff
from bothways.core.vault.vault import Vault
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ChangeRole:
    """Give a member another role; it counts from the next request on."""

    database: Database
    audit: Audit

    async def __call__(self, workspace_id: str, staff_id: str, role: Role, by: Authority) -> Staff:
        """Raises StaffNotFound, OwnAccount, OwnersOnly, RoleInsufficient, LastOwner."""
        async with self.database.begin() as tx:
            known = await managed(tx, by, workspace_id, staff_id)
            require_over(by, role)
            if known.staff.role is Role.OWNER and role is not Role.OWNER:
                await require_another_owner(tx, known)
            await staff_rows.change(tx, staff_id, role=role.value)
            detail = {"from": known.staff.role.value, "to": role.value}
            await self.audit.record(tx, Entry(workspace_id, by.actor, "staff.role_changed", staff_id, detail))
        return replace(known.staff, role=role)


@dataclass(frozen=True)
class RemoveStaff:
    """Send a member away: every session ends at once, every link is void, and what was sealed for them is shredded."""

    database: Database
    vault: Vault
    audit: Audit

    async def __call__(self, workspace_id: str, staff_id: str, by: Authority) -> None:
        """Raises StaffNotFound, OwnAccount, OwnersOnly, RoleInsufficient, LastOwner."""
        async with self.database.begin() as tx:
            known = await managed(tx, by, workspace_id, staff_id)
            if known.staff.role is Role.OWNER:
                await require_another_owner(tx, known)
            await staff_rows.remove(tx, staff_id)
            await self.vault.shred(tx, staff_id)
            await self.audit.record(tx, Entry(workspace_id, by.actor, "staff.removed", staff_id))


@dataclass(frozen=True)
class ClearFactors:
    """For a colleague who lost the phone: the password alone is asked for, and every session ends."""

    database: Database
    audit: Audit

    async def __call__(self, workspace_id: str, staff_id: str, by: Authority) -> None:
        """Raises StaffNotFound, OwnAccount, OwnersOnly, RoleInsufficient."""
        async with self.database.begin() as tx:
            await managed(tx, by, workspace_id, staff_id)
            await factor_rows.remove_all(tx, staff_id)
            await session_rows.end_all(tx, staff_id)
            await self.audit.record(tx, Entry(workspace_id, by.actor, "staff.second_factors_cleared", staff_id))
