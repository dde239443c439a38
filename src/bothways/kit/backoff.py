"""Waiting longer after each failure, with jitter so that many waiters do not return together."""

from dataclasses import dataclass

from bothways.kit.crypto import Entropy


@dataclass(frozen=True)
class Backoff:
    """Exponential backoff: `base` seconds, doubled each time, never above `cap`."""

    base_seconds: float
    cap_seconds: float

    def delay(self, attempt: int, entropy: Entropy) -> float:
        """Seconds to wait after failure number `attempt` (from 1): between half of the step and all of it."""
        step = min(self.cap_seconds, self.base_seconds * 2.0 ** min(attempt - 1, 32))
        share = int.from_bytes(entropy.bytes(4)) / 2**32
        return step * (0.5 + share / 2)
