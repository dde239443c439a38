"""Fixtures of the client's tests."""

from collections.abc import AsyncIterator

import pytest

from tests.clients.python.speaker import Speaker, speaking
from tests.support.hub import Hub


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two clients."""
    return str(request.param)


@pytest.fixture
async def speaker(kind: str, hub: Hub) -> AsyncIterator[Speaker]:
    """A client of the product that runs beside it."""
    async with speaking(kind, hub.base_url, hub.token) as speaker:
        yield speaker
