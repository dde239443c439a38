"""Adding a member of staff."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.errors import WorkspaceNotFound
from bothways.core.identity.roles import Role
from bothways.core.identity.text import MAX_NAME, check_email, check_line, require_none
from bothways.core.staff import staff_rows
from bothways.core.staff.errors import StaffExists
from bothways.core.staff.model import Staff, folded
from bothways.core.staff.passwords import Passwords, check_password
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import ReferenceViolation, UniqueViolation
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class CreateStaff:
    """Let one of the operator's people sign in."""

    database: Database
    ids: Ids
    clock: Clock
    passwords: Passwords
    audit: Audit

    async def __call__(
        self,
        workspace_id: str,
        email: str,
        name: str,
        password: Secret[str],
        *,
        actor: str,
        role: Role = Role.OWNER,
    ) -> Staff:
        """Raises InvalidInput that names each wrong field, WorkspaceNotFound, StaffExists."""
        require_none(
            [
                *check_email("email", email.strip()),
                *check_line("name", name, MAX_NAME),
                *check_password("password", password),
            ]
        )
        password_hash = await self.passwords.hash(password)
        now = self.clock.now()
        member = Staff(self.ids.new("staff"), workspace_id, folded(email), name, role, now, joined_at=now)
        try:
            await self._keep(member, password_hash, actor)
        except ReferenceViolation:
            raise WorkspaceNotFound(f"There is no workspace {workspace_id}.") from None
        except UniqueViolation:
            raise StaffExists("Somebody has this e-mail address already.") from None
        return member

    async def _keep(self, member: Staff, password_hash: str, actor: str) -> None:
        async with self.database.begin() as tx:
            await staff_rows.add(tx, member, password_hash)
            await self.audit.record(
                tx, Entry(member.workspace_id, actor, "staff.created", member.id, {"role": member.role.value})
            )
