"""Kolla's lists: page_size, page_token, order_by (AIP-132, AIP-158)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cmp_to_key
from typing import Generic, TypeVar

from bothways.kit.errors import InvalidInput
from bothways.kit.web.paging import Cursors, Position

DEFAULT_SIZE = 50
MOST = 1_000
_ORDER = re.compile(r"\s*([a-z_]+)(?:\s+(asc|desc))?\s*")
_TOKEN_LENGTH = 4_096
_MOST_KEYS = 3

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


@dataclass(frozen=True)
class Order(Generic[T]):
    """How a list that is all at hand is sorted: by keys, each with whether it goes down, and at last by id.

    A page goes on behind what was given out last, wherever that is by then and whether or not it still is: of what
    stays in its place nothing is passed over, and nothing comes twice.
    """

    keys: Sequence[tuple[Callable[[T], Key], bool]]
    id_of: Callable[[T], str]

    @classmethod
    def asked(
        cls,
        order_by: str | None,
        known: Mapping[str, Callable[[T], Key]],
        id_of: Callable[[T], str],
        *else_by: Callable[[T], Key],
    ) -> "Order[T]":
        """By `order_by`, such as `create_time desc, name`. Raises InvalidInput that names what can be sorted by."""
        if not order_by:
            return cls([(key, False) for key in else_by], id_of)
        keys = []
        for part in order_by.split(","):
            match = _ORDER.fullmatch(part)
            if match is None or match[1] not in known:
                raise InvalidInput.of("order_by", f"sort by {', '.join(sorted(known))}, each with asc or desc behind")
            keys.append((known[match[1]], match[2] == "desc"))
        if len(keys) > _MOST_KEYS:
            raise InvalidInput.of("order_by", f"sort by at most {_MOST_KEYS}")
        return cls(keys, id_of)

    def page(
        self, found: Sequence[T], asked: Asked, tokens: Tokens, scope: str, most: int = MOST
    ) -> tuple[list[T], str]:
        """One page, and the token of the next one, empty on the last. Raises InvalidInput."""
        behind = tokens.read(scope, asked)
        by_place = cmp_to_key(self._sign)
        rest = [one for one in found if behind is None or self._sign(self._place(one), behind) > 0]
        rest.sort(key=lambda one: by_place(self._place(one)))
        page = rest[: asked.size(most)]
        token = tokens.write(scope, asked, self._place(page[-1])) if len(page) < len(rest) else ""
        return page, token

    def _place(self, one: T) -> Position:
        return [*(_text(key(one)) for key, _ in self.keys), self.id_of(one)]

    def _sign(self, one: Position, other: Position) -> int:
        downs = [*(down for _, down in self.keys), False]
        for mine, its, down in zip(one, other, downs, strict=True):
            if mine != its:
                return 1 if (str(mine) > str(its)) is not down else -1
        return 0


def _text(key: Key) -> str:
    """Times as texts that are in the same order."""
    return key if isinstance(key, str) else key.astimezone(UTC).isoformat(timespec="microseconds")
