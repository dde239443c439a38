"""Short notes in a file of this machine, beside the database: what must be known when the database has forgotten it."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import structlog

from bothways.kit.clock import Clock

KEPT = timedelta(days=400)
# Without a file.
MOST_IN_MEMORY = 100_000
_WAIT_SECONDS = 0.2
_TABLE = (
    "CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, note TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID"
)


class Notebook:
    """One note under each key, the last one written. Several processes of a machine may share the file.

    Notes survive the end of the process, not the loss of the file. Nothing depends on them being there: what cannot be
    written or read is told in the log once and passed over. They are no place for secrets.
    """

    def __init__(self, clock: Clock, path: Path | None = None) -> None:
        """Without a path notes end with the process. Ones that are older than `KEPT` are dropped here."""
        self._clock = clock
        self._memory: dict[str, str] = {}
        self._lame = False
        self._file: sqlite3.Connection | None = None
        try:
            self._file = None if path is None else self._open(path)
        except (sqlite3.Error, OSError) as error:
            self._complain(error)

    @property
    def lasts(self) -> bool:
        """Whether notes outlive the process."""
        return self._file is not None

    def write(self, key: str, note: str) -> None:
        """Replace what stands there."""
        if self._file is None:
            self._memory.pop(key, None)
            self._memory[key] = note
            if len(self._memory) > MOST_IN_MEMORY:
                del self._memory[next(iter(self._memory))]
            return
        try:
            self._file.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (key, note, self._now()))
        except sqlite3.Error as error:
            self._complain(error)

    def read(self, key: str) -> str | None:
        """None when there is none."""
        if self._file is None:
            return self._memory.get(key)
        try:
            found = self._file.execute("SELECT note FROM notes WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._complain(error)
            return None
        return None if found is None else str(found[0])

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _open(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        file = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            # A power cut may take the last notes along; waiting for the disk at each would cost more than they are
            # worth.
            file.execute("PRAGMA journal_mode = WAL").fetchall()
            file.execute("PRAGMA synchronous = NORMAL").fetchall()
            file.execute(_TABLE)
            file.execute("DELETE FROM notes WHERE at < ?", (self._now() - int(KEPT.total_seconds()),))
        except sqlite3.Error:
            file.close()
            raise
        return file

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _complain(self, error: Exception) -> None:
        if not self._lame:
            self._lame = True
            structlog.get_logger().warning("notebook_unusable", reason=type(error).__name__)
