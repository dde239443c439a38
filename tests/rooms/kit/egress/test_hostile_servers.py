"""Servers that answer too little, too slowly, too much, or something else."""

import asyncio
import gzip
import time
import tracemalloc
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager

import pytest

from bothways.kit.egress.client import CONNECTIONS_PER_HOST, Egress
from bothways.kit.egress.errors import AnswerLost, AnswerTooLarge, ConnectFailed
from bothways.kit.egress.messages import Request
from tests.rooms.kit.egress.conftest import LOOPBACK
from tests.rooms.kit.egress.servers import answering, dripping, endless, streaming
from tests.support.raw_http import Handler, Heard, Wire, serve_raw

# Long enough for a loaded machine, short enough to wait for.
DEADLINE = 1.0
CHUNK = b"400\r\n%b\r\n" % (b"x" * 1024)


@contextmanager
def memory_below(limit_bytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit_bytes


async def drop(_heard: Heard, wire: Wire) -> None:
    wire.drop()


async def hang(_heard: Heard, wire: Wire) -> None:
    await wire.hang()


async def stop_in_the_body(_heard: Heard, wire: Wire) -> None:
    await wire.head(200, {"content-length": "1000"})
    await wire.raw(b"some")


async def stop_in_the_headers(_heard: Heard, wire: Wire) -> None:
    await wire.raw(b"HTTP/1.1 200 OK\r\nContent-Le")


async def speak_something_else(_heard: Heard, wire: Wire) -> None:
    await wire.raw(b"SSH-2.0-OpenSSH_9.2\r\n" * 10)


async def contradict_oneself(_heard: Heard, wire: Wire) -> None:
    await wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")


async def pack_unasked(_heard: Heard, wire: Wire) -> None:
    await wire.send(200, b"\x8b\x02\x80hello\x03", {"content-encoding": "br"})


async def cut_the_packing(_heard: Heard, wire: Wire) -> None:
    await wire.send(200, gzip.compress(b"hello")[:-4], {"content-encoding": "gzip"})


@pytest.mark.parametrize(
    "handle",
    [
        drop,
        hang,
        stop_in_the_body,
        stop_in_the_headers,
        speak_something_else,
        contradict_oneself,
        pack_unasked,
        cut_the_packing,
        streaming(b"HTTP/1.1 200 OK\r\n\r\n", dripping),
        streaming(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", dripping),
        streaming(b"HTTP/1.1 200 OK\r\nX-", dripping),
        streaming(b"", lambda: dripping(b"HTTP/1.1 102 Wait\r\n\r\n")),
        streaming(b"", lambda: endless(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)),
        streaming(b"HTTP/1.1 200 OK\r\nX-Long: ", endless),
        streaming(b"HTTP/1.1 200 ", endless),
        streaming(b"HTTP/1.1 200 OK\r\n", lambda: endless(b"X-Many: 1\r\n" * 1000)),
        answering(200, X_Big="x" * 9000),
    ],
)
async def test_a_lost_answer_is_told_within_the_deadline(egress: Egress, handle: Handler) -> None:
    async with serve_raw(handle) as url:
        started = time.monotonic()
        with memory_below(16 * 1024 * 1024), pytest.raises(AnswerLost) as lost:
            await egress.send(Request("POST", f"{url}/?code=s3cret", body=b"x", deadline_seconds=DEADLINE))
        assert time.monotonic() - started < DEADLINE * 10
    assert not isinstance(lost.value, AnswerTooLarge)
    assert "s3cret" not in str(lost.value)
    assert lost.value.__cause__ is None


@pytest.mark.parametrize(
    "handle",
    [
        answering(200, b"x" * 100_001),
        streaming(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", endless),
        streaming(b"HTTP/1.1 200 OK\r\n\r\n", endless),
        streaming(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", lambda: endless(CHUNK)),
        answering(200, gzip.compress(b"\0" * 80_000_000), Content_Encoding="gzip"),
    ],
)
async def test_an_answer_that_is_too_large_is_stopped_early(egress: Egress, handle: Handler) -> None:
    async with serve_raw(handle) as url:
        with memory_below(16 * 1024 * 1024), pytest.raises(AnswerTooLarge):
            await egress.send(Request("GET", url, max_bytes=100_000, deadline_seconds=10))


async def test_endless_interim_answers_are_cut_short_at_once(egress: Egress) -> None:
    hints = streaming(b"", lambda: endless(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100))
    async with serve_raw(hints) as url:
        with pytest.raises(AnswerLost) as lost:
            await egress.send(Request("GET", url, deadline_seconds=20))
    assert "in time" not in str(lost.value)


async def test_a_few_interim_answers_are_passed_over(egress: Egress) -> None:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3)
        await wire.send(200, b"final")

    async with serve_raw(handle) as url:
        assert (await egress.send(Request("GET", url))).body == b"final"


async def test_an_answer_of_exactly_the_limit_is_read(egress: Egress) -> None:
    async with serve_raw(answering(200, b"x" * 100_000)) as url:
        assert len((await egress.send(Request("GET", url, max_bytes=100_000))).body) == 100_000


async def test_one_hanging_provider_holds_up_no_other(egress: Egress) -> None:
    arrived = asyncio.Semaphore(0)

    async def hang_and_count(heard: Heard, wire: Wire) -> None:
        arrived.release()
        await hang(heard, wire)

    async with serve_raw(hang_and_count) as stuck, serve_raw(answering(200, b"fine")) as well:
        request = Request("POST", stuck, deadline_seconds=20)
        hanging = [asyncio.create_task(lost(egress.send(request))) for _ in range(CONNECTIONS_PER_HOST + 50)]
        for _ in range(CONNECTIONS_PER_HOST):
            await arrived.acquire()
        answer = await egress.send(Request("GET", well, deadline_seconds=10))
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
    assert answer.body == b"fine"


async def lost(sending: Awaitable[object]) -> None:
    with pytest.raises((AnswerLost, ConnectFailed)):
        await sending


async def test_a_post_never_travels_on_a_connection_that_may_be_dead() -> None:
    """A server that closes idle connections must not make a fresh request look uncertain."""
    egress = Egress(LOOPBACK)
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readuntil(b"\r\n\r\n")
        # Promises to keep the connection, and closes it with the next request's first byte.
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok")
        await reader.read(1)
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    for _ in range(3):
        assert (await egress.send(Request("POST", url))).body == b"ok"
    assert connections == 3
    await egress.close()
    server.close()


async def test_a_get_uses_a_kept_connection_again(egress: Egress) -> None:
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    for _ in range(3):
        assert (await egress.send(Request("GET", url))).body == b"ok"
    assert connections == 1
    await egress.close()
    server.close()


async def test_a_cancelled_request_closes_its_connection(egress: Egress) -> None:
    arrived, left = asyncio.Event(), asyncio.Event()

    async def handle(_heard: Heard, wire: Wire) -> None:
        arrived.set()
        await wire.hang()
        left.set()

    async with serve_raw(handle) as url:
        sending = asyncio.create_task(egress.send(Request("POST", url)))
        await arrived.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await asyncio.wait_for(left.wait(), 20)
