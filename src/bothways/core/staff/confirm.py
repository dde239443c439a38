"""Making sure that it is still the owner who sits in front of a session."""

from dataclasses import dataclass

from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.errors import ConfirmationNeeded, PasswordWrong, StaffNotFound
from bothways.core.staff.model import CONFIRMED_FOR
from bothways.core.staff.passwords import Passwords
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class RequireConfirmation:
    """What changes who may sign in asks for a session whose owner proved to be there in the last ten minutes."""

    database: Database
    clock: Clock

    async def __call__(self, session_id: str) -> None:
        """Raises ConfirmationNeeded."""
        async with self.database.read() as tx:
            session = await session_rows.get(tx, session_id)
        if session is None or self.clock.now() - session.confirmed_at > CONFIRMED_FOR:
            raise ConfirmationNeeded("Show once more that it is you.")


@dataclass(frozen=True)
class CheckPassword:
    """Whether somebody who is signed in knows their password; counted like an attempt to sign in."""

    database: Database
    passwords: Passwords
    attempts: SignInAttempts

    async def __call__(self, staff_id: str, password: Secret[str], *, address: str) -> str:
        """The hash that it has. Raises PasswordWrong, also for whoever has none; TooManySignIns, StaffNotFound."""
        async with self.database.read() as tx:
            known = await staff_rows.get(tx, staff_id)
        if known is None:
            raise StaffNotFound("There is no such member of staff.")
        await self.attempts.count(known.staff.email, address)
        if not await self.passwords.verify(known.password_hash, password) or known.password_hash is None:
            raise PasswordWrong("This is not the password.")
        return known.password_hash


@dataclass(frozen=True)
class Confirm:
    """The password, for ten more minutes."""

    database: Database
    clock: Clock
    check: CheckPassword

    async def __call__(self, staff_id: str, session_id: str, password: Secret[str], *, address: str) -> None:
        """Raises PasswordWrong, TooManySignIns."""
        await self.check(staff_id, password, address=address)
        async with self.database.begin() as tx:
            await session_rows.confirm(tx, session_id, self.clock.now())
