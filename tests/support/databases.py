"""A fresh database for each test, on SQLite and on PostgreSQL."""

import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import asyncpg
import pytest

from bothways.kit.db.database import Database
from bothways.migrations.tables import all_tables
from tests.support.postgresql import fast_folder, running_server

# An existing server to test against instead of our own; the account must be allowed to create databases.
SERVER_VARIABLE = "BOTHWAYS_TEST_POSTGRESQL_URL"


class Databases(Protocol):
    """Makes databases that hold every table and no row."""

    async def create(self, *, tables: bool = True) -> str:
        """The address of a new database, with every table or with none."""
        ...

    async def remove(self, url: str) -> None: ...


class SQLiteDatabases:
    """Files, copied from one that was made once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._numbers = itertools.count(1)

    async def create(self, *, tables: bool = True) -> str:
        template = self._home / "template.db"
        if not template.exists():
            await _create_tables(f"sqlite:///{template}")
        folder = self._home / str(next(self._numbers))
        folder.mkdir()
        if tables:
            shutil.copyfile(template, folder / "bothways.db")
        return f"sqlite:///{folder / 'bothways.db'}"

    async def remove(self, url: str) -> None:
        shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)


class PostgreSQLDatabases:
    """Databases on one server, cloned from one that was made once."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._prefix = f"bothways_test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._template_ready = False

    async def create(self, *, tables: bool = True) -> str:
        template = f"{self._prefix}_template"
        if not self._template_ready:
            await self._command(f"CREATE DATABASE {template}")
            await _create_tables(self._url(template))
            self._template_ready = True
        name = f"{self._prefix}_{next(self._numbers)}"
        await self._command(f"CREATE DATABASE {name} TEMPLATE {template if tables else 'template0'} STRATEGY FILE_COPY")
        return self._url(name)

    async def remove(self, url: str) -> None:
        await self._command(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return urlsplit(self._server_url)._replace(path=f"/{name}").geturl()

    async def _command(self, sql: str) -> None:
        connection = await asyncpg.connect(self._server_url)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


async def _create_tables(url: str) -> None:
    database = await Database.open(url)
    try:
        async with database.begin() as tx:
            await tx.perform(all_tables().create_all)
    finally:
        await database.close()


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SQLiteDatabases]:
    with fast_folder() as home:
        yield SQLiteDatabases(home)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgreSQLDatabases]:
    if given := os.environ.get(SERVER_VARIABLE):
        yield PostgreSQLDatabases(given)
        return
    with running_server() as url:
        yield PostgreSQLDatabases(url)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database of this test's own, with every table: once on SQLite, once on PostgreSQL."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    url = await databases.create()
    yield url
    await databases.remove(url)


@pytest.fixture(params=["sqlite", "postgresql"])
async def bare_database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database without any table: once on SQLite, once on PostgreSQL."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    url = await databases.create(tables=False)
    yield url
    await databases.remove(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """That database, open."""
    database = await Database.open(database_url)
    yield database
    await database.close()
