"""Randomness that is the same in every run."""

import random


class SeededEntropy:
    """A `kit.crypto.Entropy` that never repeats itself within a test, and always between tests."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)
