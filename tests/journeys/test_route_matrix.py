"""Every route, called by every kind of caller: rows from the route table, expectations from this folder."""

import base64
from datetime import timedelta
from typing import Any

from bothways.app import dialects
from bothways.core.identity.scopes import SCOPES
from tests.journeys.dialect_expectations import DIALECTS
from tests.journeys.expectations import (
    ALL,
    API,
    GUARDS,
    OPEN,
    Expected,
    in_turn,
    is_same_guard,
    query_of,
    takes_keys,
    takes_sessions,
)
from tests.journeys.world import UNKNOWN, Tenant, World, everything_in, on_sqlite, send, told
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub


async def ask(
    tenant: Tenant, method: str, template: str, expected: Expected, *, token: str | None = None, **headers: str
) -> Answer:
    """The good call, with the tenant's own ids, by somebody."""
    body = expected.session_body if token in {tenant.session, tenant.other_session} else None
    body = body or expected.body
    ids = {name: tenant.ids[other] for name, other in expected.instead.items()}
    path = tenant.path(template, **ids) + query_of(tenant, expected)
    return await tenant.hub.call(method, path, None if body is None else body(tenant), token=token, **headers)


def served(hub: Hub) -> dict[str, object]:
    """What the running product answers, by the framework's own account, with the guard of each."""
    guards = {f"{route.method} {_plain(route.path)}": route.caller for route in hub.bothways.routes}
    app: Any = hub.bothways.asgi.inner
    found = {f"{method} {route.path_format}" for route in app.routes for method in route.methods - {"OPTIONS"}}
    return {route: guards.get(route) for route in found | guards.keys()}


def _plain(path: str) -> str:
    return path.replace(":str}", "}").replace(":path}", "}")


# -------------------------------------------------------------------------------------------- the table itself


@on_sqlite
async def test_every_route_that_is_served_is_written_down_here(hub: Hub) -> None:
    assert served(hub).keys() == ALL.keys()


@on_sqlite
async def test_every_route_lets_in_whom_this_folder_says(hub: Hub) -> None:
    guards = {route: guard for route, guard in served(hub).items() if guard is not None}
    other = {route: guard for route, guard in guards.items() if not is_same_guard(ALL[route].guard, guard)}
    assert other == {}
    assert {type(guard) for guard in guards.values()} <= set(GUARDS)


@on_sqlite
async def test_every_route_of_every_dialect_is_written_down_and_lets_in_whom_it_shall(
    database_url: str, clock: ManualClock, entropy: SeededEntropy
) -> None:
    assert set(dialects.DIALECTS) == set(DIALECTS)
    settings = {"BOTHWAYS_DIALECTS": ",".join(DIALECTS), "BOTHWAYS_KOLLA_WIDGET_URL": "http://localhost:7331"}
    async with running_hub(database_url, clock, entropy, settings=settings) as hub:
        found = {route: guard for route, guard in served(hub).items() if route not in ALL}
    wanted = {route: guard for table in DIALECTS.values() for route, guard in table.items()}
    assert found.keys() == wanted.keys()
    assert {route: guard for route, guard in found.items() if not is_same_guard(wanted[route], guard)} == {}


# ------------------------------------------------------------------------------------------------- strangers


