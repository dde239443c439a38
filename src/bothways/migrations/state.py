"""Which revision a database is at, compared with what this version needs: asked at every start, so without alembic."""

from pathlib import Path

from sqlalchemy import text

from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseError
from bothways.kit.errors import DomainError, Kind

VERSIONS = Path(__file__).parent / "versions"


class NewerDatabase(DomainError):
    """A newer version of Bothways has changed this database already; this one must not touch it."""

    code = "database_newer"
    kind = Kind.UNAVAILABLE
    next_step = "Run the version that upgraded the database, or restore a backup from before."


class OlderDatabase(DomainError):
    """The database has not been prepared for this version."""

    code = "database_older"
    kind = Kind.UNAVAILABLE
    next_step = "Run `bothways migrate`, then start again."


async def check(database: Database, versions: Path = VERSIONS) -> None:
    """Raises OlderDatabase or NewerDatabase unless the database has exactly the shape that this version needs."""
    known = _known(versions)
    current = await _current(database)
    if current is not None and current not in known:
        raise NewerDatabase(f"The database is at revision {current}, which this version does not know.")
    if current != known[-1]:
        missing = known[known.index(current) + 1 :] if current else known
        raise OlderDatabase(f"The database lacks {', '.join(missing)} of the migrations.")


def _known(versions: Path) -> list[str]:
    return sorted(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


async def _current(database: Database) -> str | None:
    try:
        async with database.read() as tx:
            row = await tx.first(text("SELECT version_num FROM alembic_version"))
    except DatabaseError:
        # Nobody ever prepared it: there is no such table.
        return None
    return None if row is None else str(row[0])
