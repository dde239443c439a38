"""Signing staff in."""

from dataclasses import dataclass
from datetime import datetime

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, Mode, digest, mint
from bothways.core.identity.csrf import csrf_of
from bothways.core.staff import rows
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.create import folded
from bothways.core.staff.errors import SignInRefused
from bothways.core.staff.model import SESSION_LIFETIME, Staff
from bothways.core.staff.passwords import Passwords
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class SignedIn:
    """A new staff session. `token` is for the cookie: HttpOnly, SameSite=Lax, Secure on https, no longer than this."""

    staff: Staff
    token: Secret[str]
    csrf: Secret[str]
    expires_at: datetime


@dataclass(frozen=True)
class SignIn:
    """E-mail address and password in, session out."""

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    passwords: Passwords
    attempts: SignInAttempts
    audit: Audit

    async def __call__(
        self, email: str, password: Secret[str], *, address: str, previous: str | None = None
    ) -> SignedIn:
        """A session with a new id always; the one of the cookie `previous` ends, whoever put it there.

        `address` is the network address of the peer. Raises SignInRefused, alike and after the same time for a
        wrong password and an unknown address; TooManySignIns.
        """
        email = folded(email)
        await self.attempts.count(email, address)
        async with self.database.read() as tx:
            found = await rows.find(tx, email)
        if not await self.passwords.verify(found[1] if found else None, password) or found is None:
            raise SignInRefused("The e-mail address or the password is wrong.")
        return await self._begin(found[0], previous)

    async def _begin(self, member: Staff, previous: str | None) -> SignedIn:
        # Staff see both sides of their workspace; the mode of the token says nothing.
        bearer = mint(Kind.STAFF_SESSION, Mode.LIVE, self.entropy)
        now = self.clock.now()
        expires_at = now + SESSION_LIFETIME
        session_id = self.ids.new("ss")
        async with self.database.begin() as tx:
            if previous is not None:
                await rows.end_session(tx, digest(previous))
            await rows.add_session(tx, session_id, member, bearer.digest, now, expires_at)
            await self.attempts.clear(tx, member.email)
            entry = Entry(member.workspace_id, member.id, "staff.signed_in", session_id)
            await self.audit.record(tx, entry)
        return SignedIn(member, bearer.token, csrf_of(bearer.token.reveal()), expires_at)
