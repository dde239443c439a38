"""From the doorstep in: by a code, or by setting the first factor up."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, digest, parse
from bothways.core.staff import factor_rows, recovery_codes, session_rows, staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.enrol_totp import ConfirmTOTP
from bothways.core.staff.errors import DoorstepGone, SecondFactorRefused
from bothways.core.staff.model import Caller, Factors, SignedIn, SignedInBy, Staff
from bothways.core.staff.totp_secrets import TOTPSecrets
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret


@dataclass(frozen=True)
class Waiting:
    """Who stands at the doorstep, and what they can prove. `enrol`: nothing yet, and the workspace asks for it."""

    staff: Staff
    factors: Factors

    @property
    def enrol(self) -> bool:
        """Whether a first factor must be set up."""
        return not self.factors.any


@dataclass(frozen=True)
class Doorsteps:
    """Who gave the right password a moment ago."""

    database: Database
    clock: Clock

    async def read(self, token: str) -> Waiting:
        """Raises DoorstepGone."""
        async with self.database.read() as tx:
            return await self.within(tx, token)

    async def within(self, tx: Transaction, token: str) -> Waiting:
        """The same inside a transaction. Raises DoorstepGone."""
        known = None
        if (parse(token) or (None, None))[1] is Kind.DOORSTEP:
            staff_id = await session_rows.doorstep(tx, digest(token), self.clock.now())
            known = None if staff_id is None else await staff_rows.get(tx, staff_id)
        if known is None:
            raise DoorstepGone("The password was given too long ago.")
        return Waiting(known.staff, await factor_rows.factors(tx, known.staff.id))

    async def leave(self, tx: Transaction, token: str) -> None:
        """Through the door. Raises DoorstepGone when somebody was faster with the same token."""
        if not await session_rows.leave_doorstep(tx, digest(token)):
            raise DoorstepGone("The password was given too long ago.")


@dataclass(frozen=True)
class ProveByCode:
    """A code of the app, or a recovery code."""

    database: Database
    doorsteps: Doorsteps
    secrets: TOTPSecrets
    attempts: SignInAttempts
    admit: Admit
    audit: Audit

    async def __call__(self, token: str, code: str, caller: Caller) -> SignedIn:
        """Raises DoorstepGone, SecondFactorRefused, TooManySignIns."""
        waiting = await self.doorsteps.read(token)
        await self.attempts.count_code(waiting.staff.id)
        async with self.database.begin() as tx:
            signed = await self._try(tx, token, code, caller)
        if signed is None:
            await record_refusal(self.database, self.audit, waiting.staff)
            raise SecondFactorRefused("This is not a code that works now.")
        return signed

    async def _try(self, tx: Transaction, token: str, code: str, caller: Caller) -> SignedIn | None:
        member = (await self.doorsteps.within(tx, token)).staff
        by_recovery = False
        if not await self.secrets.spend(tx, member, code):
            by_recovery = await recovery_codes.spend(tx, member.id, code)
            if not by_recovery:
                return None
        await self.doorsteps.leave(tx, token)
        signed = await self.admit.begin(tx, member, caller, SignedInBy.PASSWORD)
        if by_recovery:
            await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.recovery_code_used", member.id))
        return signed


@dataclass(frozen=True)
class EnrolAtDoorstep:
    """The first code of a new app, where the workspace asks for a second factor and the member has none."""

    database: Database
    doorsteps: Doorsteps
    confirm: ConfirmTOTP
    attempts: SignInAttempts
    admit: Admit

    async def __call__(self, token: str, code: str, caller: Caller) -> tuple[SignedIn, list[Secret[str]]]:
        """The session, and recovery codes that are shown now or never.

        Raises DoorstepGone, SecondFactorRefused, TooManySignIns.
        """
        waiting = await self.doorsteps.read(token)
        await self.attempts.count_code(waiting.staff.id)
        async with self.database.begin() as tx:
            waiting = await self.doorsteps.within(tx, token)
            if not waiting.enrol:
                raise DoorstepGone("A second factor was set up meanwhile.")
            codes = await self.confirm.within(tx, waiting.staff, code)
            await self.doorsteps.leave(tx, token)
            return await self.admit.begin(tx, waiting.staff, caller, SignedInBy.PASSWORD), codes


async def record_refusal(database: Database, audit: Audit, member: Staff) -> None:
    """Whoever comes this far knows the password: its owner wants to hear of it."""
    async with database.begin() as tx:
        await audit.record(tx, Entry(member.workspace_id, member.id, "staff.second_factor_refused", member.id))
