"""Fixtures: the browser that all tests of a worker share."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import ARGUMENTS, PATIENCE_MS, find_chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser


@pytest.fixture(scope="session")
async def chromium() -> "AsyncIterator[Browser]":
    """One for all tests of a worker: starting it takes longer than most of them."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def browser(chromium: "Browser") -> "AsyncIterator[Browser]":
    """A browser in which nobody has been anywhere, and which a test need not tidy up."""
    yield chromium
    for context in chromium.contexts:
        await context.close()
