"""The edges of the house as fixtures: time, randomness and ids that a test controls."""

import pytest

from bothways.kit.ids import Ids
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def entropy() -> SeededEntropy:
    return SeededEntropy()


@pytest.fixture
def ids(clock: ManualClock, entropy: SeededEntropy) -> Ids:
    return Ids(clock, entropy)
