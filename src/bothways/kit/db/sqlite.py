"""SQLite: one file, one writer at a time, readers that never wait.

Write-ahead logging lets readers work while a transaction is being written. `synchronous=FULL`
for the writer: with NORMAL a power cut may lose the last commits, and the last commit may be
the only copy of a refresh token that the provider has just rotated.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, NullPool, Row, Select, create_engine, event

from bothways.kit.db.errors import DatabaseBusy, Unstorable
from bothways.kit.db.point import Plan, PointRead
from bothways.kit.db.transaction import Dialect, Runner
from bothways.kit.db.translate import DRIVER_ERRORS, translated

T = TypeVar("T")
Pragmas: TypeAlias = dict[str, str | int]

BUSY_TIMEOUT_SECONDS = 10.0
READERS = 4


@dataclass
class _Lane:
    """A connection and the one thread that works on it."""

    connection: Connection
    thread: ThreadPoolExecutor

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Work in the lane's thread, inside a transaction: the first work begins it."""
        return await self._run(partial(_within_transaction, work), interrupt=True)

    async def commit(self) -> None:
        """Make what was done last. Once begun, it is not given up."""
        await self._run(Connection.commit, interrupt=False)

    def undo(self) -> None:
        """End the transaction without a trace. Quick, and so without the thread."""
        try:
            self.connection.rollback()
        except DRIVER_ERRORS as error:
            raise translated(error) from None

    async def _run(self, work: Callable[[Connection], T], *, interrupt: bool) -> T:
        running = self.thread.submit(work, self.connection)
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            # The connection is not free before the thread is done with it.
            if interrupt:
                _driver(self.connection).interrupt()
            await _until_done(running)
            raise
        except DRIVER_ERRORS as error:
            raise translated(error) from None


class SQLiteEngine:
    """The engine behind `Database` for `sqlite:///` addresses."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        """Open the file, creating it readable by its owner alone. Raises DatabaseUnavailable."""
        self._path = path
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._write_engine = _engine(path, begin="BEGIN IMMEDIATE", pragmas=_WRITER)
            self._read_engine = _engine(path, begin="BEGIN", pragmas=_READER)
            self._writer = _Lane(self._write_engine.connect(), ThreadPoolExecutor(1, "bothways-sqlite-writer"))
            # No waiting here: this connection works on the event loop.
            self._points = sqlite3.connect(path, timeout=0, isolation_level=None, cached_statements=512)
            _apply(self._points, _READER)
        except DRIVER_ERRORS as error:
            raise translated(error) from None
        self._write_turn = asyncio.Lock()
        self._read_turns = asyncio.Semaphore(READERS)
        self._idle_readers: list[_Lane] = []
        self._readers: list[_Lane] = []

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Runner]:
        """The writer's lane; the first statement begins with BEGIN IMMEDIATE."""
        async with _turn(self._write_turn):
            try:
                yield self._writer.run
                await self._writer.commit()
            finally:
                self._writer.undo()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Runner]:
        """A reader's lane: one snapshot of the database, whatever is written meanwhile."""
        async with _turn(self._read_turns):
            lane = self._idle_readers.pop() if self._idle_readers else self._new_reader()
            try:
                yield lane.run
            finally:
                lane.undo()
                self._idle_readers.append(lane)

    def point(self, statement: Select[Any]) -> PointRead:
        """Runs on the event loop: a point read takes less time than handing it to a thread."""
        plan = Plan(statement, self._read_engine.dialect)

        async def read(**values: object) -> Row[Any] | None:
            try:
                arguments = plan.arguments(values)
                found = self._points.execute(plan.sql, arguments).fetchone()
            except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
                reason = translated(error)
                if not isinstance(reason, DatabaseBusy):
                    raise reason from None
                found = await self._patiently(plan.sql, arguments)
            return None if found is None else plan.row(found)

        return read

    async def ping(self) -> None:
        """Raises DatabaseUnavailable unless the file can be read."""
        async with self.reading() as run:
            await run(lambda connection: connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first())

    async def close(self) -> None:
        """Close every connection. Open transactions must be over."""
        self._points.close()
        for lane in [*self._readers, self._writer]:
            lane.connection.close()
            lane.thread.shutdown()
        self._read_engine.dispose()
        self._write_engine.dispose()

    def _new_reader(self) -> _Lane:
        lane = _Lane(self._read_engine.connect(), ThreadPoolExecutor(1, "bothways-sqlite-reader"))
        self._readers.append(lane)
        return lane

    async def _patiently(self, sql: str, arguments: list[object]) -> Any:
        """Readers wait only while the log is recovered or emptied; then wait in a thread, not on the loop."""
        async with self.reading() as run:
            row = await run(lambda connection: connection.exec_driver_sql(sql, tuple(arguments)).first())
            return None if row is None else tuple(row)


_COMMON: Pragmas = {"foreign_keys": "ON", "temp_store": "MEMORY", "trusted_schema": "OFF"}
# The log shrinks again after a long reader has let it grow.
_WRITER: Pragmas = {"journal_mode": "WAL", "synchronous": "FULL", "journal_size_limit": 64 * 1024**2, **_COMMON}
_READER: Pragmas = {"query_only": "ON", **_COMMON}


def _engine(path: Path, *, begin: str, pragmas: Pragmas) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        hide_parameters=True,
        # No isolation level: the driver leaves BEGIN to us. Other threads may use the connection, one at a time.
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_TIMEOUT_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        _apply(connection, pragmas)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "before_cursor_execute")
    def checked(_c: object, _cursor: object, _sql: str, values: Any, _context: object, many: bool) -> None:
        for row in values if many else (values,):
            # PostgreSQL has no NUL in text; SQLite would keep it and cut the text in some functions.
            if any(type(value) is str and "\0" in value for value in row):
                raise Unstorable("The input holds a NUL character.")

    return engine


def _apply(connection: sqlite3.Connection, pragmas: Pragmas) -> None:
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


@asynccontextmanager
async def _turn(lock: asyncio.Lock | asyncio.Semaphore) -> AsyncIterator[None]:
    """Wait for one's turn, as long as SQLite itself would wait for a lock."""
    try:
        async with asyncio.timeout(BUSY_TIMEOUT_SECONDS):
            await lock.acquire()
    except TimeoutError:
        raise DatabaseBusy("The database is busy.", retry_after_seconds=1, debug="no turn in time") from None
    try:
        yield
    finally:
        lock.release()


def _within_transaction(work: Callable[[Connection], T], connection: Connection) -> T:
    if not connection.in_transaction():
        connection.begin()
    return work(connection)


async def _until_done(running: Future[Any]) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    running.add_done_callback(lambda _: loop.call_soon_threadsafe(done.set))
    while not running.done():
        try:
            await done.wait()
        except asyncio.CancelledError:
            continue
