"""What is particular to PostgreSQL: a server that goes away and comes back."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy import bindparam, insert, select, text

from bothways.kit.db import postgresql
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseBusy, DatabaseUnavailable
from tests.conformance.db.tables import create, things
from tests.support.databases import PostgreSQLDatabases


@pytest.fixture
async def url(postgresql_databases: PostgreSQLDatabases) -> AsyncIterator[str]:
    url = await postgresql_databases.create()
    yield url
    await postgresql_databases.remove(url)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    await create(database)
    yield database
    await database.close()


async def hang_up(url: str) -> None:
    """Close every other connection to this database, as a restart does."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()


async def test_connections_that_were_cut_are_replaced_without_an_error(url: str, store: Database) -> None:
    point = store.point(select(things.c.id).where(things.c.id == bindparam("id")))
    for name in "abc":
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id=name))
        assert await point(id=name) == (name,)
        await hang_up(url)
        await asyncio.sleep(0.05)


async def test_a_transaction_that_was_cut_is_unavailable_and_undone(url: str, store: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with store.begin() as tx:
            await tx.execute(insert(things).values(id="a"))
            await hang_up(url)
            await tx.execute(insert(things).values(id="b"))
    async with store.read() as tx:
        assert await tx.all(select(things)) == []


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for url in (f"postgresql://u:s3cret@127.0.0.1:{port}/db", f"postgresql://u:s3cret@/db?host={tmp_path}"):
        database = await Database.open(url)
        point = database.point(select(things.c.id))
        for attempt in (database.ping(), point(), nothing(database)):
            with pytest.raises(DatabaseUnavailable) as unavailable:
                await attempt
            assert "s3cret" not in unavailable.value.debug + str(unavailable.value)
        await database.close()


async def test_who_is_not_let_in_hears_why(url: str) -> None:
    at = urlsplit(url)
    wrong = {
        "there is no database of that name": at._replace(path="/nowhere").geturl(),
        "it does not let this user in": url.replace("postgres@", "stranger:s3cret@", 1),
        "nobody knows its host's name": "postgresql://u:s3cret@nowhere.invalid/db",
    }
    for told, address in wrong.items():
        database = await Database.open(address)
        with pytest.raises(DatabaseUnavailable, match=told) as refused:
            await database.ping()
        assert "s3cret" not in str(refused.value)
        # What callers read says nothing of it.
        assert refused.value.detail == "The database is not available."
        await database.close()


async def test_a_standby_is_unavailable_for_writing_not_a_mistake(store: Database) -> None:
    with pytest.raises(DatabaseUnavailable, match="it can only be read"):
        async with store.begin() as tx:
            await tx.execute(text("SET TRANSACTION READ ONLY"))
            await tx.execute(insert(things).values(id="a"))


async def nothing(database: Database) -> None:
    async with database.begin():
        pass


async def test_a_silent_server_is_unavailable_within_the_time_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A black hole: the connection opens and nothing ever comes back."""
    monkeypatch.setattr(postgresql, "CONNECT_TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        database = await Database.open(f"postgresql://u@127.0.0.1:{listener.getsockname()[1]}/db")
        async with asyncio.timeout(20):
            with pytest.raises(DatabaseUnavailable):
                await database.ping()
            with pytest.raises(DatabaseUnavailable):
                await database.point(select(things.c.id))()
        await database.close()


async def test_a_server_that_stops_answering_is_unavailable_and_comes_back(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "COMMAND_TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(postgresql, "CONNECT_TIMEOUT_SECONDS", 0.3)
    async with Relay(url) as relay:
        database = await Database.open(relay.url)
        await create(database)
        point = database.point(select(things.c.id))
        assert await point() is None
        relay.open.clear()
        async with asyncio.timeout(30):
            with pytest.raises(DatabaseUnavailable):
                await database.ping()
            with pytest.raises(DatabaseUnavailable):
                await point()
        relay.open.set()
        async with asyncio.timeout(30):
            await database.ping()
            assert await point() is None
        await database.close()


async def test_a_lock_held_too_long_is_told_as_busy(url: str, store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things).values(id="a"))

    async def wait() -> None:
        with pytest.raises(DatabaseBusy):
            async with store.begin() as tx:
                await tx.execute(text("SET LOCAL lock_timeout = '100ms'"))
                await tx.all(select(things).with_for_update())

    async with store.begin() as tx:
        await tx.all(select(things).with_for_update())
        await asyncio.create_task(wait())


async def test_two_that_wait_for_each_other_are_told_as_busy(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things), [{"id": "a"}, {"id": "b"}])
    met = asyncio.Barrier(2)

    async def lock(first: str, second: str) -> None:
        async with store.begin() as tx:
            await tx.all(select(things).where(things.c.id == first).with_for_update())
            await met.wait()
            await tx.all(select(things).where(things.c.id == second).with_for_update())

    outcomes = await asyncio.gather(lock("a", "b"), lock("b", "a"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [DatabaseBusy]


async def test_a_locked_row_is_skipped(store: Database) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(things), [{"id": each} for each in "abcd"])
    due = select(things.c.id).order_by(things.c.id).limit(2).with_for_update(skip_locked=True)
    async with store.begin() as tx:
        first = await tx.all(due)

        async def second() -> list[str]:
            async with store.begin() as other:
                return [row.id for row in await other.all(due)]

        assert await asyncio.create_task(second()) == ["c", "d"]
    assert [row.id for row in first] == ["a", "b"]


async def test_too_many_at_once_are_told_as_busy(store: Database, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "CONNECTIONS", 1)
    monkeypatch.setattr(postgresql, "WAIT_FOR_CONNECTION_SECONDS", 0.1)
    small = await Database.open(url)

    async def second() -> None:
        with pytest.raises(DatabaseBusy):
            async with small.read():
                pass

    async with small.begin():
        await asyncio.create_task(second())
    await small.close()


class Relay:
    """Stands between us and the server, and can stop passing anything on."""

    def __init__(self, url: str) -> None:
        host = url.partition("?host=")[2]
        self._socket = f"{host}/.s.PGSQL.5432"
        self._database = url.partition("?")[0].rpartition("/")[2]
        self.open = asyncio.Event()
        self.open.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/{self._database}?sslmode=disable"

    async def __aenter__(self) -> "Relay":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.create_task(self._both(reader, writer)))

    async def _both(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self._socket)
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                await self.open.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
