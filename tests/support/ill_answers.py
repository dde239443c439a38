"""What a faulty or hostile token endpoint may answer, as values that a test scripts in a row.

An `Answer` is given an `Exchange` and does with the connection what it likes. `exchange.work()` does what a healthy
provider would have done (spend the code, rotate the refresh token) and may be called long before the answer
leaves, or without any answer at all: `after_work(drop())` is "rotated, answer lost".
"""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.support.raw_http import Heard, Wire

Payload = dict[str, object]


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""As a value in `healthy(...)`: leave the field out."""


class Refusal(Exception):
    """The provider's `work` says no: an OAuth error with its status."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


@dataclass
class Exchange:
    """One token request and the way to answer it."""

    heard: Heard
    wire: Wire
    process: Callable[[Heard, Mapping[str, object]], Payload]
    _payload: Payload | None = None

    def work(self, changes: Mapping[str, object] | None = None) -> Payload:
        """Process the grant once; later calls give the same payload. Raises Refusal."""
        if self._payload is None:
            self._payload = self.process(self.heard, changes or {})
        return {**self._payload, **(changes or {})}


Answer = Callable[[Exchange], Awaitable[None]]


@dataclass
class Gate:
    """Holds answers until the test releases them."""

    waiting: int = 0
    _arrival: asyncio.Condition = field(default_factory=asyncio.Condition)
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    async def reached(self, count: int = 1) -> None:
        """Wait until `count` requests stand at the gate."""
        async with self._arrival:
            await self._arrival.wait_for(lambda: self.waiting >= count)

    def release(self) -> None:
        """Let everybody through, now and later."""
        self._open.set()

    async def pass_through(self) -> None:
        async with self._arrival:
            self.waiting += 1
            self._arrival.notify_all()
        await self._open.wait()


def healthy(**changes: object) -> Answer:
    """What a good provider answers, with fields changed or `ABSENT`. Changed tokens are the ones the provider keeps."""

    async def answer(exchange: Exchange) -> None:
        try:
            payload = exchange.work(changes)
        except Refusal as refusal:
            await _send_json(exchange.wire, refusal.status, {"error": refusal.error})
            return
        await _send_json(exchange.wire, 200, {name: value for name, value in payload.items() if value is not ABSENT})

    return answer


def error(code: str, status: int = 400, **more: object) -> Answer:
    """An OAuth error (RFC 6749 section 5.2) without any work done."""
    return raw(status, json.dumps({"error": code, **more}).encode())


def raw(status: int, body: bytes = b"", **headers: str) -> Answer:
    """These bytes, as JSON unless `content_type` says otherwise. `retry_after="7"` becomes the header retry-after."""
    named = {name.replace("_", "-"): text for name, text in {"content_type": "application/json", **headers}.items()}

    async def answer(exchange: Exchange) -> None:
        await exchange.wire.send(status, body, named)

    return answer


def redirect(location: str, status: int = 307) -> Answer:
    """Ask the client to send code and secret somewhere else (row 12)."""
    return raw(status, location=location)


def throttled(retry_after: str | None = None) -> Answer:
    """429, with this Retry-After header if any."""
    headers = {} if retry_after is None else {"retry_after": retry_after}
    return raw(429, b'{"error":"rate_limited"}', **headers)


def drop() -> Answer:
    """Cut the connection without an answer."""

    async def answer(exchange: Exchange) -> None:
        exchange.wire.drop()

    return answer


def hang() -> Answer:
    """Read the request, then never say anything."""

    async def answer(exchange: Exchange) -> None:
        await exchange.wire.hang()

    return answer


def after_work(then: Answer) -> Answer:
    """Spend the code or rotate the token first; then `then`, which may well lose the result."""

    async def answer(exchange: Exchange) -> None:
        exchange.work()
        await then(exchange)

    return answer


def gated(gate: Gate, then: Answer | None = None) -> Answer:
    """Wait at the gate, then answer; healthily unless told otherwise."""

    async def answer(exchange: Exchange) -> None:
        await gate.pass_through()
        await (then or healthy())(exchange)

    return answer


def slow(seconds: float, then: Answer | None = None) -> Answer:
    """Answer after real seconds: for deadlines that run on the machine's clock. Prefer `gated`."""

    async def answer(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await (then or healthy())(exchange)

    return answer


def drip(pause_seconds: float = 0.05, *, headers: bool = False) -> Answer:
    """One byte at a time, for ever: of the body, or already of the headers."""

    async def answer(exchange: Exchange) -> None:
        if headers:
            await exchange.wire.raw(b"HTTP/1.1 200 OK\r\nx-drip: ")
        else:
            await exchange.wire.head(200, {"content-type": "application/json", "content-length": "1000000"})
        while True:
            await exchange.wire.raw(b" ")
            await asyncio.sleep(pause_seconds)

    return answer


def huge(total_bytes: int) -> Answer:
    """A body of this length that would even be a valid answer."""

    async def answer(exchange: Exchange) -> None:
        start, end = b'{"access_token":"good","padding":"', b'"}'
        await exchange.wire.head(200, {"content-type": "application/json", "content-length": str(total_bytes)})
        await exchange.wire.raw(start)
        left = total_bytes - len(start) - len(end)
        while left > 0:
            block = min(left, 65536)
            await exchange.wire.raw(b"a" * block)
            left -= block
        await exchange.wire.raw(end)

    return answer


def endless() -> Answer:
    """A chunked body without an end, as fast as the client reads."""

    async def answer(exchange: Exchange) -> None:
        await exchange.wire.head(200, {"content-type": "application/json", "transfer-encoding": "chunked"})
        while True:
            await exchange.wire.raw(b"4000\r\n" + b" " * 0x4000 + b"\r\n")

    return answer


def gzip_bomb(inflated_bytes: int = 256 * 1024 * 1024) -> Answer:
    """A small compressed body that inflates to this many bytes."""

    async def answer(exchange: Exchange) -> None:
        # Concatenated gzip members inflate one after the other; one member is packed once and repeated.
        member = gzip.compress(b" " * 1024 * 1024, 9)
        body = member * (inflated_bytes // (1024 * 1024))
        await exchange.wire.send(200, body, {"content-type": "application/json", "content-encoding": "gzip"})

    return answer


def header_bomb(count: int = 100_000, length: int = 100) -> Answer:
    """More headers than anybody should read."""

    async def answer(exchange: Exchange) -> None:
        await exchange.wire.raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
        for number in range(count):
            await exchange.wire.raw(f"x-bomb-{number}: {'a' * length}\r\n".encode())
        await exchange.wire.raw(b"content-length: 2\r\n\r\n{}")

    return answer


async def _send_json(wire: Wire, status: int, payload: Payload) -> None:
    # Newlines inside strings leave as JSON escapes: what arrives after parsing is the test's value, exactly.
    await wire.send(status, json.dumps(payload).encode(), {"content-type": "application/json"})
