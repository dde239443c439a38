"""Identifiers: a prefix that says what it names, then 26 characters that sort by time."""

import re
from dataclasses import dataclass

from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy

# RFC 4648 base32 letters in ASCII order, so that text order is time order.
ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
BODY_LENGTH = 26
_RANDOM_BITS = 82

_SHAPE = re.compile(r"[a-z]{2,8}_[2-7a-z]{26}")


@dataclass(frozen=True)
class Ids:
    """Makes ids such as `conn_2h7...`: 48 bits of milliseconds, then 82 random bits."""

    clock: Clock
    entropy: Entropy

    def new(self, prefix: str) -> str:
        """A fresh id. Ids of one process sort by the millisecond in which they were made."""
        milliseconds = int(self.clock.now().timestamp() * 1000)
        noise = int.from_bytes(self.entropy.bytes(11)) >> (88 - _RANDOM_BITS)
        return f"{prefix}_{_encode((milliseconds << _RANDOM_BITS) | noise)}"


def is_id(prefix: str, text: str) -> bool:
    """Whether `text` could have been made by `Ids.new(prefix)`."""
    return text.startswith(f"{prefix}_") and _SHAPE.fullmatch(text) is not None


def _encode(number: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (BODY_LENGTH - 1), -1, -5))
