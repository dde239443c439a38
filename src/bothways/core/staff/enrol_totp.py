"""Setting one-time passwords up, and giving them up."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.staff import attempt_rows, factor_rows, recovery_codes, staff_rows, totp
from bothways.core.staff.attempts import SignInAttempts, codes_subject
from bothways.core.staff.errors import (
    FactorMissing,
    FactorRequired,
    SecondFactorRefused,
    StaffNotFound,
    TOTPExists,
)
from bothways.core.staff.model import Staff
from bothways.core.staff.totp_secrets import TOTPSecrets
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret

ISSUER = "Bothways"


@dataclass(frozen=True)
class Enrolment:
    """What goes into the app: by hand, by a link, or by the camera."""

    secret: Secret[str]
    uri: Secret[str]
    qr_svg: Secret[str]


@dataclass(frozen=True)
class BeginTOTP:
    """Show the secret that an app is to hold. It counts once a code of it was typed; until then it stays the same."""

    database: Database
    secrets: TOTPSecrets

    async def __call__(self, staff_id: str) -> Enrolment:
        """Raises TOTPExists, StaffNotFound."""
        async with self.database.begin() as tx:
            member = await _member(tx, staff_id)
            if (await factor_rows.factors(tx, staff_id)).totp:
                raise TOTPExists("One-time passwords are set up already.")
            secret = await self.secrets.ensure(tx, member)
        address = totp.uri(secret, account=member.email, issuer=ISSUER)
        return Enrolment(secret, address, totp.picture(address))


@dataclass(frozen=True)
class ConfirmTOTP:
    """The first code: from now on it takes one to sign in. Gives recovery codes, which are shown now or never."""

    database: Database
    secrets: TOTPSecrets
    attempts: SignInAttempts
    entropy: Entropy
    audit: Audit

    async def __call__(self, staff_id: str, code: str) -> list[Secret[str]]:
        """Raises SecondFactorRefused, TooManySignIns."""
        await self.attempts.count_code(staff_id)
        async with self.database.begin() as tx:
            return await self.within(tx, await _member(tx, staff_id), code)

    async def within(self, tx: Transaction, member: Staff, code: str) -> list[Secret[str]]:
        """The same inside a transaction of the caller's, who counted the attempt. Raises SecondFactorRefused."""
        if not await self.secrets.spend(tx, member, code, confirming=True):
            raise SecondFactorRefused("This is not the code that the app shows now.")
        codes = await recovery_codes.renew(tx, member.id, self.entropy)
        await attempt_rows.clear(tx, codes_subject(member.id))
        await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.totp_added", member.id))
        return codes


@dataclass(frozen=True)
class RemoveTOTP:
    """Give one-time passwords up."""

    database: Database
    audit: Audit

    async def __call__(self, staff_id: str) -> None:
        """Raises FactorMissing, and FactorRequired when the workspace asks for a factor and this is the only one."""
        async with self.database.begin() as tx:
            member = await _member(tx, staff_id)
            if not (await factor_rows.factors(tx, staff_id)).totp:
                raise FactorMissing("There are no one-time passwords.")
            await factor_rows.remove_totp(tx, staff_id)
            await require_factor_left(tx, member)
            await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.totp_removed", member.id))


@dataclass(frozen=True)
class RenewRecoveryCodes:
    """New ones; those that were left are worth nothing any more."""

    database: Database
    entropy: Entropy
    audit: Audit

    async def __call__(self, staff_id: str) -> list[Secret[str]]:
        """Raises FactorMissing when there is no factor that they could stand in for."""
        async with self.database.begin() as tx:
            member = await _member(tx, staff_id)
            if not (await factor_rows.factors(tx, staff_id)).any:
                raise FactorMissing("There is no second factor yet.")
            codes = await recovery_codes.renew(tx, staff_id, self.entropy)
            entry = Entry(member.workspace_id, member.id, "staff.recovery_codes_renewed", member.id)
            await self.audit.record(tx, entry)
        return codes


async def require_factor_left(tx: Transaction, member: Staff) -> None:
    """After one was removed. Raises FactorRequired, which undoes that; without any, recovery codes go too."""
    if (await factor_rows.factors(tx, member.id)).any:
        return
    if (await staff_rows.policy(tx, member.workspace_id)).second_factor_required:
        raise FactorRequired("The workspace asks for a second factor, and this is the last one.")
    await factor_rows.put_codes(tx, member.id, [])


async def _member(tx: Transaction, staff_id: str) -> Staff:
    known = await staff_rows.get(tx, staff_id, lock=True)
    if known is None:
        raise StaffNotFound("There is no such member of staff.")
    return known.staff
