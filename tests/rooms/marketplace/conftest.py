"""A customer's browser beside the product and a sandbox provider."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.marketplace.customer import Customer
from tests.support.databases import SQLiteDatabases
from tests.support.hubs import Walk
from tests.support.surfer import surfing


@pytest.fixture
async def database_url(sqlite_databases: SQLiteDatabases) -> AsyncIterator[str]:
    """On SQLite alone: this room has no SQL of its own, and the rooms below are tested on both."""
    url = await sqlite_databases.create()
    yield url
    await sqlite_databases.remove(url)


@pytest.fixture
async def customer(walk: Walk) -> AsyncIterator[Customer]:
    """Somebody of Northwind, who has opened nothing yet."""
    async with surfing() as surfer:
        yield Customer(walk, surfer)
