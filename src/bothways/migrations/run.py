"""Bring a database to the shape that this version needs."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine

from bothways.kit.db.database import Database
from bothways.kit.db.postgresql import connect
from bothways.kit.db.translate import DRIVER_ERRORS, translated
from bothways.migrations.scripts import missing_revisions, newest, upgrade_connection
from bothways.migrations.state import VERSIONS

T = TypeVar("T")

# Somebody else may be upgrading, and large tables take their time.
WAIT_SECONDS = 600
# Names the lock among all advisory locks of a PostgreSQL database; any constant does.
_ADVISORY_LOCK = 0x626F7468


def migrate(database_url: str, versions: Path = VERSIONS) -> str:
    """`upgrade` for callers without an event loop; returns the revision that the database is at now."""
    asyncio.run(upgrade(database_url, versions))
    return newest(versions)


async def upgrade(database_url: str, versions: Path = VERSIONS) -> list[str]:
    """Create or upgrade the database and return the revisions that were run: none when it was up to date.

    All of them happen or none. Of several processes one does the work while the others wait. Raises
    NewerDatabase, DatabaseUnavailable, and ValueError for an address that is none.
    """
    return await _in_transaction(database_url, lambda connection: upgrade_connection(connection, versions))


async def pending(database_url: str, versions: Path = VERSIONS) -> list[str]:
    """The revisions that `upgrade` would run. Raises like it."""
    return await _in_transaction(database_url, lambda connection: missing_revisions(connection, versions))


async def _in_transaction(database_url: str, work: Callable[[Connection], T]) -> T:
    database = await Database.open(database_url)
    await database.close()
    try:
        if database.dialect == "sqlite":
            return await asyncio.to_thread(_on_sqlite, database_url, work)
        return await _on_postgresql(database_url, work)
    except DRIVER_ERRORS as error:
        raise translated(error) from None


def _on_sqlite(database_url: str, work: Callable[[Connection], T]) -> T:
    engine = create_engine(
        database_url, hide_parameters=True, connect_args={"isolation_level": None, "timeout": WAIT_SECONDS}
    )

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.connect() as connection:
            # SQLite changes many things only by building a table anew. With foreign keys on,
            # dropping the old one would delete what refers to it.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
            with connection.begin():
                result = work(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a revision left a row that refers to nothing")
            return result
    finally:
        engine.dispose()


async def _on_postgresql(database_url: str, work: Callable[[Connection], T]) -> T:
    patient = {"lock_timeout": "0", "statement_timeout": "0"}
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: connect(database_url, command_timeout_seconds=None, **patient),
        hide_parameters=True,
    )
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
