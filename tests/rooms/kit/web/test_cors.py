"""Scripts on other sites read a session's answers when its environment allows the site, and nothing else."""

import pytest

from tests.rooms.kit.web import things

GOOD = "https://app.example.com"
PREFLIGHT = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}


@pytest.mark.parametrize("origin", [GOOD, "https://other.example.com"])
async def test_a_preflight_from_a_known_site_is_allowed(origin: str) -> None:
    response = await things.site().send("OPTIONS", "/v1/my/things", headers={"origin": origin, **PREFLIGHT})

    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == origin
    assert response.headers["access-control-allow-methods"] == "GET"
    assert "Authorization" in response.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["vary"] == "Origin"


async def test_a_preflight_comes_with_the_query_of_what_it_asks_for() -> None:
    headers = {"origin": GOOD, **PREFLIGHT}
    response = await things.site().send("OPTIONS", "/v1/my/things?colour=red", headers=headers)

    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == GOOD


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example.com",
        "https://app.example.com.evil.com",
        "http://app.example.com",
        "https://APP.example.com",
        "https://app.example.com/",
        "*",
        "https://app.example.com https://evil.example.com",
        "",
    ],
)
async def test_a_preflight_from_elsewhere_is_not(origin: str) -> None:
    response = await things.site().send("OPTIONS", "/v1/my/things", headers={"origin": origin, **PREFLIGHT})

    assert response.status_code == 204
    assert not [name for name in response.headers if name.startswith("access-control")]


async def test_routes_for_keys_answer_no_preflight() -> None:
    for path in ("/v1/things", "/v1/things/a", "/healthz", "/openapi.json"):
        response = await things.site().send("OPTIONS", path, headers={"origin": GOOD, **PREFLIGHT})
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/things", "GET, HEAD, OPTIONS, POST"),
        ("/v1/things/a", "DELETE, GET, HEAD, OPTIONS"),
        ("/submit", "OPTIONS, POST"),
        ("/v1/my/things", "GET, HEAD, OPTIONS"),
    ],
)
async def test_options_names_every_method_of_a_path(path: str, methods: str) -> None:
    response = await things.site().send("OPTIONS", path)

    assert (response.status_code, response.headers["allow"]) == (204, methods)


@pytest.mark.parametrize(
    ("token", "origin", "allowed"),
    [
        ("session-1", GOOD, True),
        ("session-1", "https://other.example.com", False),
        ("session-1", "https://evil.example.com", False),
        ("session-1", "null", False),
        # That a session has ended is for the page to know: it gets another one.
        ("nobody", GOOD, True),
        ("nobody", "https://evil.example.com", False),
    ],
)
async def test_an_answer_is_readable_where_the_callers_environment_allows_it(
    token: str, origin: str, allowed: bool
) -> None:
    headers = {"authorization": f"Bearer {token}", "origin": origin}
    response = await things.site().send("GET", "/v1/my/things", headers=headers)

    assert response.headers.get("access-control-allow-origin") == (origin if allowed else None)
    assert "access-control-allow-credentials" not in response.headers


async def test_a_key_is_never_readable_across_sites() -> None:
    response = await things.site().send("GET", "/v1/things", headers={"origin": GOOD})

    assert "access-control-allow-origin" not in response.headers


async def test_a_problem_after_admission_is_readable_too() -> None:
    headers = {"authorization": "Bearer session-1", "origin": GOOD}
    response = await things.site().send("GET", "/v1/my/things?x=1", headers=headers)

    assert response.status_code == 422
    assert response.headers["access-control-allow-origin"] == GOOD


async def test_caches_keep_the_answers_of_sites_apart() -> None:
    response = await things.site().send("GET", "/v1/my/things", headers={"authorization": "Bearer session-1"})

    assert response.headers["vary"] == "Origin"
