"""Pages of results, and cursors that only work where they were given out."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import msgspec

from bothways.kit.crypto import same
from bothways.kit.errors import InvalidInput
from bothways.kit.finding import MAX_ASKED
from bothways.kit.limits import CURSOR_CHARACTERS, PAGE_DEFAULT, PAGE_MAX

T = TypeVar("T")

Limit = Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX, description="How many items to return at most.")]
Cursor = Annotated[
    str,
    msgspec.Meta(max_length=CURSOR_CHARACTERS, description="`next_cursor` of the page before; absent for the first."),
]
Search = Annotated[
    str, msgspec.Meta(max_length=MAX_ASKED, description="Words to look for, in any order; each has to be found.")
]
Total = Annotated[bool, msgspec.Meta(description="Whether to count all items, too: see `total` of the answer.")]
DEFAULT_LIMIT = PAGE_DEFAULT

Position = list[str | int]
_MAC_BYTES = 16


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page. `next_cursor` is null on the last one.

    `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
    be counted.
    """

    items: list[T]
    next_cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True)
class Cursors:
    """Makes and reads cursors. One is bound by HMAC-SHA-256 to a scope: the environment, the list and its filters."""

    key: bytes

    def write(self, scope: str, position: Position) -> str:
        """A cursor that `read` accepts for the same scope only."""
        payload = msgspec.json.encode(position)
        return base64.urlsafe_b64encode(self._mac(scope, payload) + payload).rstrip(b"=").decode()

    def read(self, scope: str, cursor: str) -> Position:
        """The position. Raises InvalidInput on a cursor of another scope, an altered one or rubbish."""
        try:
            raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error, ValueError) as error:
            raise _unusable() from error
        mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not same(mac, self._mac(scope, payload)):
            raise _unusable()
        return msgspec.json.decode(payload, type=Position)

    def _mac(self, scope: str, payload: bytes) -> bytes:
        text = scope.encode("utf-8", "surrogatepass")
        return hmac.digest(self.key, len(text).to_bytes(4) + text + payload, hashlib.sha256)[:_MAC_BYTES]


def _unusable() -> InvalidInput:
    return InvalidInput.of("cursor", "was not given out for this list; start again without it")
