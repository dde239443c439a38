"""Identifiers: a prefix that says what it names, then 26 characters that sort by time."""

import re
from dataclasses import dataclass, field

from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy

# RFC 4648 base32 letters in ASCII order, so that text order is time order.
ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
BODY_LENGTH = 26
_RANDOM_BITS = 82
_STEP_BITS = 22

_SHAPE = re.compile(r"[a-z]{2,8}_[2-7a-z]{26}")


@dataclass(frozen=True)
class Ids:
    """Makes ids such as `conn_2h7...`: 48 bits of milliseconds, then 82 random bits.

    What one instance makes sorts by the order in which it was made, also within a millisecond and while the clock is
    set back.
    """

    clock: Clock
    entropy: Entropy
    _last: list[int] = field(default_factory=lambda: [0], repr=False, compare=False)

    def new(self, prefix: str) -> str:
        """A fresh id."""
        milliseconds = int(self.clock.now().timestamp() * 1000)
        noise = int.from_bytes(self.entropy.bytes(11)) >> (88 - _RANDOM_BITS)
        number = (milliseconds << _RANDOM_BITS) | noise
        if number <= self._last[0]:
            # A random step, so that two processes that are in this at once do not meet.
            number = self._last[0] + 1 + (noise >> _STEP_BITS)
        self._last[0] = number
        return f"{prefix}_{_encode(number)}"


def is_id(prefix: str, text: str) -> bool:
    """Whether `text` could have been made by `Ids.new(prefix)`."""
    return text.startswith(f"{prefix}_") and _SHAPE.fullmatch(text) is not None


def _encode(number: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (BODY_LENGTH - 1), -1, -5))
