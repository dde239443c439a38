"""What leaves by every answer: permission for other sites, and nothing of our insides."""

import re

import pytest
from sqlalchemy import text

from bothways.migrations.tables import all_tables
from tests.journeys.expectations import ALL, API, in_turn, query_of, takes_sessions
from tests.journeys.test_any_bytes import BAD_BODIES
from tests.journeys.world import UNKNOWN, Tenant, World, on_sqlite, send, send_form
from tests.support.clock import ManualClock
from tests.support.hub import Answer

# ------------------------------------------------------------------------------------------------------------- CORS

ALLOWED = "https://app.acme.example"
OTHERS = "https://app.other.example"
STRANGE = [
    "https://evil.example",
    "null",
    "https://app.acme.example.evil.example",
    "https://evil-app.acme.example",
    "http://app.acme.example",
    "https://app.acme.example:8443",
    "https://APP.acme.example",
    "https://app.acme.example, https://evil.example",
    OTHERS,
]


@pytest.fixture
async def framed(world: World) -> World:
    """Both companies allow a site of theirs."""
    await world.acme.call("PATCH", "/v1/environment", {"allowed_origins": [ALLOWED]})
    await world.other.call("PATCH", "/v1/environment", {"allowed_origins": [OTHERS]})
    return world


def allowed_by(answer: Answer) -> list[str]:
    assert "access-control-allow-credentials" not in answer.headers
    return answer.headers.getall("access-control-allow-origin", [])  # type: ignore[attr-defined, no-any-return]


async def call(tenant: Tenant, method: str, template: str, token: str, origin: str) -> Answer:
    expected = ALL[f"{method} {template}"]
    body = expected.session_body or expected.body
    path = tenant.path(template) + query_of(tenant, expected)
    return await tenant.hub.call(method, path, body and body(tenant), token=token, origin=origin)


@on_sqlite
async def test_no_other_site_reads_what_a_key_or_a_cookie_opens(framed: World) -> None:
    tenant, wrong = framed.acme, {}
    cookie = f"bothways_{tenant.ids['session_id']}={tenant.cookie}; bothways_staff={framed.staff_cookie}"
    for method, template, _ in in_turn(ALL):
        if method == "DELETE":
            continue
        for origin in (ALLOWED, *STRANGE):
            answer = await tenant.hub.call(method, tenant.path(template), origin=origin, cookie=cookie)
            # That a key is no session may be read by every environment's own site; what it opens, by none.
            told_no = answer.status == 401 and origin in {ALLOWED, OTHERS}
            if allowed_by(answer) and not told_no:
                wrong[f"{origin}: {method} {template}"] = allowed_by(answer)
    assert wrong == {}


@on_sqlite
async def test_a_site_reads_what_a_session_of_its_own_environment_opens(framed: World, clock: ManualClock) -> None:
    tenant, wrong = framed.acme, {}
    for method, template, expected in in_turn(API):
        # What ends the session would leave nobody to ask the rest.
        if not takes_sessions(expected) or (method, template) == ("DELETE", "/v1/session"):
            continue
        for origin in (ALLOWED, *STRANGE):
            # A session has a tenth of its environment's allowance.
            clock.advance(1)
            answer = await call(tenant, method, template, tenant.session, origin)
            assert answer.status == expected.status
            if allowed_by(answer) != ([ALLOWED] if origin == ALLOWED else []):
                wrong[f"{origin}: {method} {template}"] = allowed_by(answer)
            assert "Origin" in answer.headers["vary"]
    assert wrong == {}


@on_sqlite
async def test_a_preflight_permits_sessions_routes_to_known_sites_alone(framed: World) -> None:
    tenant, wrong = framed.acme, {}
    asking = {"access_control_request_method": "POST", "access_control_request_headers": "authorization"}
    for template in {template for _, template, _ in in_turn(ALL)}:
        ways = [expected for route, expected in ALL.items() if route.endswith(f" {template}")]
        open_to_sites = any(takes_sessions(way) for way in ways)
        for origin in (ALLOWED, *STRANGE):
            answer = await send(tenant.hub, "OPTIONS", tenant.path(template), None, origin=origin, **asking)
            # A preflight carries no token, so that all that can be known is whether anybody allows the site.
            wanted = [origin] if open_to_sites and origin in {ALLOWED, OTHERS} else []
            if allowed_by(answer) != wanted or "*" in str(answer.headers):
                wrong[f"{origin}: {template}"] = (answer.status, allowed_by(answer))
    assert wrong == {}


