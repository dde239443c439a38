"""The border behind a real server, on a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from bothways.kit.limits import BODY_BYTES
from bothways.kit.web.body import BodyTooSlow, read_body
from bothways.kit.web.exchange import Exchange
from tests.rooms.kit.web import things
from tests.support.servers import serve

LIMIT_SECONDS = 10


@dataclass
class Wire:
    """Speaks HTTP/1.1 by hand."""

    site: things.Site
    port: int

    async def say(self, raw: bytes) -> tuple[int, dict[str, str], bytes]:
        """Send bytes, read one answer."""
        async with asyncio.timeout(LIMIT_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(raw)
                await writer.drain()
                head = await reader.readuntil(b"\r\n\r\n")
                first, *rest = head.decode("latin-1").rstrip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
                wanted = 0 if raw.startswith(b"HEAD") else int(headers.get("content-length", "0"))
                body = await reader.readexactly(wanted)
            finally:
                writer.close()
        return int(first.split()[1]), headers, body


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    site = things.site()
    async with serve(site.app) as url:
        yield Wire(site, urlsplit(url).port or 0)


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    sent = {"host": "127.0.0.1", "authorization": "Bearer key-1", **headers}
    if body:
        sent.setdefault("content-length", str(len(body)))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def chunked(body: bytes, size: int) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


async def test_a_fast_and_an_ordinary_route_answer_alike(wire: Wire) -> None:
    fast = await wire.say(request("GET", "/v1/things/a"))
    ordinary = await wire.say(request("GET", "/v1/slow-things/a"))

    assert (fast[0], json.loads(fast[2])) == (ordinary[0], json.loads(ordinary[2]))
    assert set(fast[1]) == set(ordinary[1])


async def test_head_has_the_headers_and_no_body(wire: Wire) -> None:
    status, headers, body = await wire.say(request("HEAD", "/v1/things/a", connection="close"))

    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


async def test_nothing_to_say_says_no_length(wire: Wire) -> None:
    status, headers, _ = await wire.say(request("DELETE", "/v1/things/a"))

    assert (status, headers.get("content-length")) == (204, None)


async def test_a_body_in_chunks_is_read(wire: Wire) -> None:
    body = chunked(b'{"name": "a"}', 3)
    headers = {"transfer-encoding": "chunked", "content-type": "application/json"}

    status, _, _ = await wire.say(request("POST", "/v1/things", **headers) + body)

    assert status == 201


async def test_too_large_a_body_is_refused_before_it_is_sent(wire: Wire) -> None:
    headers = {"content-length": str(10**12), "content-type": "application/json"}

    status, _, body = await wire.say(request("POST", "/v1/things", **headers))

    assert (status, json.loads(body)["code"]) == (413, "body_too_large")


async def test_too_large_a_body_in_chunks_is_refused_on_the_way(wire: Wire) -> None:
    body = chunked(b'"' + b"x" * (BODY_BYTES + 1), 16_384)
    headers = {"transfer-encoding": "chunked", "content-type": "application/json"}

    status, _, answer = await wire.say(request("POST", "/v1/things", **headers) + body)

    assert (status, json.loads(answer)["code"]) == (413, "body_too_large")


async def test_a_body_is_not_read_where_nobody_wants_it(wire: Wire) -> None:
    status, _, _ = await wire.say(request("GET", "/v1/things/a", body=b"[" * 1000))

    assert status == 200


async def test_a_client_that_hangs_up_half_way_harms_nobody(wire: Wire) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", wire.port)
    writer.write(request("POST", "/v1/things", **{"content-length": "100", "content-type": "application/json"}) + b"{")
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    assert (await wire.say(request("GET", "/v1/things/a")))[0] == 200
    assert {line["level"] for line in wire.site.lines()} == {"info"}


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /v1/things HTTP/1.1\r\nhost: a\r\nx: \xff\xfe\r\n\r\n",
        b"GET /v1/things/%ff%fe%00 HTTP/1.1\r\nhost: a\r\n\r\n",
        b"GET /v1/things?\xc3\xa9=1 HTTP/1.1\r\nhost: a\r\nauthorization: Bearer key-1\r\n\r\n",
        b"GET http://elsewhere.example/v1/things HTTP/1.1\r\nhost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n",
        b"GET /v1/things HTTP/1.1\r\nhost: a\r\nauthorization: Bearer \xff\r\n\r\n",
        b"GET /v1/things HTTP/1.0\r\n\r\n",
        b"POST /v1/things HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}",
        b"POST /v1/things HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n{}",
        b'GET /v1/things HTTP/1.1\r\nhost: a\r\ncookie: =;;=="\\x00; $Version=1\r\n\r\n',
    ],
)
async def test_odd_bytes_are_the_clients_mistake(wire: Wire, raw: bytes) -> None:
    status, _, _ = await wire.say(raw)

    assert 400 <= status < 500


async def test_a_body_that_never_ends_is_given_up() -> None:
    async def receive() -> dict[str, object]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": True}

    with pytest.raises(BodyTooSlow):
        await read_body(receive, Exchange({"headers": []}, "req_1"), 100, seconds=0.02)
