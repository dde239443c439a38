"""Fixtures: the product with its browser code, and somebody of the staff in front of it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.rooms.portal.screens import Screen, built_assets, signed_in
from tests.support.clock import ManualClock
from tests.support.databases import SQLiteDatabases
from tests.support.entropy import SeededEntropy
from tests.support.hub import running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox


@pytest.fixture
async def shop(sqlite_databases: SQLiteDatabases, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Walk]:
    """The product and a sandbox. One database is enough for what a browser shows."""
    url = await sqlite_databases.create()
    async with (
        running_hub(url, clock, entropy, assets=built_assets()) as hub,
        running_sandbox(clients=(DEMO_CLIENT,)) as sandbox,
    ):
        yield Walk(hub, sandbox)
    await sqlite_databases.remove(url)


@pytest.fixture
async def screen(shop: Walk, browser: Browser) -> AsyncIterator[Screen]:
    """An owner at a desk."""
    async with signed_in(shop, browser) as screen:
        yield screen
