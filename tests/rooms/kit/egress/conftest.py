"""An egress that may reach loopback, and nothing else of ours."""

from collections.abc import AsyncIterator

import pytest

from bothways.kit.egress.client import Egress

LOOPBACK = ("127.0.0.0/8", "::1/128")


@pytest.fixture
async def egress() -> AsyncIterator[Egress]:
    egress = Egress(LOOPBACK)
    yield egress
    await egress.close()
