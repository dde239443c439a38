"""A running sandbox for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as running:
        yield running
