"""SQL on workspaces and environments."""

from typing import Any

from sqlalchemy import Row, select

from bothways.core.bearer.model import Mode
from bothways.core.identity.model import Environment, Theme, Workspace
from bothways.core.identity.store import environments, workspaces
from bothways.kit.db.transaction import Transaction


async def add_workspace(tx: Transaction, workspace: Workspace) -> None:
    """Keep a new workspace."""
    await tx.execute(workspaces.insert().values(**vars(workspace)))


async def workspace(tx: Transaction, workspace_id: str) -> Workspace | None:
    """The workspace of that id."""
    row = await tx.first(select(workspaces).where(workspaces.c.id == workspace_id))
    return None if row is None else Workspace(**row._mapping)


async def all_workspaces(tx: Transaction) -> list[Workspace]:
    """Oldest first. An installation has a handful."""
    return [Workspace(**row._mapping) for row in await tx.all(select(workspaces).order_by(workspaces.c.id))]


async def add(tx: Transaction, environment: Environment) -> None:
    """Keep a new environment. Raises ReferenceViolation when there is no such workspace."""
    await tx.execute(environments.insert().values(**_row(environment)))


async def change(tx: Transaction, environment: Environment) -> None:
    """Write every column of an environment that exists."""
    statement = environments.update().where(environments.c.id == environment.id)
    await tx.execute(statement.values(**_row(environment)))


async def find(tx: Transaction, environment_id: str, *, lock: bool = False) -> Environment | None:
    """The environment of that id; `lock` keeps others from changing it until the transaction is over."""
    statement = select(environments).where(environments.c.id == environment_id)
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _model(row)


async def all_environments(tx: Transaction, workspace_id: str | None) -> list[Environment]:
    """Oldest first; None means those of every workspace. An installation has a handful."""
    statement = select(environments).order_by(environments.c.id)
    if workspace_id is not None:
        statement = statement.where(environments.c.workspace_id == workspace_id)
    return [_model(row) for row in await tx.all(statement)]


def _row(environment: Environment) -> dict[str, object]:
    return vars(environment) | {
        "mode": environment.mode.value,
        "return_urls": list(environment.return_urls),
        "allowed_origins": list(environment.allowed_origins),
        "theme": vars(environment.theme),
    }


def _model(row: Row[Any]) -> Environment:
    return Environment(
        id=row.id,
        workspace_id=row.workspace_id,
        mode=Mode(row.mode),
        name=row.name,
        return_urls=tuple(row.return_urls),
        allowed_origins=tuple(row.allowed_origins),
        theme=Theme(**row.theme),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