async def strangers(world: World, clock: ManualClock) -> dict[str, dict[str, str]]:
    """Everybody who is nobody: the headers that they send."""
    acme = world.acme
    identity, environment = acme.hub.bothways.identity, acme.hub.environment.id
    minute = clock.now() + timedelta(seconds=60)
    expired = await identity.create_api_key(environment, "old", SCOPES, actor="test", expires_at=minute)
    revoked = await identity.create_api_key(environment, "revoked", SCOPES, actor="test")
    await identity.revoke_api_key(environment, revoked.key.id, actor="test")
    _, expired_session, _ = await acme.open_session(acme.customer, lifetime_seconds=60)
    ended_id, ended_session, _ = await acme.open_session(acme.customer)
    await acme.call("DELETE", f"/v1/connect-sessions/{ended_id}")
    clock.advance(61)
    key = acme.hub.token
    bearers = {
        "rubbish": "rubbish",
        "an unsigned JWT": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJlbnYifQ.",
        "an unknown key": "bw_test_sk_" + "0" * 43,
        "an altered key": key[:-1] + ("A" if key[-1] != "A" else "B"),
        "a key in capitals": key.upper(),
        "a key with something behind it": key + "x",
        "an expired key": expired.token.reveal(),
        "a revoked key": revoked.token.reveal(),
        "an expired session": expired_session,
        "a session that was ended": ended_session,
        "an altered session": acme.session[:-1] + ("A" if acme.session[-1] != "A" else "B"),
        "a key that calls itself a session": key.replace("_sk_", "_cs_"),
        "a staff session as a bearer": world.staff_cookie,
        "an id": environment,
        "SQL": "' OR '1'='1",
    }
    headers = {name: {"authorization": f"Bearer {token}"} for name, token in bearers.items()}
    return headers | {
        "nobody": {},
        "staff": {"cookie": f"bothways_staff={world.staff_cookie}"},
        "a key in a cookie": {"cookie": f"bothways_staff={key}"},
        "a key as a user name": {"authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()},
        "a key under another scheme": {"authorization": f"Token {key}"},
        "a key without a scheme": {"authorization": key},
        "a key in another header": {"x-api-key": key, "x-authorization": f"Bearer {key}"},
    }


async def test_strangers_get_401_everywhere_and_change_nothing(world: World, clock: ManualClock) -> None:
    tenant = world.acme
    everybody = await strangers(world, clock)
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    wrong = {}
    for who, headers in everybody.items():
        for method, template, expected in in_turn(API):
            # One failed authentication a second is within the limit for an address.
            clock.advance(1)
            answer = await ask(tenant, method, template, expected, token="", **headers)
            if (answer.status, answer.data and answer.data["code"]) != (401, "unauthenticated"):
                wrong[f"{who}: {method} {template}"] = (answer.status, answer.text)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert wrong == {}
    assert await everything_in(database) == before


@on_sqlite
async def test_a_key_in_the_address_opens_nothing(world: World) -> None:
    key = world.acme.hub.token
    for name in ("access_token", "api_key", "token", "key"):
        answer = await world.acme.hub.call("GET", f"/v1/environment?{name}={key}", token="")
        assert answer.status == 401


# ---------------------------------------------------------------------------------------------- keys and scopes


async def test_without_the_scope_a_key_gets_403_and_changes_nothing(world: World) -> None:
    tenant, wrong = world.acme, {}
    without = {scope: await tenant.key(*(other for other in SCOPES if other != scope)) for scope in SCOPES}
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for method, template, expected in in_turn(API):
        if not takes_keys(expected):
            continue
        token = without[expected.guard.scope]  # type: ignore[attr-defined]
        answer = await ask(tenant, method, template, expected, token=token)
        if (answer.status, answer.data and answer.data["code"]) != (403, "scope_missing"):
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


async def test_with_its_scope_alone_a_key_may_do_just_that(world: World) -> None:
    tenant, wrong = world.acme, {}
    alone = {scope: await tenant.key(scope) for scope in SCOPES}
    for method, template, expected in in_turn(API):
        if not takes_keys(expected):
            continue
        token = alone[expected.guard.scope]  # type: ignore[attr-defined]
        answer = await ask(tenant, method, template, expected, token=token)
        if answer.status != expected.status:
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    scopes = {expected.guard.scope for expected in API.values() if takes_keys(expected)}  # type: ignore[attr-defined]
    assert scopes == set(SCOPES)


async def test_a_key_is_nobody_on_the_routes_of_sessions(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for method, template, expected in in_turn(API):
        if takes_keys(expected):
            continue
        clock.advance(1)
        answer = await ask(tenant, method, template, expected)
        if answer.status != 401:
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


@on_sqlite
async def test_whatever_is_open_is_open_to_all(world: World) -> None:
    tenant, wrong = world.acme, {}
    for method, template, expected in in_turn(OPEN):
        for token in ("", "rubbish", tenant.hub.token, tenant.session):
            answer = await send(
                tenant.hub,
                method,
                template.format(**UNKNOWN),
                b"" if method == "POST" else None,
                authorization=f"Bearer {token}",
                content_type="application/x-www-form-urlencoded",
            )
            if answer.status != expected.status:
                wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


# -------------------------------------------------------------------------------------------------- sessions


async def test_a_session_is_nobody_on_the_routes_of_backends(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for method, template, expected in in_turn(API):
        if takes_sessions(expected):
            continue
        clock.advance(1)
        answer = await ask(tenant, method, template, expected, token=tenant.session)
        if answer.status != 401:
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


@on_sqlite
async def test_a_session_does_for_its_customer_what_is_open_to_sessions(world: World) -> None:
    tenant, wrong = world.acme, {}
    for method, template, expected in in_turn(API):
        if takes_sessions(expected):
            answer = await ask(tenant, method, template, expected, token=tenant.session)
            if answer.status != expected.status:
                wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_another_customers_attempt_looks_unknown_to_a_session(world: World) -> None:
    tenant, template = world.acme, "/v1/authorizations/{authorization_id}"
    own = await tenant.hub.call("GET", tenant.path(template), token=tenant.session)
    foreign = await tenant.hub.call("GET", tenant.path(template), token=tenant.other_session)
    unknown = await tenant.hub.call("GET", template.format(**UNKNOWN), token=tenant.other_session)
    assert (own.status, foreign.status) == (200, 404)
    assert told(foreign) == told(unknown)


@on_sqlite
async def test_a_session_sees_its_own_customers_catalog_whomever_it_names(world: World) -> None:
    tenant = world.acme
    await tenant.adopt("somebody-else")
    own = await tenant.hub.call("GET", "/v1/catalog", token=tenant.session)
    asked = await tenant.hub.call("GET", "/v1/catalog?customer=somebody-else", token=tenant.session)
    assert own.data == asked.data


@on_sqlite
async def test_a_session_cannot_connect_for_somebody_else(world: World) -> None:
    tenant = world.acme
    body = {"integration": tenant.ids["integration"], "customer": "somebody-else"}
    answer = await tenant.hub.call("POST", "/v1/authorizations", body, token=tenant.session)
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "customer")


@on_sqlite
async def test_a_session_cannot_reconnect_somebody_elses_connection(world: World) -> None:
    tenant = world.acme
    theirs = await tenant.adopt("somebody-else")
    answers = [
        await tenant.hub.call(
            "POST",
            "/v1/authorizations",
            {"integration": tenant.ids["integration"], "connection_id": connection},
            token=tenant.session,
        )
        for connection in (theirs, UNKNOWN["connection_id"])
    ]
    assert [answer.status for answer in answers] == [404, 404]


@on_sqlite
async def test_a_session_for_one_integration_knows_no_other(world: World) -> None:
    tenant = world.acme
    _, token, _ = await tenant.open_session(tenant.customer, integrations=[tenant.ids["integration"]])
    unused = tenant.ids["unused"]
    catalog = await tenant.hub.call("GET", "/v1/catalog", token=token)
    assert unused not in catalog.text
    assert tenant.ids["integration"] in catalog.text
    foreign, unknown = [
        [
            told(await tenant.hub.call("GET", f"/v1/catalog/{name}", token=token)),
            told(await tenant.hub.call("POST", "/v1/authorizations", {"integration": name}, token=token)),
        ]
        for name in (unused, UNKNOWN["integration"])
    ]
    assert [answer[0] for answer in foreign] == [404, 404]
    assert foreign == unknown
