"""From what came over the wire to a result or an error."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from math import ceil
from typing import TypeVar

from bothways_client.errors import BothwaysError, ConnectionFailed, FieldError, kind_of
from bothways_client.reading import Reader, reader

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Problem:
    """An error as Bothways writes it (RFC 9457)."""

    code: str
    detail: str
    next_step: str = ""
    request_id: str | None = None
    errors: tuple[FieldError, ...] = ()


_PROBLEM = reader(_Problem)


@dataclass(frozen=True)
class Answer:
    """One HTTP response. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def read(self, of: Reader[T]) -> T:
        """The result. Raises the BothwaysError that the answer tells of, or ConnectionFailed (`answer_unusable`).

        No frame that holds a part of the body is in the traceback.
        """
        if self.status >= 400:
            raise self._error()
        result = _try(of, self.body) if 200 <= self.status < 300 else None
        if result is None:
            raise ConnectionFailed(
                f"The answer, with status {self.status}, is not one that this client understands.",
                code="answer_unusable",
                next_step="Check that the base address leads to Bothways, and that its version fits this client.",
                status=self.status,
                request_id=self.headers.get("x-request-id"),
            )
        return result[0]

    def _error(self) -> BothwaysError:
        found = _try(_PROBLEM, self.body)
        problem = found[0] if found else _unwritten(self.status)
        return kind_of(self.status, problem.code)(
            problem.detail,
            code=problem.code,
            next_step=problem.next_step,
            status=self.status,
            request_id=problem.request_id or self.headers.get("x-request-id"),
            errors=problem.errors,
            retry_after_seconds=_retry_after(self.headers),
        )


def _try(of: Reader[T], body: bytes) -> tuple[T] | None:
    try:
        return (of(json.loads(body) if body else None),)
    except (TypeError, ValueError, RecursionError, KeyError):
        return None


def _unwritten(status: int) -> _Problem:
    return _Problem(
        code=f"http_{status}",
        detail=f"The answer has status {status} and says nothing that Bothways would say.",
        next_step="It may come from something in front of Bothways: look there, and at the base address.",
    )


def _retry_after(headers: Mapping[str, str]) -> int | None:
    """In seconds. An instant is counted from the answer's own Date, so that no clock has to be right but theirs."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return int(text) if len(text) < 9 else None
    try:
        left = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(0, ceil(left.total_seconds()))
