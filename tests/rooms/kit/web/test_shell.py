"""One line, one id and one measurement for each request, and nothing secret in any of them."""

import asyncio
import json
from typing import Any

import pytest

from bothways.kit.web.body import Disconnected
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.route import Public, Route
from tests.rooms.kit.web import things

HTTP = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "path": "/v1/things",
    "raw_path": b"/v1/things",
    "query_string": b"",
    "root_path": "",
    "scheme": "http",
    "headers": [(b"host", b"bothways.test")],
    "client": ("192.0.2.7", 4711),
    "server": ("bothways.test", 80),
}


async def call(app: Any, *messages: dict[str, Any], **scope: Any) -> list[dict[str, Any]]:
    """What the application sends for these messages."""
    incoming = list(messages) or [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app({**HTTP, **scope}, receive, send)
    return sent


async def test_a_request_is_one_line() -> None:
    site = things.site()

    response = await site.send("GET", "/v1/things/thing_7?")

    assert [{**line, "ms": 0} for line in site.lines()] == [
        {
            "at": "2026-03-01T12:00:00Z",
            "level": "info",
            "event": "request",
            "thing_id": "thing_7",
            "request_id": response.headers["x-request-id"],
            "method": "GET",
            "route": "/v1/things/{thing_id}",
            "status": 200,
            "ms": 0,
            "environment": "env_1",
            "caller": "key_1",
            "peer": "127.0.0.1",
        }
    ]


async def test_the_line_holds_no_query_no_path_no_body_and_no_token() -> None:
    site = things.site(level="debug")
    secret = "hunter2hunter2"

    await site.send("GET", f"/page?code={secret}&state={secret}")
    await site.send("GET", f"/{secret}")
    await site.send("POST", "/v1/things", content=json.dumps({"name": secret, secret: 1}).encode())
    await site.send("GET", "/v1/things", headers={"authorization": f"Bearer {secret}", "cookie": f"a={secret}"})

    assert len(site.lines()) == 4
    assert secret.encode() not in site.text()


async def test_the_words_of_a_fault_reach_the_log_at_debug_level_only_and_redacted() -> None:
    quiet, loud = things.site(), things.site(level="debug")

    for site in (quiet, loud):
        await things.Site(**vars(site)).send("GET", "/v1/things/broken")

    assert "error_text" not in quiet.lines()[0]
    assert "SELECT secret FROM things" in loud.lines()[0]["error_text"]
    assert b"hunter2" not in loud.text()


async def test_debug_text_of_a_known_error_is_redacted_too() -> None:
    site = things.site(level="debug")

    response = await site.send("GET", "/v1/things/missing")

    assert site.lines()[0]["error_text"] == "looked in bw_live_sk_********"
    assert "looked in" not in response.text


async def test_a_line_break_in_anything_stays_inside_its_line() -> None:
    site = things.site()

    await call(site.app, method='GET\n{"event":"forged"}')
    await call(site.app, path="/v1/things/a\r\nforged", headers=[(b"authorization", b"Bearer key-1")])
    await call(site.app, client=("1.2.3.4\nforged", 1))

    assert len(site.text().splitlines()) == len(site.lines()) == 3


async def test_the_request_id_is_ours() -> None:
    site = things.site()

    ids = {
        (await site.send("GET", "/v1/things", headers={"x-request-id": "theirs"})).headers["x-request-id"]
        for _ in range(3)
    }

    assert len(ids) == 3
    assert all(item.startswith("req_") for item in ids)


async def test_a_note_cannot_pass_for_the_border_s_own_field() -> None:
    async def noted(exchange: Exchange) -> None:
        exchange.notes.update(status=200, caller="somebody", access_token="x", about={"password": "y", "n": 1})
        raise ValueError

    site = things.site([Route("GET", "/noted", Public("a test"), noted, hidden=True)])
    await site.send("GET", "/noted")

    line = site.lines()[0]
    assert (line["status"], line.get("caller"), line["access_token"]) == (500, None, "********")
    assert line["about"] == {"password": "********", "n": 1}


async def test_faults_are_errors_and_the_callers_mistakes_are_not() -> None:
    site = things.site()

    for name in ("a", "missing", "busy", "broken"):
        await site.send("GET", f"/v1/things/{name}")

    assert [line["level"] for line in site.lines()] == ["info", "info", "warning", "error"]


async def test_measurements_are_labelled_with_templates() -> None:
    site = things.site()
    for path in ("/v1/things/secret-1", "/v1/things/secret-2", "/v1/slow-things/secret-3", "/secret-4"):
        await site.send("GET", path)
    await call(site.app, method="SECRET-5")

    page = site.border.metrics.page().decode()

    assert "secret" not in page.lower()
    assert 'count{method="GET",route="/v1/things/{thing_id}",status="200"} 2.0' in page
    assert 'count{method="GET",route="unmatched",status="404"} 1.0' in page
    assert 'count{method="OTHER",route="unmatched",status="405"} 1.0' in page


async def test_head_is_get_without_a_body() -> None:
    site = things.site()

    for path in ("/v1/things/a", "/v1/slow-things/a", "/healthz"):
        assert (await site.send("HEAD", path)).status_code == 200
    assert [line["method"] for line in site.lines()] == ["HEAD"] * 3


@pytest.mark.parametrize("path", ["/v1/things", "/submit"])
async def test_a_client_that_leaves_half_way_gets_nothing_and_is_no_fault(path: str) -> None:
    site = things.site()
    half = {"type": "http.request", "body": b'{"na', "more_body": True}
    headers = [
        (b"host", b"bothways.test"),
        (b"authorization", b"Bearer key-1"),
        (b"content-type", b"application/json"),
    ]

    await call(site.app, half, {"type": "http.disconnect"}, method="POST", path=path, headers=headers)

    assert [(line["status"], line["level"]) for line in site.lines()] == [(499, "info")]


async def test_a_request_that_a_stopping_server_cuts_short_is_told_so() -> None:
    """uvicorn cancels what outlasts its patience, and would print whatever comes out of us."""
    site = things.site()
    sent: list[dict[str, Any]] = []
    begun = asyncio.Event()

    async def receive() -> dict[str, Any]:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("nothing else comes")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"authorization", b"Bearer key-1"), (b"content-type", b"application/json")]
    scope = {**HTTP, "method": "POST", "headers": headers}
    request = asyncio.create_task(site.app(scope, receive, send))
    async with asyncio.timeout(5):
        await begun.wait()
    request.cancel("Task cancelled, timeout graceful shutdown exceeded")
    await request

    assert sent[0]["status"] == 503
    assert json.loads(sent[1]["body"])["code"] == "server_stopping"
    assert [(line["status"], line["problem"]) for line in site.lines()] == [(503, "server_stopping")]


