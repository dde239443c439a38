"""Signing in whom somebody else vouches for: the workspace's own provider."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.roles import Role
from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.admit import Admit
from bothways.core.staff.model import Caller, SignedIn, SignedInBy, Staff
from bothways.core.staff.staff_rows import Known
from bothways.kit.clock import Clock
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class Introduced:
    """Whom the provider means. `role` is what new people get; None: there are none."""

    workspace_id: str
    issuer: str
    subject: str
    email: str
    name: str
    role: Role | None

    @property
    def mark(self) -> str:
        """By which the member is recognised next time: the provider's own name for them, which never changes."""
        return f"{self.issuer} {self.subject}"


@dataclass(frozen=True)
class SignInIntroduced:
    """The provider takes the place of password and second factor: it asked for both, or did not want to."""

    ids: Ids
    clock: Clock
    admit: Admit
    audit: Audit

    async def __call__(self, tx: Transaction, introduced: Introduced, caller: Caller) -> SignedIn | None:
        """None when nobody is meant: the address is somebody else's, or unknown and there is no role for new people."""
        known = await _find(tx, introduced)
        if known is not None:
            member = await self._recognise(tx, known, introduced)
        elif introduced.role is not None:
            member = await self._join(tx, introduced, introduced.role)
        else:
            member = None
        return None if member is None else await self.admit.begin(tx, member, caller, SignedInBy.SSO)

    async def _join(self, tx: Transaction, introduced: Introduced, role: Role) -> Staff | None:
        now = self.clock.now()
        member = Staff(
            self.ids.new("staff"), introduced.workspace_id, introduced.email, introduced.name, role, now, joined_at=now
        )
        if not await staff_rows.add_introduced(tx, member, introduced.mark):
            # They came in by another window a moment ago; the insert waited for it to commit.
            known = await _find(tx, introduced)
            assert known is not None, "the address is taken, so its member is there"
            return await self._recognise(tx, known, introduced)
        detail = {"by": SignedInBy.SSO.value, "role": role.value}
        await self.audit.record(tx, Entry(member.workspace_id, member.id, "staff.joined", member.id, detail))
        return member

    async def _recognise(self, tx: Transaction, known: Known, introduced: Introduced) -> Staff | None:
        if known.staff.workspace_id != introduced.workspace_id:
            return None
        if known.sso_subject == introduced.mark:
            return known.staff
        # They are written to now: read again under a lock, so that two windows at once link them once.
        again = await staff_rows.get(tx, known.staff.id, lock=True)
        if again != known:
            return None if again is None else await self._recognise(tx, again, introduced)
        # The address is known, by which another person came before: it was given to somebody new.
        if known.sso_subject is not None and known.sso_subject.startswith(f"{introduced.issuer} "):
            return None
        joining = known.staff.joined_at is None
        changes: dict[str, object] = {"sso_subject": introduced.mark}
        member = known.staff
        if joining:
            now = self.clock.now()
            changes |= {"joined_at": now, "name": introduced.name}
            member = replace(member, joined_at=now, name=introduced.name)
            await session_rows.drop_links(tx, member.id)
        await staff_rows.change(tx, member.id, **changes)
        action = "staff.joined" if joining else "staff.sso_linked"
        detail = {"by": SignedInBy.SSO.value}
        await self.audit.record(tx, Entry(member.workspace_id, member.id, action, member.id, detail))
        return member


async def _find(tx: Transaction, introduced: Introduced) -> Known | None:
    """By the provider's name for them, else by address."""
    known = await staff_rows.find_introduced(tx, introduced.workspace_id, introduced.mark)
    return known or await staff_rows.find(tx, introduced.email)
