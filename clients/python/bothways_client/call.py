"""One call of the API as data: what to send, and how to read the answer."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from bothways_client.access import Access
from bothways_client.answer import Answer
from bothways_client.reading import Page, Reader

T = TypeVar("T")

_PLACEHOLDER = re.compile(r"\{\w+\}")
_IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,255}")


class Keep(Enum):
    """Says that something stays as it is, where None would clear it."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True)
class Parts:
    """What one call puts into its route."""

    path: tuple[str, ...]
    query: Mapping[str, object]
    body: Mapping[str, object] | None = field(repr=False)
    idempotency_key: str | None


def send(
    *path: str,
    query: Mapping[str, object] | None = None,
    body: Mapping[str, object] | None = None,
    idempotency_key: str | None = None,
) -> Parts:
    """The parts of a call; `path` fills the placeholders of its route in their order."""
    return Parts(path, query or {}, body, idempotency_key)


def given(**values: object) -> dict[str, object]:
    """Those that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def changed(**values: object) -> dict[str, object]:
    """Those that do not stay as they are; None among them clears."""
    return {name: value for name, value in values.items() if value is not KEEP}


@dataclass(frozen=True)
class Call(Generic[T]):
    """A call, ready to be sent as often as need be: `key` makes that safe where the method alone does not."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: bytes | None = field(repr=False)
    key: str | None
    reader: Reader[T] = field(repr=False)

    @property
    def is_repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET" or self.key is not None

    def url(self, access: Access) -> str:
        """The whole address, every part of it escaped."""
        return f"{access.base_url}{self.path}{'?' if self.query else ''}{urlencode(self.query)}"

    def headers(self, access: Access, user_agent: str) -> dict[str, str]:
        """Holds the API key: build it where it is used, and let no variable hold it."""
        headers = {
            "Accept": "application/json, application/problem+json",
            "Authorization": f"Bearer {access.api_key}",
            "User-Agent": user_agent,
        }
        if self.body is not None:
            headers["Content-Type"] = "application/json"
        if self.key is not None:
            headers["Idempotency-Key"] = self.key
        return headers

    def read(self, answer: Answer) -> T:
        """The result. Raises BothwaysError."""
        return answer.read(self.reader)


def call_of(method: str, route: str, parts: Parts, key: str | None, reader: Reader[T]) -> Call[T]:
    """Raises ValueError on a path segment or an idempotency key that cannot be one, and on what is not JSON."""
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ValueError("an idempotency key is 1 to 255 visible ASCII characters")
    segments = iter(parts.path)
    path = _PLACEHOLDER.sub(lambda placeholder: _segment(placeholder[0], next(segments)), route)
    return Call(method, path, tuple(_pairs(parts.query)), _encoded(parts), key, reader)


def following(call: Call[Page[T]], page: Page[T]) -> Call[Page[T]] | None:
    """The call for the page after this one, None after the last."""
    if page.next_cursor is None:
        return None
    others = (pair for pair in call.query if pair[0] != "cursor")
    return replace(call, query=(*others, ("cursor", page.next_cursor)))


def _segment(placeholder: str, text: str) -> str:
    # An empty segment, or dots, would make the path that of another operation.
    if not text.strip("."):
        raise ValueError(f"{text!r} cannot be the {placeholder} of a path")
    return quote(text, safe="")


def _pairs(query: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        for item in value if isinstance(value, list | tuple | set | frozenset) else [value]:
            yield name, _text(item)


def _text(item: object) -> str:
    if isinstance(item, datetime):
        return item.isoformat()
    return str(item).lower() if isinstance(item, bool) else str(item)


def _encoded(parts: Parts) -> bytes | None:
    if parts.body is None:
        return None
    try:
        return json.dumps(parts.body, default=_plain, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        reason = str(error)
    # Raised after the handler: the encoder's frames hold the body, and the body may hold secrets.
    raise ValueError(reason)


def _plain(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return given(**asdict(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
