"""A server that answers by script, and remembers what it was asked."""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.raw_http import Heard, Wire, serve_raw


@dataclass(frozen=True)
class Says:
    """One answer. `document` is sent as JSON, unless it is bytes already."""

    status: int
    document: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Hangs:
    """No answer at all."""


class Drops:
    """The request is read, and the connection cut."""


Step = Says | Hangs | Drops


def problem(status: int, code: str, retry_after: int | str | None = None, **more: Any) -> Says:
    """An error as Bothways writes it."""
    document = {"type": "", "title": "", "status": status, "code": code, "detail": "It is so.", "next_step": "Wait."}
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    return Says(status, {**document, "request_id": "req_1", **more}, headers)


@dataclass
class Scripted:
    """`heard` are the requests so far; the last step answers all that come after it."""

    base_url: str
    heard: list[Heard]


@contextlib.asynccontextmanager
async def scripted(*steps: Step) -> AsyncIterator[Scripted]:
    """Serve these answers, in this order."""
    heard: list[Heard] = []

    async def handle(request: Heard, wire: Wire) -> None:
        heard.append(request)
        await _answer(steps[min(len(heard), len(steps)) - 1], wire)

    async with serve_raw(handle) as base_url:
        yield Scripted(base_url, heard)


async def _answer(step: Step, wire: Wire) -> None:
    match step:
        case Hangs():
            await wire.hang()
        case Drops():
            wire.drop()
        case Says(status, document, headers):
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
            await wire.send(status, body, {"content-type": "application/json", **headers})


def keys(heard: Sequence[Heard]) -> list[str | None]:
    """The idempotency key of each request."""
    return [one.headers.get("idempotency-key") for one in heard]
