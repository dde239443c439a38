"""How much is too much: sizes in one place, and a rate limiter that cannot grow without bound."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bothways.kit.clock import Clock

BODY_BYTES = 256 * 1024
BODY_SECONDS = 30.0
JSON_DEPTH = 32
QUERY_BYTES = 8 * 1024
QUERY_FIELDS = 100
FORM_FIELDS = 200
PAGE_DEFAULT = 25
PAGE_MAX = 100
CURSOR_CHARACTERS = 1024
IDEMPOTENCY_KEY_CHARACTERS = 255
FIELD_ERRORS = 20


@dataclass(frozen=True)
class TokenBuckets:
    """One token bucket per key: `rate_per_second` on average, `burst` at once.

    Memory is bounded: past `max_keys` the bucket that was used longest ago is forgotten, which only ever
    gives its owner a full bucket back.
    """

    clock: Clock
    rate_per_second: float
    burst: float
    max_keys: int = 10_000
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, repr=False, compare=False)

    def take(self, key: str) -> float | None:
        """Take one token. None when there was one, else the seconds until there will be."""
        now = self.clock.monotonic()
        level, at = self._buckets.pop(key, (self.burst, now))
        level = min(self.burst, level + (now - at) * self.rate_per_second)
        if level < 1:
            self._keep(key, level, now)
            return (1 - level) / self.rate_per_second
        self._keep(key, level - 1, now)
        return None

    def _keep(self, key: str, level: float, now: float) -> None:
        self._buckets[key] = (level, now)
        if len(self._buckets) > self.max_keys:
            self._buckets.popitem(last=False)
