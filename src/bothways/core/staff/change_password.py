"""Another password."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.text import require_none
from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.confirm import CheckPassword
from bothways.core.staff.errors import PasswordWrong
from bothways.core.staff.model import Caller, SignedIn, SignedInBy
from bothways.core.staff.passwords import Passwords, check_password
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class ChangePassword:
    """Ends every session of the member, and begins one with a new id for whoever changed it."""

    database: Database
    passwords: Passwords
    check: CheckPassword
    admit: Admit
    audit: Audit

    async def __call__(self, staff_id: str, current: Secret[str], wanted: Secret[str], caller: Caller) -> SignedIn:
        """Raises InvalidInput, PasswordWrong, TooManySignIns."""
        require_none(check_password("new", wanted))
        before = await self.check(staff_id, current, address=caller.address)
        password_hash = await self.passwords.hash(wanted)
        async with self.database.begin() as tx:
            known = await staff_rows.get(tx, staff_id, lock=True)
            if known is None or known.password_hash != before:
                raise PasswordWrong("The password was changed meanwhile.")
            await staff_rows.change(tx, staff_id, password_hash=password_hash)
            await session_rows.end_all(tx, staff_id)
            await session_rows.drop_links(tx, staff_id)
            signed = await self.admit.begin(tx, known.staff, caller, SignedInBy.PASSWORD)
            await self.audit.record(tx, Entry(known.staff.workspace_id, staff_id, "staff.password_changed", staff_id))
        return signed
