"""The last step of every way in: a session, or a doorstep where it takes more."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, Mode, digest, mint
from bothways.core.staff import attempt_rows, factor_rows, session_rows, staff_rows
from bothways.core.staff.attempts import account_subject, codes_subject
from bothways.core.staff.model import (
    DOORSTEP_LIFETIME,
    MAX_AGENT,
    SESSION_LIFETIME,
    Caller,
    Doorstep,
    Session,
    SignedIn,
    SignedInBy,
    Staff,
)
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class Admit:
    """Makes sessions. Called inside the transaction that used up whatever proved who it is."""

    ids: Ids
    clock: Clock
    entropy: Entropy
    audit: Audit

    async def after_password(self, tx: Transaction, member: Staff, caller: Caller) -> SignedIn | Doorstep:
        """In, or on to the second factor: where the member has one, and where the workspace asks for one."""
        factors = await factor_rows.factors(tx, member.id)
        required = (await staff_rows.policy(tx, member.workspace_id)).second_factor_required
        if not factors.any and not required:
            return await self.begin(tx, member, caller, SignedInBy.PASSWORD)
        bearer = mint(Kind.DOORSTEP, Mode.LIVE, self.entropy)
        expires_at = self.clock.now() + DOORSTEP_LIFETIME
        await session_rows.add_doorstep(tx, bearer.digest, member.id, expires_at)
        return Doorstep(member, bearer.token, factors, not factors.any, expires_at)

    async def begin(self, tx: Transaction, member: Staff, caller: Caller, by: SignedInBy) -> SignedIn:
        """A session with a new id always; the one of the cookie before ends, whoever put it there."""
        # Staff see both sides of their workspace; the mode of the token says nothing.
        bearer = mint(Kind.STAFF_SESSION, Mode.LIVE, self.entropy)
        now = self.clock.now()
        session = Session(self.ids.new("ss"), member.id, by, _shown(caller.agent), now, now, now + SESSION_LIFETIME)
        if caller.previous is not None:
            await session_rows.end(tx, digest(caller.previous))
        await session_rows.add(tx, session, bearer.digest)
        for subject in (account_subject(member.email), codes_subject(member.id)):
            await attempt_rows.clear(tx, subject)
        detail = {"by": by.value}
        await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.signed_in", session.id, detail))
        return SignedIn(member, bearer.token, session.expires_at)


def _shown(agent: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in agent)[:MAX_AGENT]
