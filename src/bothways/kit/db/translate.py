"""Drivers' complaints in our words.

Drivers quote the values they choke on ("Key (email)=(...) already exists"), so a translated
error is raised `from None` and repeats only names of tables, columns and error codes.
"""

import re
import sqlite3

import asyncpg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bothways.kit.db.errors import (
    DatabaseBusy,
    DatabaseError,
    DatabaseUnavailable,
    ReferenceViolation,
    UniqueViolation,
    Unstorable,
)
from bothways.kit.db.reasons import reason

# SQLite primary result codes, https://www.sqlite.org/rescode.html
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_SQLITE_AWAY = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
_SQLITE_UNIQUE = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}
# ON DELETE RESTRICT reports itself as a trigger; we have no others.
_SQLITE_REFERENCE = {sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER}
_SQLITE_COLUMN = re.compile(r"(\w+)\.(\w+)")

# SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_BUSY = {"40001", "40P01", "55P03", "53300", "57014", "25P03"}
# Among them 28 and 3D: a password or a database name that is wrong, as good as no database.
_POSTGRESQL_AWAY_CLASSES = {"08", "28", "3D", "53", "57", "58", "XX", "F0"}
# After a failover the address may still lead to the server that was the primary.
_POSTGRESQL_STANDBY = "25006"
_POSTGRESQL_UNSTORABLE = {"22001", "22003", "22021", "22P05"}
# `Key (environment_id, slug)=(...) already exists.` in whatever language the server speaks.
_POSTGRESQL_KEY = re.compile(r"\(([^=]*)\)=\(")

# What the drivers and SQLAlchemy raise; to be caught wherever they are called.
DRIVER_ERRORS = (
    SQLAlchemyError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
    UnicodeEncodeError,
    OverflowError,
)


def translated(error: Exception, *, writing: bool = False) -> BaseException:
    """The error to raise, `from None`, instead of one of DRIVER_ERRORS; `writing` tells the kind of transaction."""
    driver = _driver_error(error)
    if isinstance(driver, sqlite3.Error):
        return _from_sqlite(driver)
    if isinstance(driver, UnicodeEncodeError | OverflowError):
        return _unstorable(type(driver).__name__)
    if isinstance(driver, asyncpg.PostgresError):
        return _from_postgresql(driver, writing=writing)
    if isinstance(driver, PoolTimeout):
        return _busy("no free connection")
    if isinstance(driver, asyncpg.InterfaceError | asyncpg.InternalClientError | OSError | TimeoutError):
        return _away(driver, type(driver).__name__)
    return driver


def _driver_error(error: BaseException) -> BaseException:
    """What lies beneath the wrappings of SQLAlchemy and asyncpg."""
    driver: BaseException = error
    if isinstance(error, StatementError) and error.orig is not None:
        driver = error.orig
    if isinstance(error, DBAPIError) and driver.__cause__ is not None:
        driver = driver.__cause__
    if isinstance(driver, asyncpg.DataError | asyncpg.InterfaceError) and driver.__cause__ is not None:
        # asyncpg could not encode an argument, and quotes it.
        driver = driver.__cause__
        if not isinstance(driver, UnicodeEncodeError | OverflowError):
            return DatabaseError(f"a value has the wrong type for its column: {type(driver).__name__}")
    return driver


def _away(error: BaseException, debug: str) -> DatabaseUnavailable:
    why = reason(error)
    return DatabaseUnavailable(
        "The database is not available.", retry_after_seconds=5, diagnosis=why and f"Why: {why}.", debug=debug
    )


def _busy(debug: str) -> DatabaseBusy:
    return DatabaseBusy("The database is busy.", retry_after_seconds=1, debug=debug)


def _unstorable(debug: str) -> Unstorable:
    return Unstorable("The input holds a character or a number that cannot be stored.", debug=debug)


def _from_sqlite(error: sqlite3.Error) -> Exception:
    code: int = getattr(error, "sqlite_errorcode", 0)
    name: str = getattr(error, "sqlite_errorname", type(error).__name__)
    if code in _SQLITE_UNIQUE:
        named = _SQLITE_COLUMN.findall(str(error))
        return UniqueViolation(named[0][0] if named else "", tuple(column for _, column in named))
    if code in _SQLITE_REFERENCE:
        return ReferenceViolation("A record this refers to is not there, or is still in use.", debug=name)
    if code & 0xFF in _SQLITE_BUSY:
        return _busy(name)
    # Plain READONLY is a reader that tries to write, a mistake of ours; its extended codes are lost files.
    if code & 0xFF in _SQLITE_AWAY and code != sqlite3.SQLITE_READONLY:
        return _away(error, name)
    if code == sqlite3.SQLITE_TOOBIG or isinstance(error, sqlite3.DataError):
        return _unstorable(name)
    # SQLite's own messages name tables and columns, never values.
    return DatabaseError(f"{name}: {error}")


def _from_postgresql(error: asyncpg.PostgresError, *, writing: bool) -> Exception:
    code = error.sqlstate or ""
    if isinstance(error, asyncpg.UniqueViolationError):
        return UniqueViolation(error.table_name or "", _columns(error.detail or ""))
    if isinstance(error, asyncpg.ForeignKeyViolationError | asyncpg.RestrictViolationError):
        return ReferenceViolation(
            "A record this refers to is not there, or is still in use.", debug=error.constraint_name or ""
        )
    if code in _POSTGRESQL_BUSY:
        return _busy(code)
    if code in _POSTGRESQL_UNSTORABLE:
        return _unstorable(code)
    # In a transaction that reads it is a mistake of ours.
    if code[:2] in _POSTGRESQL_AWAY_CLASSES or (writing and code == _POSTGRESQL_STANDBY):
        return _away(error, code)
    place = ".".join(filter(None, (error.table_name, error.column_name or error.constraint_name)))
    return DatabaseError(f"{type(error).__name__} ({code}) {place}".rstrip())


def _columns(detail: str) -> tuple[str, ...]:
    found = _POSTGRESQL_KEY.search(detail)
    return tuple(column.strip('"') for column in found[1].split(", ")) if found else ()
