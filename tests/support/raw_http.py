"""A bare HTTP/1.1 server on a loopback socket that may break every rule it likes.

A web framework would correct what the tests want wrong: lengths, headers, the pace of bytes.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Heard:
    """One request as it arrived. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Wire:
    """The way back to the client, byte by byte."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """A whole, correct response."""
        await self.head(status, {"content-length": str(len(body)), **(headers or {})})
        await self.raw(body)

    async def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Status line and headers; the body is up to the caller."""
        lines = [f"HTTP/1.1 {status} Ill", "connection: close", *(f"{name}: {text}" for name, text in headers.items())]
        await self.raw("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1"))

    async def raw(self, data: bytes) -> None:
        """Bytes as they are. Raises ConnectionError once the client has left."""
        if self.writer.is_closing():
            raise ConnectionResetError("the client left")
        self.writer.write(data)
        await self.writer.drain()

    async def hang(self) -> None:
        """Say nothing until the client gives up."""
        with contextlib.suppress(ConnectionError):
            while await self.reader.read(1024):
                pass

    def drop(self) -> None:
        """Cut the connection without an answer."""
        self.writer.transport.abort()


Handler = Callable[[Heard, Wire], Awaitable[None]]


@contextlib.asynccontextmanager
async def serve_raw(handle: Handler) -> AsyncIterator[str]:
    """Serve one request per connection; yields the base URL.

    An error in `handle` is raised when the server closes: a broken fake must not look like a passing test.
    """
    running: set[asyncio.Task[None]] = set()
    failures: list[BaseException] = []

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handle(await _hear(reader), Wire(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client left; tests do that on purpose.
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def forget(task: asyncio.Task[None]) -> None:
        running.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            failures.append(failure)

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(serve_one(reader, writer))
        running.add(task)
        task.add_done_callback(forget)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await server.wait_closed()
    if failures:
        raise failures[0]


async def _hear(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method, target, headers, body)
