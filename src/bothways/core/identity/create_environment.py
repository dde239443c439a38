"""Making an environment."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Mode
from bothways.core.identity import environment_rows
from bothways.core.identity.errors import WorkspaceNotFound
from bothways.core.identity.model import Environment, Theme
from bothways.core.identity.text import MAX_NAME, check_line, require_none
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class CreateEnvironment:
    """Make an environment of a workspace."""

    database: Database
    ids: Ids
    clock: Clock
    audit: Audit

    async def __call__(self, workspace_id: str, name: str, mode: Mode, *, actor: str) -> Environment:
        """Raises InvalidInput on a bad name, WorkspaceNotFound."""
        require_none(check_line("name", name, MAX_NAME))
        now = self.clock.now()
        made = Environment(self.ids.new("env"), workspace_id, mode, name, (), (), Theme(), now, now)
        async with self.database.begin() as tx:
            if await environment_rows.workspace(tx, workspace_id) is None:
                raise WorkspaceNotFound(f"There is no workspace {workspace_id}.")
            await environment_rows.add(tx, made)
            detail = {"name": name, "mode": mode.value}
            await self.audit.record(tx, Entry(made.id, actor, "environment.created", made.id, detail))
        return made
