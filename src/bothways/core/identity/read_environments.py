"""Reading environments."""

from dataclasses import dataclass

from bothways.core.identity import environment_rows
from bothways.core.identity.errors import EnvironmentNotFound, WorkspaceNotFound
from bothways.core.identity.model import Environment, Workspace
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ReadEnvironments:
    """Workspaces and environments as they are now."""

    database: Database

    async def get(self, environment_id: str) -> Environment:
        """Raises EnvironmentNotFound."""
        async with self.database.read() as tx:
            found = await environment_rows.find(tx, environment_id)
        if found is None:
            raise EnvironmentNotFound(f"There is no environment {environment_id}.")
        return found

    async def workspace(self, workspace_id: str) -> Workspace:
        """Raises WorkspaceNotFound."""
        async with self.database.read() as tx:
            found = await environment_rows.workspace(tx, workspace_id)
        if found is None:
            raise WorkspaceNotFound(f"There is no workspace {workspace_id}.")
        return found

    async def workspaces(self) -> list[Workspace]:
        """Oldest first."""
        async with self.database.read() as tx:
            return await environment_rows.all_workspaces(tx)

    async def list(self, workspace_id: str | None = None) -> list[Environment]:
        """Oldest first, of one workspace or of all."""
        async with self.database.read() as tx:
            return await environment_rows.all_environments(tx, workspace_id)
