"""One stage for each test."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.journeys.browser.stage import Stage, running_stage
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@pytest.fixture
async def stage(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> AsyncIterator[Stage]:
    async with running_stage(database_url, clock, entropy, browser) as stage:
        yield stage
