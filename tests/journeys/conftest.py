"""Fixtures of the journeys."""

import pytest

from tests.journeys.world import World, build_world
from tests.support.hubs import Walk


@pytest.fixture
async def world(walk: Walk) -> World:
    """An installation with several tenants, beside a sandbox."""
    return await build_world(walk)
