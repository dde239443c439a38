"""Egress against servers on loopback that behave, and that do not."""

import asyncio
import gzip
import itertools
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import (
    AddressForbidden,
    AnswerLost,
    AnswerTooLarge,
    ConnectFailed,
    InvalidRequest,
)
from bothways.kit.egress.messages import Request
from tests.support.raw_http import Handler, Heard, Wire, serve_raw

LOOPBACK = ["127.0.0.0/8", "::1/128"]
V4 = socket.AddressFamily.AF_INET
# Long enough for a loaded machine, short enough to wait for.
DEADLINE = 0.5
CHUNK = b"400\r\n%b\r\n" % (b"x" * 1024)


@pytest.fixture
async def egress() -> AsyncIterator[Egress]:
    egress = Egress(LOOPBACK)
    yield egress
    await egress.close()


def answering(status: int, body: bytes = b"", **headers: str) -> Handler:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.send(status, body, {name.replace("_", "-"): text for name, text in headers.items()})

    return handle


def streaming(head: bytes, pieces: Callable[[], AsyncIterator[bytes]]) -> Handler:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.raw(head)
        async for piece in pieces():
            await wire.raw(piece)

    return handle


async def endless(piece: bytes = b"x" * 65536) -> AsyncIterator[bytes]:
    while True:
        yield piece


async def dripping(piece: bytes = b"x") -> AsyncIterator[bytes]:
    while True:
        yield piece
        await asyncio.sleep(0.02)


@contextmanager
def memory_below(limit_bytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit_bytes


async def test_a_request_arrives_as_it_was_given(egress: Egress) -> None:
    heard: list[Heard] = []

    async def handle(request: Heard, wire: Wire) -> None:
        heard.append(request)
        await wire.send(201, b'{"ok":true}', {"Content-Type": "application/json", "X-Twice": "1"})

    async with serve_raw(handle) as url:
        headers = {"Authorization": "Bearer abc", "Content-Type": "text/plain"}
        answer = await egress.send(Request("POST", f"{url}/a%2Fb?c=%41+d", headers, b"body"))
    assert (answer.status, answer.body) == (201, b'{"ok":true}')
    assert answer.headers["content-type"] == "application/json"
    assert (heard[0].method, heard[0].target, heard[0].body) == ("POST", "/a%2Fb?c=%41+d", b"body")
    assert heard[0].headers["authorization"] == "Bearer abc"
    assert heard[0].headers["user-agent"] == "Bothways"
    assert heard[0].headers["host"] == urlsplit(url).netloc


async def test_a_request_without_a_body_claims_no_content_type(egress: Egress) -> None:
    heard: list[Heard] = []

    async def handle(request: Heard, wire: Wire) -> None:
        heard.append(request)
        await wire.send(200)

    async with serve_raw(handle) as url:
        await egress.send(Request("POST", url))
    assert "content-type" not in heard[0].headers
    assert heard[0].headers["content-length"] == "0"


async def test_a_packed_answer_is_unpacked(egress: Egress) -> None:
    async with serve_raw(answering(200, gzip.compress(b"hello"), Content_Encoding="gzip")) as url:
        assert (await egress.send(Request("GET", url))).body == b"hello"


async def test_a_head_answer_has_no_body(egress: Egress) -> None:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.head(200, {"content-length": "99999999", "content-encoding": "gzip"})

    async with serve_raw(handle) as url:
        answer = await egress.send(Request("HEAD", url))
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer_and_is_not_followed(egress: Egress, status: int) -> None:
    visits: list[str] = []

    async def elsewhere(heard: Heard, wire: Wire) -> None:
        visits.append(heard.target)
        await wire.send(200)

    async with serve_raw(elsewhere) as other, serve_raw(answering(status, location=f"{other}/steal")) as url:
        answer = await egress.send(Request("POST", url, body=b"code=secret"))
    assert (answer.status, answer.headers["location"]) == (status, f"{other}/steal")
    assert visits == []


async def test_cookies_are_not_kept(egress: Egress) -> None:
    heard: list[Heard] = []

    async def handle(request: Heard, wire: Wire) -> None:
        heard.append(request)
        await wire.send(200, headers={"Set-Cookie": "session=1; Path=/"})

    async with serve_raw(handle) as url:
        await egress.send(Request("GET", url))
        await egress.send(Request("GET", url))
    assert "cookie" not in heard[1].headers


async def test_the_environment_names_no_proxy(egress: Egress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    async with serve_raw(answering(200, b"direct")) as url:
        assert (await egress.send(Request("GET", url))).body == b"direct"


async def test_repeated_headers_are_joined_and_bytes_beyond_utf8_are_replaced(egress: Egress) -> None:
    async def handle(_heard: Heard, wire: Wire) -> None:
        await wire.raw(b"HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nX-B: \xff\xfe\r\nContent-Length: 0\r\n\r\n")

    async with serve_raw(handle) as url:
        answer = await egress.send(Request("GET", url))
    assert answer.headers["x-a"] == "1, 2"
    assert answer.headers["x-b"].isprintable()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]"])
async def test_loopback_is_out_of_reach_unless_allowed(host: str) -> None:
    egress = Egress()
    visits: list[str] = []

    async def handle(heard: Heard, wire: Wire) -> None:
        visits.append(heard.target)
        await wire.send(200)

    async with serve_raw(handle) as url:
        with pytest.raises(AddressForbidden):
            await egress.send(Request("GET", f"http://{host}:{urlsplit(url).port}/"))
        with pytest.raises(AddressForbidden):
            await egress.send(Request("GET", f"https://{host}:{urlsplit(url).port}/"))
    assert visits == []
    await egress.close()


async def test_a_name_that_changes_its_address_is_checked_at_each_connect() -> None:
    """DNS rebinding: the first answer is harmless, the next one points inside."""
    answers = itertools.chain(["127.0.0.1"], itertools.repeat("127.0.0.2"))
    egress = Egress(["127.0.0.1/32"], lookup=lambda host, port: [(V4, next(answers))])
    async with serve_raw(answering(200, b"first")) as url:
        target = f"http://rebind.example:{urlsplit(url).port}/"
        assert (await egress.send(Request("POST", target))).body == b"first"
        await forget_names(egress)
        with pytest.raises(AddressForbidden):
            await egress.send(Request("POST", target))
    await egress.close()


async def forget_names(egress: Egress) -> None:
    """As if the names' time in the cache had run out."""
    for session in egress._sessions.values():
        session.connector.clear_dns_cache()  # type: ignore[union-attr]


async def test_of_several_addresses_only_the_admitted_one_is_used() -> None:
    found = [(V4, "10.0.0.1"), (V4, "127.0.0.1"), (V4, "169.254.169.254")]
    egress = Egress(LOOPBACK, lookup=lambda host, port: found)
    async with serve_raw(answering(200, b"reached")) as url:
        answer = await egress.send(Request("GET", f"http://many.example:{urlsplit(url).port}/"))
    assert answer.body == b"reached"
    await egress.close()


async def test_plain_http_to_a_public_address_is_refused_before_it_is_tried() -> None:
    egress = Egress(LOOPBACK, lookup=lambda host, port: [(V4, "198.41.0.4")])
    with pytest.raises(AddressForbidden):
        await egress.send(Request("GET", "http://public.example/", deadline_seconds=DEADLINE))
    await egress.close()


async def test_an_unfit_request_is_refused(egress: Egress) -> None:
    with pytest.raises(InvalidRequest):
        await egress.send(Request("GET", "http://user@127.0.0.1/"))


async def test_a_closed_port_means_that_nothing_was_sent(egress: Egress) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectFailed):
        await egress.send(Request("POST", f"http://127.0.0.1:{port}/"))


