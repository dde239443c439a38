"""A member's passkeys: adding, naming, removing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.text import check_line, require_none
from bothways.core.staff import factor_rows, recovery_codes, staff_rows
from bothways.core.staff.ceremonies import Ceremonies
from bothways.core.staff.challenges import Challenges
from bothways.core.staff.enrol_totp import require_factor_left
from bothways.core.staff.errors import PasskeyNotFound, PasskeyRefused, StaffNotFound
from bothways.core.staff.model import MAX_PASSKEYS, Passkey, Staff
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.errors import UniqueViolation
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret

MAX_NAME = 60


@dataclass(frozen=True)
class AddPasskey:
    """Two steps: `begin` says what the browser shall ask for, `finish` takes its answer, from the same session only."""

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    ceremonies: Ceremonies
    challenges: Challenges
    audit: Audit

    async def begin(self, staff_id: str, session_id: str) -> dict[str, Any]:
        """Options for `navigator.credentials.create`.

        Raises PasskeyRefused when there are too many, PasskeysImpossible.
        """
        self.ceremonies.require()
        async with self.database.begin() as tx:
            member = await _member(tx, staff_id)
            known = await factor_rows.passkeys(tx, staff_id)
            # What the device made could not be taken back.
            _require_room(len(known))
            challenge = await self.challenges.ask(tx, session_id)
        return self.ceremonies.creation(member, known, challenge)

    async def finish(
        self, staff_id: str, session_id: str, name: str, answer: Mapping[str, Any]
    ) -> tuple[Passkey, list[Secret[str]]]:
        """The passkey; with recovery codes when it is the member's first factor, shown now or never.

        Raises InvalidInput, PasskeyRefused, PasskeysImpossible.
        """
        self.ceremonies.require()
        require_none(check_line("name", name, MAX_NAME))
        challenge = await self.challenges.claim(session_id)
        found = self.ceremonies.attest(answer, challenge)
        now = self.clock.now()
        passkey = Passkey(
            id=self.ids.new("pk"),
            staff_id=staff_id,
            credential_id=found.credential_id,
            public_key=found.public_key,
            sign_count=found.sign_count,
            name=name,
            transports=found.transports,
            created_at=now,
        )
        try:
            async with self.database.begin() as tx:
                return passkey, await self._keep(tx, passkey)
        except UniqueViolation:
            raise PasskeyRefused("This passkey is known already.") from None

    async def _keep(self, tx: Transaction, passkey: Passkey) -> list[Secret[str]]:
        member = await _member(tx, passkey.staff_id)
        before = await factor_rows.factors(tx, member.id)
        _require_room(before.passkeys)
        await factor_rows.add_passkey(tx, passkey)
        codes = [] if before.any else await recovery_codes.renew(tx, member.id, self.entropy)
        entry = Entry(member.workspace_id, member.id, "staff.passkey_added", passkey.id, {"name": passkey.name})
        await self.audit.record(tx, entry)
        return codes


@dataclass(frozen=True)
class ManagePasskeys:
    """A member's own ones."""

    database: Database
    audit: Audit

    async def list(self, staff_id: str) -> list[Passkey]:
        """Oldest first."""
        async with self.database.read() as tx:
            return await factor_rows.passkeys(tx, staff_id)

    async def rename(self, staff_id: str, passkey_id: str, name: str) -> Passkey:
        """Raises InvalidInput, PasskeyNotFound."""
        require_none(check_line("name", name, MAX_NAME))
        async with self.database.begin() as tx:
            if not await factor_rows.rename_passkey(tx, staff_id, passkey_id, name):
                raise PasskeyNotFound("There is no such passkey.")
            return next(one for one in await factor_rows.passkeys(tx, staff_id) if one.id == passkey_id)

    async def remove(self, staff_id: str, passkey_id: str) -> None:
        """Raises PasskeyNotFound, FactorRequired."""
        async with self.database.begin() as tx:
            member = await _member(tx, staff_id)
            if not await factor_rows.remove_passkey(tx, staff_id, passkey_id):
                raise PasskeyNotFound("There is no such passkey.")
            await require_factor_left(tx, member)
            await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.passkey_removed", passkey_id))


def _require_room(held: int) -> None:
    if held >= MAX_PASSKEYS:
        raise PasskeyRefused(f"There are {MAX_PASSKEYS} passkeys already; remove one first.")


async def _member(tx: Transaction, staff_id: str) -> Staff:
    known = await staff_rows.get(tx, staff_id, lock=True)
    if known is None:
        raise StaffNotFound("There is no such member of staff.")
    return known.staff
