"""What the client does when answers are late, wrong or missing: a server says what the script tells it to."""

import socket
from typing import Any

import pytest

from bothways_client import (
    BothwaysError,
    Conflict,
    ConnectionFailed,
    Denied,
    FieldError,
    InvalidRequest,
    NeedsReconnect,
    NotFound,
    Retrying,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from tests.clients.python.script import Drops, Hangs, Says, keys, problem, scripted
from tests.clients.python.speaker import API_KEY, Asking, speaking

REPORT = Says(200, {"ok": True, "findings": []})
CUSTOMER = Says(
    200,
    {
        "id": "cust_1",
        "external_id": "acme-1",
        "name": None,
        "email": None,
        "metadata": {},
        "created_at": "2026-03-01T12:00:00Z",
        "updated_at": "2026-03-01T12:00:00Z",
    },
)


def reading(hub: Any) -> Any:
    """A call that may be repeated: it reads."""
    return hub.customers.get("cust_1")


def creating(hub: Any) -> Any:
    """A call that may be repeated: it carries a key."""
    return hub.customers.put("acme-1")


def acting(hub: Any) -> Any:
    """A call that must not be repeated without need."""
    return hub.integrations.test("slack")


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "malformed_request", InvalidRequest),
        (413, "body_too_large", InvalidRequest),
        (422, "invalid_input", InvalidRequest),
        (401, "unauthenticated", Unauthenticated),
        (403, "scope_missing", Denied),
        (404, "connection_not_found", NotFound),
        (409, "connection_ambiguous", Conflict),
        (409, "needs_reauth", NeedsReconnect),
        (429, "too_many_requests", TooManyRequests),
        (500, "internal_error", Unavailable),
        (503, "provider_unavailable", Unavailable),
    ],
)
async def test_an_error_is_an_exception_of_its_kind(
    kind: str, status: int, code: str, expected: type[BothwaysError]
) -> None:
    errors = [{"field": "customer.id", "reason": "must not be empty"}]
    async with scripted(problem(status, code, 70, errors=errors)) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(BothwaysError) as raised:
            await speaker.ask(reading)
    error = raised.value
    assert type(error) is expected
    assert (error.code, error.status, error.detail, error.next_step) == (code, status, "It is so.", "Wait.")
    assert (error.request_id, error.retry_after_seconds) == ("req_1", 70)
    assert error.errors == (FieldError("customer.id", "must not be empty"),)
    assert str(error) == f"{code}: It is so.\ncustomer.id: must not be empty\nWait.\nRequest req_1"


@pytest.mark.parametrize(("status", "expected"), [(502, Unavailable), (403, Denied), (418, InvalidRequest)])
async def test_an_error_that_is_not_from_bothways_is_told_by_its_status(
    kind: str, status: int, expected: type[BothwaysError]
) -> None:
    async with (
        scripted(Says(status, b"<h1>no</h1>")) as server,
        speaking(kind, server.base_url, retrying=Retrying(attempts=1)) as speaker,
    ):
        with pytest.raises(expected) as raised:
            await speaker.ask(reading)
    assert (raised.value.code, raised.value.status) == (f"http_{status}", status)


@pytest.mark.parametrize(
    "answer",
    [
        Says(200, b"<h1>Welcome</h1>"),
        Says(200, b""),
        Says(200, b"[" * 100_000),
        Says(200, b"\xff\xfe"),
        Says(200, []),
        Says(200, {}),
        Says(200, {**CUSTOMER.document, "metadata": []}),
        Says(200, {**CUSTOMER.document, "id": 7}),
        Says(200, {**CUSTOMER.document, "created_at": "soon"}),
        Says(307, b"", {"location": "http://127.0.0.1:9/elsewhere"}),
    ],
)
async def test_an_answer_of_something_else_is_no_result(kind: str, answer: Says) -> None:
    async with scripted(answer) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(ConnectionFailed) as raised:
            await speaker.ask(reading)
    assert raised.value.code == "answer_unusable"
    assert len(server.heard) == 1


async def test_what_only_a_newer_server_knows_is_ignored(kind: str) -> None:
    newer = {**CUSTOMER.document, "colour": "green", "tags": [{"a": 1}]}
    async with scripted(Says(200, newer)) as server, speaking(kind, server.base_url) as speaker:
        assert (await speaker.ask(reading)).external_id == "acme-1"


# ------------------------------------------------------------------------------------------ retrying


