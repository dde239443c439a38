"""Fixtures of the journeys."""

from collections.abc import Iterator

import pytest

from tests.journeys.product import Product, running_product
from tests.journeys.world import World, build_world
from tests.support.hubs import Walk


@pytest.fixture
async def world(walk: Walk) -> World:
    """An installation with several tenants, beside a sandbox."""
    return await build_world(walk)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest) -> Iterator[Product]:
    """The product in another thread, on each database."""
    with running_product(request.getfixturevalue(f"{request.param}_databases")) as running:
        yield running
