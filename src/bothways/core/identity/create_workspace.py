"""Making a workspace."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity import environment_rows
from bothways.core.identity.model import Workspace
from bothways.core.identity.text import MAX_NAME, check_line, require_none
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class CreateWorkspace:
    """Make a workspace."""

    database: Database
    ids: Ids
    clock: Clock
    audit: Audit

    async def __call__(self, name: str, *, actor: str) -> Workspace:
        """Raises InvalidInput on a name that is no line of text."""
        require_none(check_line("name", name, MAX_NAME))
        workspace = Workspace(self.ids.new("ws"), name, self.clock.now())
        async with self.database.begin() as tx:
            await environment_rows.add_workspace(tx, workspace)
            await self.audit.record(tx, Entry(workspace.id, actor, "workspace.created", workspace.id, {"name": name}))
        return workspace
