"""A load generator that costs little: raw sockets, keep-alive, one request in flight on each connection.

Runs as a process of its own, so that it does not share a core with what it measures.
"""

import asyncio
import itertools
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Load:
    """What was seen from outside: requests per second, and times to answer in milliseconds."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int


SEPARATOR = b"\0"


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as an answer is complete."""

    def __init__(self, requests: Iterator[bytes], deadline: float) -> None:
        self.requests = requests
        self.deadline = deadline
        self.times: list[float] = []
        self.errors = 0
        self.done = asyncio.get_running_loop().create_future()
        self._buffer = b""
        self._left = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._left < 0:
            head, separator, rest = self._buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            self.errors += not head.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3"))
            lowered = head.lower()
            at = lowered.find(b"content-length:")
            self._left = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self._buffer = rest
        if len(self._buffer) >= self._left:
            self.times.append(time.perf_counter() - self._began)
            self._buffer, self._left = b"", -1
            self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        self._began = time.perf_counter()
        request = next(self.requests, None)
        if request is None or self._began >= self.deadline:
            self.transport.close()
            return
        self.transport.write(request)


async def run(port: int, data: bytes, connections: int, seconds: float) -> Load:
    """Load one port of this machine for `seconds`: with one request again and again, or with several, each once."""
    loop = asyncio.get_running_loop()
    requests = data.split(SEPARATOR)
    ahead = iter(requests) if len(requests) > 1 else itertools.repeat(data)
    began = time.perf_counter()
    made = [
        (await loop.create_connection(lambda: _Connection(ahead, began + seconds), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(one.done for one in made))
    took = time.perf_counter() - began
    times = sorted(t for one in made for t in one.times)
    return Load(
        requests=len(times),
        seconds=took,
        p50_ms=statistics.median(times) * 1000,
        p99_ms=times[int(len(times) * 0.99)] * 1000,
        errors=sum(one.errors for one in made),
    )


if __name__ == "__main__":
    import uvloop

    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    found = uvloop.run(run(port, sys.stdin.buffer.read(), connections, seconds))
    print(json.dumps(asdict(found)))