# ---------------------------------------------------------------------------------------------------- our own insides

INSIDES = re.compile(
    r"Traceback|\.py\b|site-packages|/src/|/usr/|/home/|/root/|sqlite3?\.|asyncpg|sqlalchemy|litestar|msgspec|uvicorn/"
    r"|SELECT |INSERT |UPDATE .* SET|FROM \w+ WHERE|no such table|does not exist|relation \"|Error:|Exception\b",
)


def inside(answer: Answer) -> str | None:
    """What of our insides the answer shows."""
    headers = {name: said for name, said in answer.headers.items() if name.lower() != "server"}
    found = INSIDES.search(f"{answer.text} {headers}")
    return None if found is None else found[0]


async def test_no_error_shows_our_insides_even_when_the_database_fails(world: World) -> None:
    tenant = world.acme
    database = tenant.hub.bothways.edges.database
    async with database.begin() as tx:
        for table in all_tables().sorted_tables:
            # Whoever is let in must still be known, or nothing behind the door is reached.
            if table.name not in {"api_keys", "environments", "connect_sessions", "connect_browsers", "staff_sessions"}:
                await tx.execute(text(f"ALTER TABLE {table.name} RENAME TO {table.name}_gone"))
    cookie = f"bothways_{tenant.ids['session_id']}={tenant.cookie}; bothways_staff={world.staff_cookie}"
    statuses, wrong = set(), {}
    for method, template, expected in in_turn(ALL):
        path = tenant.path(template) + query_of(tenant, expected)
        for accept in ("application/json", "text/html"):
            if method == "POST" and f"{method} {template}" not in API:
                answer = await send_form(tenant.hub, path, {"csrf": "x"}, cookie=cookie, accept=accept)
            else:
                body = None if expected.body is None else expected.body(tenant)
                answer = await tenant.hub.call(method, path, body, cookie=cookie, accept=accept)
            statuses.add(answer.status)
            if shown := inside(answer):
                wrong[f"{accept}: {method} {template}"] = (shown, answer.text)
            if answer.status >= 500 and template != "/readyz":
                assert re.search(r"req_[0-9a-f]{24}", answer.text), f"{method} {template}: {answer.text}"
    assert wrong == {}
    assert 500 in statuses


@on_sqlite
async def test_no_refusal_shows_our_insides(world: World) -> None:
    tenant = world.acme
    answers = [
        await send(tenant.hub, method, path, None, accept=accept)
        for method, path in [
            ("GET", "/nowhere"),
            ("GET", "/v1/nowhere"),
            ("DELETE", "/v1/environment"),
            ("BREW", "/v1/environment"),
            ("GET", "/v1/environment"),
            ("GET", "/assets/../../settings.py"),
            ("GET", "/assets/%2e%2e/%2e%2e/settings.py"),
            ("GET", "/logos/" + "x" * 5_000),
            ("GET", "/connect/" + UNKNOWN["session_id"]),
            ("GET", "/oauth/callback/x?code=1&code=2&state=3"),
            ("GET", "/metrics/../openapi.json"),
        ]
        for accept in ("application/json", "text/html")
    ]
    for body, headers in BAD_BODIES.values():
        named = {"authorization": f"Bearer {tenant.hub.token}", "content_type": "application/json", **headers}
        answers.append(await send(tenant.hub, "POST", "/v1/customers", body, **named))
    assert {answer.status for answer in answers} >= {400, 401, 404, 405, 413, 415, 422}
    assert [(inside(answer), answer.text) for answer in answers if inside(answer)] == []
