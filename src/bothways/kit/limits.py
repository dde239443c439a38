"""How much is too much: sizes in one place, and a rate limiter that cannot grow without bound."""

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


@dataclass(slots=True)
class _Bucket:
    """How full it was, and when."""

    level: float
    at: float


@dataclass(frozen=True)
class TokenBuckets:
    """One token bucket per key: `rate_per_second` on average, `burst` at once.

    Memory is bounded: past `max_keys` those that have filled up again are forgotten, which changes nothing for their
    owners; if all are in use, the half that was used longest ago gets a full bucket back.
    """

    clock: Clock
    rate_per_second: float
    burst: float
    max_keys: int = 10_000
    _buckets: dict[str, _Bucket] = field(default_factory=dict, repr=False, compare=False)

    def take(self, key: str) -> float | None:
        """Take one token. None when there was one, else the seconds until there will be."""
        now = self.clock.monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._add(key, now)
        level = min(self.burst, bucket.level + (now - bucket.at) * self.rate_per_second)
        bucket.at = now
        if level < 1:
            bucket.level = level
            return (1 - level) / self.rate_per_second
        bucket.level = level - 1
        return None

    def _add(self, key: str, now: float) -> _Bucket:
        if len(self._buckets) >= self.max_keys:
            self._make_room(now)
        bucket = self._buckets[key] = _Bucket(self.burst, now)
        return bucket

    def _make_room(self, now: float) -> None:
        in_use = {
            key: bucket
            for key, bucket in self._buckets.items()
            if bucket.level + (now - bucket.at) * self.rate_per_second < self.burst
        }
        if len(in_use) >= self.max_keys:
            newest_first = sorted(in_use.items(), key=lambda item: item[1].at, reverse=True)
            in_use = dict(newest_first[: self.max_keys // 2])
        self._buckets.clear()
        self._buckets.update(in_use)
