"""Signing staff in by their password."""

from dataclasses import dataclass

from bothways.core.staff import staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.errors import OnlySSO, SignInRefused
from bothways.core.staff.model import Caller, Doorstep, SignedIn, folded
from bothways.core.staff.passwords import Passwords
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class SignIn:
    """E-mail address and password in, session out; or a doorstep, where it takes a second factor."""

    database: Database
    passwords: Passwords
    attempts: SignInAttempts
    admit: Admit

    async def __call__(
        self, email: str, password: Secret[str], *, address: str, agent: str = "", previous: str | None = None
    ) -> SignedIn | Doorstep:
        """`address` is the network address of the peer, `previous` the cookie of a session before, which ends.

        Raises SignInRefused, alike and after the same time for a wrong password and an unknown address;
        TooManySignIns; OnlySSO to whoever knows the password.
        """
        email = folded(email)
        await self.attempts.count(email, address)
        async with self.database.read() as tx:
            found = await staff_rows.find(tx, email)
        right = await self.passwords.verify(found.password_hash if found else None, password)
        if not right or found is None:
            raise SignInRefused("The e-mail address or the password is wrong.")
        async with self.database.begin() as tx:
            # Anew, and held: meanwhile the member may have been removed, or have another password.
            now_known = await staff_rows.get(tx, found.staff.id, lock=True)
            if now_known is None or now_known.password_hash != found.password_hash:
                raise SignInRefused("The e-mail address or the password is wrong.")
            if (await staff_rows.policy(tx, found.staff.workspace_id)).only_sso:
                raise OnlySSO("This workspace signs in by single sign-on only.")
            return await self.admit.after_password(tx, now_known.staff, Caller(address, agent, previous))
