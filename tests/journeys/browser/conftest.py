"""One Chromium for each worker; one stage for each test."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.journeys.browser.stage import Stage, running_stage
from tests.support.browser import ARGUMENTS, find_chromium
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

# Nothing but this machine: a page that asks for more is told that there is nothing more.
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS, ONLY_HERE])
        yield browser
        await browser.close()


@pytest.fixture
async def stage(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> AsyncIterator[Stage]:
    async with running_stage(database_url, clock, entropy, browser) as stage:
        yield stage
