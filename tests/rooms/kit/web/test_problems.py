"""What goes wrong is told as problem+json: what, to whom, what next, and nothing of ours."""

from typing import Any

import pytest

from bothways.kit.errors import DomainError, InvalidInput, Kind
from bothways.kit.web.problems import STATUS, problem
from tests.rooms.kit.web import things

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_every_kind_has_a_status() -> None:
    assert set(STATUS) == set(Kind)


async def test_a_problem_says_what_happened_and_what_to_do() -> None:
    response = await things.site().send("GET", "/v1/things/missing")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "/reference#error-thing_not_found",
        "title": "Thing not found",
        "status": 404,
        "code": "thing_not_found",
        "detail": "There is no thing with this id.",
        "next_step": "Look at the list.",
        "request_id": response.headers["x-request-id"],
    }


def test_wrong_fields_are_listed() -> None:
    told = problem(InvalidInput.of("customer.id", "is required"), "req_1")

    assert [(item.field, item.reason) for item in told.errors] == [("customer.id", "is required")]


@pytest.mark.parametrize("path", ["/v1/things/broken", "/v1/slow-things/broken"])
async def test_a_fault_of_ours_tells_the_request_id_and_nothing_else(path: str) -> None:
    site = things.site()

    response = await site.send("GET", path)

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    for inner in ("SELECT", "passwd", "hunter2", "KeyError", "Traceback", ".py"):
        assert inner not in response.text
    line = site.lines()[0]
    assert (line["request_id"], line["error"]) == (response.json()["request_id"], "KeyError")


@pytest.mark.parametrize("path", ["/v1/things/busy", "/v1/slow-things/busy"])
async def test_unavailable_says_when_to_come_back(path: str) -> None:
    response = await things.site().send("GET", path)

    assert (response.status_code, response.headers["retry-after"]) == (503, "7")


@pytest.mark.parametrize("token", [None, "", "wrong", "session-1", "key-1 key-1", "key-1, key-2"])
async def test_without_a_good_key_nobody_is_let_in(token: str | None) -> None:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    site = things.site()

    async with site.anonymous() as client:
        for path in ("/v1/things", "/v1/things/a", "/v1/slow-things/a"):
            response = await client.get(path, headers=headers)
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == 'Bearer realm="bothways"'


async def test_two_authorization_headers_are_nobody() -> None:
    site = things.site()
    both = [("authorization", "Bearer key-1"), ("authorization", "Bearer key-1")]

    async with site.anonymous() as client:
        assert (await client.get("/v1/things", headers=both)).status_code == 401


async def test_a_key_for_a_session_route_is_nobody() -> None:
    assert (await things.site().send("GET", "/v1/my/things")).status_code == 401


async def test_who_may_not_is_told_so() -> None:
    response = await things.site().send("GET", "/v1/forbidden")

    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")


async def test_an_unknown_path_is_a_problem() -> None:
    for path in ("/v1/nothing", "/nothing", "/v1/things/a/b/c", "/v1/things/../x", "/%2e%2e/etc/passwd", "//", "/v1"):
        response = await things.site().send("GET", path)
        assert (response.status_code, response.json()["code"]) == (404, "route_not_found")


async def test_an_unknown_method_names_those_that_work() -> None:
    response = await things.site().send("PUT", "/v1/things")

    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


async def test_a_method_that_nobody_knows_is_refused() -> None:
    for method in ("BREW", "TRACE", "x" * 100):
        assert (await things.site().send(method, "/v1/things")).status_code == 405


async def test_a_host_header_that_is_none_is_refused() -> None:
    response = await things.site().send("GET", "/v1/things", headers={"host": "a b<script>"})

    assert (response.status_code, response.json()["code"]) == (400, "malformed_request")
    assert "script" not in response.text


async def test_people_get_a_page() -> None:
    response = await things.site().send("GET", "/nothing", headers=HTML)

    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "There is nothing here" in response.text
    assert response.headers["x-request-id"] in response.text
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


async def test_programs_get_a_problem_whatever_they_accept() -> None:
    response = await things.site().send("GET", "/v1/nothing", headers=HTML)

    assert response.headers["content-type"] == "application/problem+json"


async def test_a_page_about_an_error_escapes_what_it_repeats() -> None:
    class Hostile(DomainError):
        code = "hostile"
        kind = Kind.INVALID
        next_step = "Go away."

    async def hostile() -> None:
        raise Hostile("<script>alert(1)</script>")

    from bothways.kit.web.route import Public, Route

    site = things.site([Route("GET", "/hostile", Public("a test"), hostile, hidden=True)])
    response = await site.send("GET", "/hostile", headers=HTML)

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in response.text


async def test_answers_carry_the_safe_headers() -> None:
    site = things.site(secure=True)

    for path in (
        "/v1/things",
        "/v1/things/a",
        "/v1/slow-things/a",
        "/v1/nothing",
        "/nothing",
        "/healthz",
        "/reference",
    ):
        headers: Any = (await site.send("GET", path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["strict-transport-security"].startswith("max-age=31536000")


async def test_what_a_browser_shows_tells_nobody_where_it_was() -> None:
    for path in ("/nothing", "/reference"):
        assert (await things.site().send("GET", path)).headers["referrer-policy"] == "no-referrer"