async def test_a_name_without_an_address_means_that_nothing_was_sent() -> None:
    def lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    egress = Egress(LOOPBACK, lookup=lookup)
    with pytest.raises(ConnectFailed):
        await egress.send(Request("POST", "https://nowhere.example/"))
    await egress.close()


async def test_slow_dns_counts_against_the_deadline() -> None:
    def lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        time.sleep(DEADLINE * 2)
        return [(V4, "127.0.0.1")]

    egress = Egress(LOOPBACK, lookup=lookup)
    started = time.monotonic()
    with pytest.raises(ConnectFailed):
        await egress.send(Request("POST", "http://slow.example/", deadline_seconds=DEADLINE))
    assert time.monotonic() - started < DEADLINE * 1.8
    await egress.close()


async def test_tls_that_never_begins_counts_against_the_deadline(egress: Egress) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(ConnectFailed):
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        await egress.send(Request("POST", url, deadline_seconds=DEADLINE))


async def test_a_server_without_tls_gets_nothing(egress: Egress) -> None:
    async with serve_raw(answering(200)) as url:
        with pytest.raises(ConnectFailed):
            await egress.send(Request("POST", url.replace("http:", "https:"), deadline_seconds=DEADLINE))


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
        assert time.monotonic() - started < DEADLINE * 3
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
    async with serve_raw(hang) as stuck, serve_raw(answering(200, b"fine")) as well:
        hanging = [
            asyncio.create_task(lost(egress.send(Request("POST", stuck, deadline_seconds=5)))) for _ in range(150)
        ]
        await asyncio.sleep(0.1)
        answer = await egress.send(Request("GET", well, deadline_seconds=3))
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
        await asyncio.wait_for(left.wait(), 2)
