"""Inviting people, and giving a new link to whoever lost theirs."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.errors import WorkspaceNotFound
from bothways.core.identity.roles import Role
from bothways.core.identity.text import check_email, require_none
from bothways.core.staff import staff_rows
from bothways.core.staff.authority import managed, require_over
from bothways.core.staff.errors import StaffExists
from bothways.core.staff.links import Link, Links
from bothways.core.staff.model import Authority, Staff, folded
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import ReferenceViolation, UniqueViolation
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class InviteStaff:
    """Let somebody join a workspace: they choose name and password by a link that opens once, within 72 hours."""

    database: Database
    ids: Ids
    clock: Clock
    links: Links
    audit: Audit

    async def __call__(self, workspace_id: str, email: str, role: Role, by: Authority) -> tuple[Staff, Link]:
        """Raises InvalidInput, StaffExists, WorkspaceNotFound, OwnersOnly, RoleInsufficient."""
        require_over(by, role)
        email = folded(email)
        require_none(check_email("email", email))
        member = Staff(self.ids.new("staff"), workspace_id, email, email, role, self.clock.now())
        try:
            async with self.database.begin() as tx:
                await staff_rows.add(tx, member, None)
                link = await self.links.make(tx, member)
                entry = Entry(workspace_id, by.actor, "staff.invited", member.id, {"role": role.value})
                await self.audit.record(tx, entry)
        except ReferenceViolation:
            raise WorkspaceNotFound(f"There is no workspace {workspace_id}.") from None
        except UniqueViolation:
            raise StaffExists("Somebody has this e-mail address already.") from None
        return member, link


@dataclass(frozen=True)
class RenewLink:
    """Another link: an invitation again, or for somebody who came already and lost the password."""

    database: Database
    links: Links
    audit: Audit

    async def __call__(self, workspace_id: str, staff_id: str, by: Authority) -> Link:
        """Raises StaffNotFound, OwnAccount, OwnersOnly, RoleInsufficient."""
        async with self.database.begin() as tx:
            known = await managed(tx, by, workspace_id, staff_id)
            link = await self.links.make(tx, known.staff)
            detail = {"purpose": link.purpose.value}
            await self.audit.record(tx, Entry(workspace_id, by.actor, "staff.link_made", staff_id, detail))
        return link
