"""The database, whichever it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Select

from bothways.kit.db.point import PointRead
from bothways.kit.db.postgresql import PostgreSQLEngine
from bothways.kit.db.sqlite import SQLiteEngine
from bothways.kit.db.transaction import Dialect, Runner, Transaction


class Engine(Protocol):
    """What `Database` needs of SQLite and of PostgreSQL."""

    dialect: Dialect

    def reading(self) -> AbstractAsyncContextManager[Runner]: ...
    def writing(self) -> AbstractAsyncContextManager[Runner]: ...
    def point(self, statement: Select[Any]) -> PointRead: ...
    async def ping(self) -> None: ...
    async def close(self) -> None: ...


class Database:
    """Connections to one database, for one event loop.

    Every method may raise DatabaseUnavailable, and its kind DatabaseBusy. Statements may raise
    UniqueViolation, ReferenceViolation and Unstorable.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing: set[asyncio.Task[Any] | None] = set()

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open `sqlite:///relative`, `sqlite:////absolute` or `postgresql://user:password@host:port/name`.

        Raises ValueError for any other address, without repeating it: it may hold a password.
        """
        scheme, separator, rest = url.partition("://")
        if separator and scheme == "sqlite" and len(rest) > 1 and rest[0] == "/" and rest != "/:memory:":
            return cls(SQLiteEngine(Path(rest[1:])))
        if separator and scheme in ("postgresql", "postgres"):
            return cls(PostgreSQLEngine(f"postgresql://{rest}"))
        raise ValueError("a database address is sqlite:///path/to/file or postgresql://user:password@host/name")

    @property
    def dialect(self) -> Dialect:
        """Which of the two it is."""
        return self._engine.dialect

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A read-only transaction on one snapshot. Writing in it raises RuntimeError."""
        async with self._engine.reading() as run:
            yield Transaction(self.dialect, run, read_only=True)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """A write transaction: committed at the end, undone when an exception leaves it.

        SQLite has one writer at a time, so keep it short and never wait for a network inside.
        """
        task = asyncio.current_task()
        if task in self._writing:
            raise RuntimeError("this task is already in a write transaction")
        self._writing.add(task)
        try:
            async with self._engine.writing() as run:
                transaction = Transaction(self.dialect, run)
                yield transaction
                if transaction.failed:
                    raise RuntimeError("a statement of this transaction failed; nothing was committed")
        finally:
            self._writing.discard(task)

    def point(self, statement: Select[Any]) -> PointRead:
        """Compile `statement` once, for reading single rows straight on the driver.

        Bind what changes with `bindparam("name")`; the result is called with these names. Each
        call sees what is committed at that moment.
        """
        return self._engine.point(statement)

    async def ping(self) -> None:
        """Raises DatabaseUnavailable unless the database answers."""
        await self._engine.ping()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.close()
