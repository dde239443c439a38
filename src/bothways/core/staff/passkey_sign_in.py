"""Signing in with a passkey: instead of a password, or after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bothways.core.audit.trail import Audit
from bothways.core.staff import factor_rows, staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.attempts import SignInAttempts
from bothways.core.staff.ceremonies import Ceremonies, credential_id_of
from bothways.core.staff.challenges import Challenges
from bothways.core.staff.errors import OnlySSO, PasskeyRefused, SecondFactorRefused, SignInRefused
from bothways.core.staff.model import Caller, Passkey, SignedIn, SignedInBy
from bothways.core.staff.second_factor import Doorsteps, record_refusal
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction


@dataclass(frozen=True)
class SignInByPasskey:
    """Nothing typed: the passkey says who it is, and the device made sure of its owner (user verification)."""

    database: Database
    clock: Clock
    ceremonies: Ceremonies
    challenges: Challenges
    attempts: SignInAttempts
    admit: Admit

    async def begin(self, browser: str, address: str) -> dict[str, Any]:
        """Options for `navigator.credentials.get`; `browser` is a secret of its own. Raises TooManySignIns."""
        self.ceremonies.require()
        await self.attempts.count_address(address)
        async with self.database.begin() as tx:
            challenge = await self.challenges.ask(tx, browser)
        return self.ceremonies.request([], challenge, alone=True)

    async def finish(self, browser: str, answer: Mapping[str, Any], caller: Caller) -> SignedIn:
        """Raises SignInRefused, alike for unknown passkeys and bad answers; OnlySSO."""
        self.ceremonies.require()
        try:
            challenge = await self.challenges.claim(browser)
            async with self.database.read() as tx:
                passkey = await factor_rows.passkey_of(tx, credential_id_of(answer))
            if passkey is None:
                raise PasskeyRefused("This passkey is not known.")
            count = self.ceremonies.judge(answer, passkey, challenge, alone=True)
            async with self.database.begin() as tx:
                await use(tx, passkey, count, self.clock)
                return await self._admit(tx, passkey, caller)
        except PasskeyRefused as error:
            raise SignInRefused("This passkey does not sign anybody in.", debug=error.debug) from None

    async def _admit(self, tx: Transaction, passkey: Passkey, caller: Caller) -> SignedIn:
        known = await staff_rows.get(tx, passkey.staff_id, lock=True)
        if known is None or known.staff.joined_at is None:
            raise PasskeyRefused("This passkey is not known.")
        if (await staff_rows.policy(tx, known.staff.workspace_id)).only_sso:
            raise OnlySSO("This workspace signs in by single sign-on only.")
        return await self.admit.begin(tx, known.staff, caller, SignedInBy.PASSKEY)


@dataclass(frozen=True)
class ProveByPasskey:
    """At the doorstep, after the password."""

    database: Database
    clock: Clock
    ceremonies: Ceremonies
    challenges: Challenges
    doorsteps: Doorsteps
    attempts: SignInAttempts
    admit: Admit
    audit: Audit

    async def begin(self, token: str) -> dict[str, Any]:
        """Options for `navigator.credentials.get`, with the member's own passkeys. Raises DoorstepGone."""
        self.ceremonies.require()
        async with self.database.begin() as tx:
            waiting = await self.doorsteps.within(tx, token)
            known = await factor_rows.passkeys(tx, waiting.staff.id)
            challenge = await self.challenges.ask(tx, token)
        return self.ceremonies.request(known, challenge, alone=False)

    async def finish(self, token: str, answer: Mapping[str, Any], caller: Caller) -> SignedIn:
        """Raises DoorstepGone, SecondFactorRefused, TooManySignIns."""
        self.ceremonies.require()
        waiting = await self.doorsteps.read(token)
        await self.attempts.count_code(waiting.staff.id)
        try:
            challenge = await self.challenges.claim(token)
            async with self.database.read() as tx:
                passkey = await factor_rows.passkey_of(tx, credential_id_of(answer))
            if passkey is None or passkey.staff_id != waiting.staff.id:
                raise PasskeyRefused("This passkey is not this member's.")
            count = self.ceremonies.judge(answer, passkey, challenge, alone=False)
            async with self.database.begin() as tx:
                await use(tx, passkey, count, self.clock)
                await self.doorsteps.leave(tx, token)
                return await self.admit.begin(tx, waiting.staff, caller, SignedInBy.PASSWORD)
        except PasskeyRefused as error:
            await record_refusal(self.database, self.audit, waiting.staff)
            raise SecondFactorRefused("This passkey does not work here.", debug=error.debug) from None


async def use(tx: Transaction, passkey: Passkey, count: int, clock: Clock) -> None:
    """Count a signature. Raises PasskeyRefused when another one was counted at the same time."""
    if not await factor_rows.used_passkey(tx, passkey, count, clock.now()):
        raise PasskeyRefused("This passkey was used elsewhere at the same time.")
