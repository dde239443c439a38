"""Why a database is not available, for whoever runs it: by the code that the driver gives, never by its words."""

import errno
import socket
import sqlite3

import asyncpg

_ADDRESS = "correct BOTHWAYS_DATABASE_URL"
_FULL = "its disk is full; make room there"
_WRITING = "its file, or the folder that holds it, cannot be written; give this process the right to"

# Primary result codes, https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened or made; look at its folder, and who may write there",
    sqlite3.SQLITE_CORRUPT: "its file is damaged; restore a backup",
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written; look at the disk",
    sqlite3.SQLITE_NOTADB: f"its file is no SQLite database; {_ADDRESS}",
    sqlite3.SQLITE_PERM: _WRITING,
    sqlite3.SQLITE_READONLY: _WRITING,
}
# SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "25006": "it can only be read, as a standby can; let the address lead to the primary",
    "28000": f"it does not let this user in; {_ADDRESS}, or the server's pg_hba.conf",
    "28P01": f"user or password is wrong; {_ADDRESS}",
    "3D000": f"there is no database of that name; create it, or {_ADDRESS}",
    "53100": _FULL,
    "57P03": "it is starting or stopping; wait for it",
}
_SYSTEM = {
    errno.EACCES: _WRITING,
    errno.ECONNREFUSED: f"nobody listens at its address; start it, or {_ADDRESS}",
    errno.EISDIR: f"its address is a folder's; {_ADDRESS}",
    errno.ENOENT: f"there is no such folder or socket; make it, or {_ADDRESS}",
    errno.ENOSPC: _FULL,
    errno.EROFS: _WRITING,
}


def reason(error: BaseException) -> str:
    """What is wrong and what to do, as part of a sentence; empty where only waiting helps."""
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
    if isinstance(error, asyncpg.PostgresError):
        return _POSTGRESQL.get(error.sqlstate or "", "")
    if isinstance(error, socket.gaierror):
        return f"nobody knows its host's name; {_ADDRESS}"
    return _SYSTEM.get(error.errno or 0, "") if isinstance(error, OSError) else ""
