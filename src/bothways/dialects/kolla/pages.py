"""Kolla's lists: page_size, page_token, order_by (AIP-132, AIP-158)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bothways.kit.errors import InvalidInput
from bothways.kit.web.paging import Cursors, Position

DEFAULT_SIZE = 50
MOST = 1_000
_ORDER = re.compile(r"\s*([a-z_]+)(?:\s+(asc|desc))?\s*")
_TOKEN_LENGTH = 1_024

T = TypeVar("T")
Key = str | datetime


@dataclass(frozen=True)
class Asked:
    """What a list was asked for, as it came."""

    filter: str | None = None
    page_size: int = 0
    page_token: str | None = None
    order_by: str | None = None

    def size(self, most: int = MOST) -> int:
        """How many to answer with: fifty when nothing is said, `most` when more is. Raises InvalidInput."""
        if self.page_size < 0:
            raise InvalidInput.of("page_size", "must not be negative")
        return min(self.page_size or DEFAULT_SIZE, most)


@dataclass(frozen=True)
class Tokens:
    """Page tokens: good for the same list of the same caller with the same filter and order."""

    cursors: Cursors

    def read(self, scope: str, asked: Asked) -> Position | None:
        """Where to go on; None for the first page. Raises InvalidInput."""
        token = asked.page_token
        if not token:
            return None
        try:
            if len(token) > _TOKEN_LENGTH:
                raise InvalidInput.of("cursor", "is too long")
            return self.cursors.read(self._scope(scope, asked), token)
        except InvalidInput as error:
            reason = "was not given out for this list; start again without it"
            raise InvalidInput.of("page_token", reason) from error

    def write(self, scope: str, asked: Asked, position: Position) -> str:
        """A token that `read` accepts."""
        return self.cursors.write(self._scope(scope, asked), position)

    def _scope(self, scope: str, asked: Asked) -> str:
        return f"kolla {scope} {asked.filter!r} {asked.order_by!r}"


def ordered(found: Sequence[T], order_by: str, keys: Mapping[str, Callable[[T], Key]]) -> list[T]:
    """By `order_by`, such as `create_time desc, name`. Raises InvalidInput that names what can be sorted by."""
    result = list(found)
    for part in reversed(order_by.split(",")):
        match = _ORDER.fullmatch(part)
        if match is None or match[1] not in keys:
            raise InvalidInput.of("order_by", f"sort by {', '.join(sorted(keys))}, each with asc or desc behind")
        result.sort(key=keys[match[1]], reverse=match[2] == "desc")
    return result


def sliced(
    found: Sequence[T], asked: Asked, tokens: Tokens, scope: str, id_of: Callable[[T], str], most: int = MOST
) -> tuple[list[T], str]:
    """One page of what is all at hand, and the token of the next one, empty on the last."""
    start = _start([id_of(one) for one in found], tokens.read(scope, asked))
    end = start + asked.size(most)
    page = list(found[start:end])
    return page, tokens.write(scope, asked, [end, id_of(page[-1])]) if end < len(found) else ""


def _start(ids: Sequence[str], position: Position | None) -> int:
    """Behind the one that was given out last. Where that is gone, what came behind it has moved up by one."""
    if position is None:
        return 0
    place, last = int(position[0]), str(position[1])
    return ids.index(last) + 1 if last in ids else max(0, place - 1)
