"""When a call that failed is sent again."""

from dataclasses import dataclass
from typing import TypeVar

from bothways_client.call import Call
from bothways_client.errors import BothwaysError, ConnectionFailed

T = TypeVar("T")

_FIRST_WAIT_SECONDS = 0.25
# 429, and what Bothways or a proxy in front of it says while it is away or overloaded.
_PASSING_STATUSES = frozenset({429, 502, 503, 504})
# An earlier attempt of ours, whose answer was lost, is still being carried out.
_PASSING_CODES = frozenset({"request_in_flight"})


@dataclass(frozen=True)
class Retrying:
    """Rules for sending a call again.

    Only calls that do no harm when sent twice are repeated: reads, and creating calls, which carry an idempotency
    key. Any call is repeated when nothing of it was sent. There are `attempts` at most, and none after a Retry-After
    of more than `longest_wait_seconds`: then the caller learns at once how long to wait.
    """

    attempts: int = 3
    longest_wait_seconds: float = 10.0

    def wait(self, call: Call[T], error: BothwaysError, attempt: int, chance: float) -> float | None:
        """Seconds until the next attempt, None to give up. `attempt` counts from 1, `chance` is from 0 up to 1."""
        if attempt >= self.attempts or not _may_pass(call, error):
            return None
        asked = error.retry_after_seconds
        if asked is not None:
            # A little more than asked for, so that many who were told the same do not return together.
            return asked * (1 + chance / 4) if asked <= self.longest_wait_seconds else None
        step = _FIRST_WAIT_SECONDS * 2.0 ** min(attempt - 1, 32)
        return min(step, self.longest_wait_seconds) * (0.5 + chance / 2)


def _may_pass(call: Call[T], error: BothwaysError) -> bool:
    if isinstance(error, ConnectionFailed):
        return error.code == "unreachable" or (error.code == "answer_lost" and call.is_repeatable)
    return call.is_repeatable and (error.status in _PASSING_STATUSES or error.code in _PASSING_CODES)