@pytest.mark.parametrize("asking", [reading, creating])
@pytest.mark.parametrize(
    "trouble",
    [
        problem(429, "too_many_requests", 2),
        problem(503, "refresh_in_progress", 2),
        problem(409, "request_in_flight", 2),
        Says(502, b"", {"retry-after": "2"}),
        Says(
            504,
            b"",
            {"retry-after": "Sun, 01 Mar 2026 12:00:02 GMT", "date": "Sun, 01 Mar 2026 12:00:00 GMT"},
        ),
    ],
)
async def test_passing_trouble_is_waited_for(kind: str, asking: Asking, trouble: Says) -> None:
    async with scripted(trouble, CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        assert (await speaker.ask(asking)).id == "cust_1"
    assert len(server.heard) == 2
    (nap,) = speaker.naps
    assert 2 <= nap < 2.5


@pytest.mark.parametrize("asking", [reading, creating])
async def test_a_lost_answer_is_asked_for_again(kind: str, asking: Asking) -> None:
    async with scripted(Drops(), Drops(), CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        assert (await speaker.ask(asking)).id == "cust_1"
    assert len(server.heard) == 3
    # aiohttp repeats a read by itself, once and at once.
    assert len(speaker.naps) == 1 if (kind, asking) == ("async", reading) else 2
    assert all(0.125 <= nap < 0.5 for nap in speaker.naps)


async def test_every_attempt_of_a_creating_call_carries_the_same_key(kind: str) -> None:
    async with scripted(Drops(), CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        await speaker.ask(creating)
        await speaker.ask(creating)
        await speaker.ask(lambda hub: hub.customers.put("acme-1", idempotency_key="my-own"))
        await speaker.ask(reading)
    first, again, another, own, none = keys(server.heard)
    assert first == again
    assert first
    assert another not in {None, first}
    assert (own, none) == ("my-own", None)


async def test_nothing_else_is_sent_twice(kind: str) -> None:
    for trouble in (Drops(), problem(503, "database_busy", 1), problem(429, "too_many_requests", 1)):
        async with scripted(trouble, REPORT) as server, speaking(kind, server.base_url) as speaker:
            with pytest.raises(BothwaysError):
                await speaker.ask(acting)
        assert len(server.heard) == 1
        assert speaker.naps == []


@pytest.mark.parametrize("code", ["database_busy", "internal_error"])
async def test_attempts_are_counted(kind: str, code: str) -> None:
    status, attempts = (503, 4) if code == "database_busy" else (500, 1)
    async with (
        scripted(problem(status, code)) as server,
        speaking(kind, server.base_url, retrying=Retrying(attempts=4)) as speaker,
    ):
        with pytest.raises(Unavailable) as raised:
            await speaker.ask(reading)
    assert raised.value.code == code
    assert len(server.heard) == attempts


async def test_a_long_wait_is_left_to_the_caller(kind: str) -> None:
    trouble = problem(503, "provider_unavailable", 11)
    async with scripted(trouble, CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(Unavailable) as raised:
            await speaker.ask(reading)
    assert raised.value.retry_after_seconds == 11
    assert len(server.heard) == 1


async def test_what_was_never_sent_is_tried_again_whatever_it_is(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    async with speaking(kind, f"http://127.0.0.1:{port}") as speaker:
        with pytest.raises(ConnectionFailed) as raised:
            await speaker.ask(acting)
    assert raised.value.code == "unreachable"
    assert f"127.0.0.1:{port}" in raised.value.detail
    assert "Refused" in raised.value.detail
    assert len(speaker.naps) == 2


async def test_silence_ends_after_the_timeout(kind: str) -> None:
    async with scripted(Hangs()) as server, speaking(kind, server.base_url, timeout_seconds=0.2) as speaker:
        with pytest.raises(ConnectionFailed) as raised:
            await speaker.ask(acting)
    assert raised.value.code == "answer_lost"
    assert "may have been carried out" in raised.value.next_step


# ------------------------------------------------------------------------------------------ requests


async def test_a_request_is_what_the_api_asks_for(kind: str) -> None:
    async with scripted(CUSTOMER) as server, speaking(kind, server.base_url + "/hub/") as speaker:
        await speaker.ask(lambda hub: hub.customers.change("a/b ?#ä%2F", name=None, metadata={"ä": "\ud800"}))
        await speaker.ask(lambda hub: hub.customers.get("cust_1"))
    changing, reading = server.heard
    assert (changing.method, changing.target) == ("PATCH", "/hub/v1/customers/a%2Fb%20%3F%23%C3%A4%252F")
    assert changing.body == b'{"name": null, "metadata": {"\\u00e4": "\\ud800"}}'
    assert changing.headers["content-type"] == "application/json"
    assert changing.headers["authorization"] == f"Bearer {API_KEY}"
    assert changing.headers["user-agent"].startswith("bothways-client-python/")
    assert (reading.method, reading.target, reading.body) == ("GET", "/hub/v1/customers/cust_1", b"")
    assert "content-type" not in reading.headers


async def test_a_list_asks_for_its_next_page_with_the_same_filters(kind: str) -> None:
    event = {"id": "evt_1", "type": "a.b", "subject_id": "x", "customer_id": None, "data": {"n": [1]}}
    event |= {"created_at": "2026-03-01T12:00:00+00:00"}
    pages = [Says(200, {"items": [event], "next_cursor": one}) for one in ("p&2", "p3", None)]
    async with scripted(*pages) as server, speaking(kind, server.base_url) as speaker:
        events = await speaker.all(lambda hub: hub.events.list(types=["a.b", "c.d"], page_size=1))
    assert [dict(event.data) for event in events] == [{"n": [1]}] * 3
    filters = "/v1/events?type=a.b&type=c.d&limit=1"
    assert [one.target for one in server.heard] == [filters, f"{filters}&cursor=p%262", f"{filters}&cursor=p3"]


async def test_a_list_asks_for_nothing_before_it_is_read(kind: str) -> None:
    async with scripted(problem(500, "internal_error")) as server, speaking(kind, server.base_url) as speaker:
        speaker.hub.events.list()
    assert server.heard == []


@pytest.mark.parametrize("segment", ["", ".", ".."])
async def test_an_id_that_would_change_the_path_is_not_sent(kind: str, segment: str) -> None:
    async with scripted(CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(ValueError, match="connection_id"):
            await speaker.ask(lambda hub: hub.connections.credentials(segment))
    assert server.heard == []


@pytest.mark.parametrize("key", ["", "ä", "a b", "x" * 256, "a\r\nb"])
async def test_an_idempotency_key_that_is_none_is_not_sent(kind: str, key: str) -> None:
    async with scripted(CUSTOMER) as server, speaking(kind, server.base_url) as speaker:
        with pytest.raises(ValueError, match="idempotency key"):
            await speaker.ask(lambda hub: hub.customers.put("acme-1", idempotency_key=key))
    assert server.heard == []
