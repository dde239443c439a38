"""What a link leads to: joining, or another password."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.text import MAX_NAME, check_line, require_none
from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.errors import OnlySSO
from bothways.core.staff.links import Links
from bothways.core.staff.model import Caller, Doorstep, Purpose, SignedIn
from bothways.core.staff.passwords import Passwords, check_password
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class AcceptInvitation:
    """Join a workspace with a name and a password of one's own."""

    database: Database
    clock: Clock
    passwords: Passwords
    links: Links
    admit: Admit
    audit: Audit

    async def __call__(self, token: str, name: str, password: Secret[str], caller: Caller) -> SignedIn | Doorstep:
        """Signed in, or at the doorstep where the workspace asks for a second factor.

        Raises InvalidInput, and then the link still works; LinkRefused; OnlySSO.
        """
        require_none([*check_line("name", name, MAX_NAME), *check_password("password", password)])
        await self.links.read(token, Purpose.INVITATION)
        password_hash = await self.passwords.hash(password)
        async with self.database.begin() as tx:
            known = await self.links.claim(tx, token, Purpose.INVITATION)
            if (await staff_rows.policy(tx, known.staff.workspace_id)).only_sso:
                raise OnlySSO("This workspace signs in by single sign-on only.")
            now = self.clock.now()
            await staff_rows.change(tx, known.staff.id, name=name, password_hash=password_hash, joined_at=now)
            member = replace(known.staff, name=name, joined_at=now)
            admitted = await self.admit.after_password(tx, member, caller)
            await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.joined", member.id))
        return admitted


@dataclass(frozen=True)
class ResetPassword:
    """Another password for whoever lost theirs. Every session ends; a second factor is asked for as ever."""

    database: Database
    passwords: Passwords
    links: Links
    admit: Admit
    audit: Audit

    async def __call__(self, token: str, password: Secret[str], caller: Caller) -> SignedIn | Doorstep:
        """Raises InvalidInput, and then the link still works; LinkRefused; OnlySSO."""
        require_none(check_password("password", password))
        await self.links.read(token, Purpose.PASSWORD_RESET)
        password_hash = await self.passwords.hash(password)
        async with self.database.begin() as tx:
            known = await self.links.claim(tx, token, Purpose.PASSWORD_RESET)
            member = known.staff
            if (await staff_rows.policy(tx, member.workspace_id)).only_sso:
                raise OnlySSO("This workspace signs in by single sign-on only.")
            await staff_rows.change(tx, member.id, password_hash=password_hash)
            await session_rows.end_all(tx, member.id)
            admitted = await self.admit.after_password(tx, member, caller)
            await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.password_reset", member.id))
        return admitted
