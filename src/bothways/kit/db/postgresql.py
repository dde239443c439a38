"""PostgreSQL: SQLAlchemy on asyncpg for transactions, asyncpg alone for point reads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import Row, Select, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bothways.kit.db.point import Plan, PointRead
from bothways.kit.db.transaction import Dialect, Runner, Work
from bothways.kit.db.translate import DRIVER_ERRORS, translated

T = TypeVar("T")

CONNECTIONS = 10
POINT_CONNECTIONS = 8
CONNECT_TIMEOUT_SECONDS = 5.0
# A server that stopped answering (cable pulled, no reset) must become an error, not a wait for ever.
COMMAND_TIMEOUT_SECONDS = 30.0
WAIT_FOR_CONNECTION_SECONDS = 10.0

_SERVER_SETTINGS = {
    "application_name": "bothways",
    # Compiling a query costs more than any query of ours.
    "jit": "off",
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}


class PostgreSQLEngine:
    """The engine behind `Database` for `postgresql://` addresses."""

    dialect: Dialect = "postgresql"

    def __init__(self, address: str) -> None:
        """Connects when first used, so that a server may start before its database."""
        self._address = address
        self._engine = _engine(address)
        # One snapshot for the whole transaction, as on SQLite.
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Runner]:
        """READ COMMITTED: each statement sees what is committed when it starts."""
        async with _transaction(self._engine, writing=True) as run:
            yield run

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Runner]:
        """REPEATABLE READ, read only: one snapshot."""
        async with _transaction(self._snapshots, writing=False) as run:
            yield run

    def point(self, statement: Select[Any]) -> PointRead:
        """Each connection prepares the statement once and remembers it."""
        plan = Plan(statement, self._engine.dialect)

        async def read(**values: object) -> Row[Any] | None:
            arguments = plan.arguments(values)
            try:
                pool = self._pool or await self._open()
                found = await pool.fetchrow(plan.sql, *arguments)
            except DRIVER_ERRORS as error:
                raise translated(error) from None
            return None if found is None else plan.row(tuple(found))

        return read

    async def ping(self) -> None:
        """Raises DatabaseUnavailable unless the server answers."""
        async with self.reading() as run:
            await run(lambda connection: connection.exec_driver_sql("SELECT 1").first())

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            self._pool.terminate()
        await self._engine.dispose()

    async def _open(self) -> "asyncpg.Pool[asyncpg.Record]":
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._address,
                    min_size=0,
                    max_size=POINT_CONNECTIONS,
                    max_inactive_connection_lifetime=0,
                    timeout=CONNECT_TIMEOUT_SECONDS,
                    command_timeout=COMMAND_TIMEOUT_SECONDS,
                    server_settings=_SERVER_SETTINGS,
                    # Point reads leave nothing behind in the session; the usual RESET would be a second round trip.
                    reset=_nothing_to_reset,
                )
            return self._pool


async def _nothing_to_reset(_connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
    return None


async def connect(
    address: str, *, command_timeout_seconds: float | None, **settings: str
) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection of one's own, with the house's settings and some changed."""
    return await asyncpg.connect(
        f"postgresql://{address.partition('://')[2]}",
        timeout=CONNECT_TIMEOUT_SECONDS,
        command_timeout=command_timeout_seconds,
        server_settings={**_SERVER_SETTINGS, **settings},
    )


def _engine(address: str) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: connect(address, command_timeout_seconds=COMMAND_TIMEOUT_SECONDS),
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_FOR_CONNECTION_SECONDS,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def checked(connection: Any, _record: object, _proxy: object) -> None:
        # asyncpg sees a server hanging up while the connection idles: a free check instead of a ping.
        if connection.driver_connection.is_closed():
            raise DisconnectionError("the server hung up")

    return engine


@asynccontextmanager
async def _transaction(engine: AsyncEngine, *, writing: bool) -> AsyncIterator[Runner]:
    connection = engine.connect()

    async def run(work: Work[T]) -> T:
        try:
            return await connection.run_sync(work)
        except DRIVER_ERRORS as error:
            raise translated(error, writing=writing) from None

    try:
        await connection.start()
        await connection.begin()
    except DRIVER_ERRORS as error:
        raise translated(error) from None
    try:
        yield run
        try:
            await connection.commit()
        except DRIVER_ERRORS as error:
            raise translated(error) from None
    finally:
        # Closing undoes whatever was not committed.
        await asyncio.shield(connection.close())