async def test_a_failure_after_the_answer_began_is_logged_and_not_answered_twice() -> None:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise Disconnected if scope["path"] == "/gone" else RuntimeError("half-way")

    from dataclasses import replace

    site = things.site()
    shell = replace(site.app, inner=inner)
    sent = await call(shell, path="/broken")
    await call(shell, path="/gone")

    assert [message["type"] for message in sent] == ["http.response.start"]
    assert [(line["status"], line["level"]) for line in site.lines()] == [(200, "error"), (200, "info")]


async def test_websockets_are_refused() -> None:
    sent = await call(things.site().app, {"type": "websocket.connect"}, type="websocket")

    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_a_prefix_of_a_fast_path_is_not_the_fast_path() -> None:
    site = things.site()

    for path in ("/v1/things/a/", "/v1/things/", "/v1/things/a/b"):
        await site.send("GET", path)

    assert [line["route"] for line in site.lines()] == ["/v1/things/{thing_id}", "/v1/things", ""]


async def test_lines_wait_to_be_written_together_unless_something_is_wrong() -> None:
    site = things.site(delay=3600)

    await site.send("GET", "/v1/things/a")
    await site.send("GET", "/v1/things/missing")
    assert site.lines() == []

    await site.send("GET", "/v1/things/broken")
    assert [line["status"] for line in site.lines()] == [200, 404, 500]


async def test_lines_do_not_wait_for_ever() -> None:
    site = things.site(delay=0.01)

    await site.send("GET", "/v1/things/a")
    await asyncio.sleep(0.05)

    assert len(site.lines()) == 1


async def test_many_lines_do_not_wait() -> None:
    site = things.site(delay=3600)

    for _ in range(500):
        await call(site.app, path="/healthz")

    assert len(site.lines()) == 500


async def test_a_server_that_stops_writes_what_waits() -> None:
    site = things.site(delay=3600)
    await site.send("GET", "/v1/things/a")

    lifespan = {"type": "lifespan", "state": {}}
    await call(site.app, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}, **lifespan)

    assert len(site.lines()) == 1
