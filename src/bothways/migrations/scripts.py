"""The revisions on disk, and alembic's way of reading them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection

from bothways.migrations.state import VERSIONS, NewerDatabase

_HERE = Path(__file__).parent


def scripts(versions: Path = VERSIONS) -> ScriptDirectory:
    """The revisions in a folder, oldest first by their numbered names."""
    return ScriptDirectory(
        _HERE,
        version_locations=[versions],
        file_template="%(rev)s_%(slug)s",
        messaging_opts={"quiet": True},
    )


def newest(versions: Path = VERSIONS) -> str:
    """The last revision's name, or "none"."""
    return scripts(versions).get_current_head() or "none"


def upgrade_connection(connection: Connection, versions: Path = VERSIONS) -> list[str]:
    """Bring the database behind `connection` to the newest revision and return the revisions that were run.

    Runs inside the transaction that the caller has begun. Raises NewerDatabase.
    """
    directory = scripts(versions)
    missing = missing_revisions(connection, versions)

    def steps(current: Any, _context: MigrationContext) -> Any:
        return directory._upgrade_revs("heads", current)

    _run(connection, directory, steps)
    return missing


def missing_revisions(connection: Connection, versions: Path = VERSIONS) -> list[str]:
    """The revisions that this database has not seen, oldest first. Raises NewerDatabase."""
    directory = scripts(versions)
    current = MigrationContext.configure(connection).get_current_revision()
    try:
        found = [script.revision for script in directory.iterate_revisions("heads", current or "base")]
    except (CommandError, ResolutionError):
        raise NewerDatabase(f"the database is at revision {current}, which this version does not know") from None
    return found[::-1]


def _run(connection: Connection, directory: ScriptDirectory, steps: Callable[..., Any]) -> None:
    with EnvironmentContext(Config(), directory, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        with environment.begin_transaction():
            environment.run_migrations()
