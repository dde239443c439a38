"""Fixtures of the journeys."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.journeys.dance import Dance, integrate
from tests.journeys.echo import definition
from tests.journeys.product import Product, running_product
from tests.journeys.world import World, build_world
from tests.support.hub import Hub
from tests.support.hubs import Walk
from tests.support.ill_provider import ill_provider


@pytest.fixture
async def world(walk: Walk) -> World:
    """An installation with several tenants, beside a sandbox."""
    return await build_world(walk)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(request: pytest.FixtureRequest) -> Iterator[Product]:
    """The product in another thread, on each database."""
    with running_product(request.getfixturevalue(f"{request.param}_databases")) as running:
        yield running


@pytest.fixture
async def dance(hub: Hub) -> AsyncIterator[Dance]:
    """The product beside a provider that tells what it heard, and the steps between the two."""
    async with ill_provider() as provider:
        await hub.call("POST", "/v1/providers", {"definition": definition(provider.base_url)})
        yield Dance(hub, provider, await integrate(hub, provider, "echo"))
