"""Write the next revision: the difference between the revisions so far and the tables that rooms declare."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.types import TypeDecorator

from bothways.migrations.scripts import scripts, upgrade_connection
from bothways.migrations.state import VERSIONS


def write_revision(message: str, metadata: MetaData, versions: Path = VERSIONS) -> Path | None:
    """Compare on an empty SQLite database and write the next numbered script; None when nothing differs.

    What comes out is a draft: read it, and mind the rows that are there already.
    """
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        try:
            with engine.begin() as connection:
                upgrade_connection(connection, versions)
                difference = compare(connection, metadata)
        finally:
            engine.dispose()
    assert difference.upgrade_ops is not None
    if difference.upgrade_ops.is_empty():
        return None
    directory = scripts(versions)
    steps = render_python_code(difference.upgrade_ops, render_as_batch=True, render_item=_frozen)
    number = f"{len(list(directory.walk_revisions())) + 1:04}"
    steps = "\n".join(line for line in steps.splitlines() if not line.lstrip().startswith("# ###"))
    script = directory.generate_revision(number, message, version_path=versions, upgrades=steps.strip())
    assert script is not None
    return Path(script.path)


def compare(connection: Connection, metadata: MetaData) -> MigrationScript:
    """What it takes to turn the database behind `connection` into `metadata`."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": metadata}
    )
    return produce_migrations(context, metadata)


def _frozen(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own column types by what they are in the database: a revision must not change when they do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False
