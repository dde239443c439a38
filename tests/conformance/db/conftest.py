"""A database that holds the suite's tables too."""

import pytest

from bothways.kit.db.database import Database
from tests.conformance.db.tables import create


@pytest.fixture
async def store(database: Database) -> Database:
    await create(database)
    return database
