"""Writing and reading a connection's logbook."""

from dataclasses import dataclass

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.outbound.connections import log_store, store
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.log_entry import LogEntry, Note, check

KEPT = 500


@dataclass(frozen=True)
class WriteLogEntry:
    """Add to a connection's logbook. Only the newest five hundred entries are kept.

    Raises ConnectionNotFound, InvalidInput that names every fault.
    """

    database: Database
    ids: Ids
    clock: Clock

    async def __call__(self, environment_id: str, connection_id: str, note: Note) -> LogEntry:
        check(note)
        async with self.database.begin() as tx:
            held = await store.find(tx, environment_id, connection_id)
            if held is None:
                raise ConnectionNotFound(NOT_FOUND)
            entry = LogEntry(self.ids.new("log"), environment_id, connection_id, note, held.state, self.clock.now())
            await log_store.add(tx, entry)
            await log_store.trim(tx, connection_id, KEPT)
        return entry


@dataclass(frozen=True)
class ReadLogbook:
    """A connection's entries, newest first. Raises ConnectionNotFound."""

    database: Database

    async def __call__(
        self, environment_id: str, connection_id: str, *, after: str | None = None, limit: int
    ) -> list[LogEntry]:
        async with self.database.read() as tx:
            if await store.find(tx, environment_id, connection_id) is None:
                raise ConnectionNotFound(NOT_FOUND)
            return await log_store.page(tx, environment_id, connection_id, after=after, limit=limit)
