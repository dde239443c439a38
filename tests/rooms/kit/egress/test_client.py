"""What egress sends, where it may send it, and how it tells that nothing was sent."""

import gzip
import itertools
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import AddressForbidden, ConnectFailed, InvalidRequest
from bothways.kit.egress.messages import Request
from tests.rooms.kit.egress.conftest import LOOPBACK
from tests.rooms.kit.egress.servers import answering
from tests.support.raw_http import Heard, Wire, serve_raw

V4 = socket.AddressFamily.AF_INET
# Long enough for a loaded machine, short enough to wait for.
DEADLINE = 0.5


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
    answered = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        answered.wait(30)
        return [(V4, "127.0.0.1")]

    egress = Egress(LOOPBACK, lookup=lookup)
    started = time.monotonic()
    with pytest.raises(ConnectFailed):
        await egress.send(Request("POST", "http://slow.example/", deadline_seconds=DEADLINE))
    assert time.monotonic() - started < DEADLINE * 10
    answered.set()
    await egress.close()


async def test_tls_that_never_begins_counts_against_the_deadline(egress: Egress) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(ConnectFailed):
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        await egress.send(Request("POST", url, deadline_seconds=DEADLINE))


async def test_a_server_without_tls_gets_nothing(egress: Egress) -> None:
    async with serve_raw(answering(200)) as url:
        with pytest.raises(ConnectFailed):
            await egress.send(Request("POST", url.replace("http:", "https:"), deadline_seconds=DEADLINE))
