"""How the members of a workspace have to sign in."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.staff import session_rows, staff_rows
from bothways.core.staff.errors import OnlySSOUntried
from bothways.core.staff.model import Policy, SignedInBy
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ChangePolicy:
    """Replace a workspace's policy. It counts from the next sign-in on; nobody is signed out."""

    database: Database
    audit: Audit

    async def __call__(self, workspace_id: str, wanted: Policy, *, actor: str, session_id: str | None = None) -> Policy:
        """`session_id` is the session that asks. Raises OnlySSOUntried."""
        async with self.database.begin() as tx:
            before = await staff_rows.policy(tx, workspace_id)
            if wanted.only_sso and not before.only_sso:
                session = None if session_id is None else await session_rows.get(tx, session_id)
                # Whoever came in that way proves that it works: nobody locks everybody out by a slip.
                if session is None or session.signed_in_by is not SignedInBy.SSO:
                    raise OnlySSOUntried("This session did not begin by single sign-on.")
            await staff_rows.put_policy(tx, workspace_id, wanted)
            await self.audit.record(tx, Entry(workspace_id, actor, "staff.policy_changed", workspace_id, vars(wanted)))
        return wanted
