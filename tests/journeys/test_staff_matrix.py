"""Every route of the API and of the portal, called by members of staff with every role: rows 57, 59, 79 and 80."""

import pytest

from bothways.core.identity.callers import Operator, OperatorOrCustomer
from bothways.core.identity.roles import Role
from bothways.core.identity.scopes import SCOPES
from tests.journeys.desk import Member, sign_in_as
from tests.journeys.expectations import API, PORTAL, PUBLIC, Expected, in_turn, query_of
from tests.journeys.world import UNKNOWN, Tenant, World, everything_in, on_sqlite, told
from tests.support.clock import ManualClock
from tests.support.hub import Answer

# A screen of the portal calls as often as it likes; the sum of all rows here is no screen.
BETWEEN_CALLS_SECONDS = 1
FOR_OPERATORS = {
    route: expected for route, expected in API.items() if isinstance(expected.guard, Operator | OperatorOrCustomer)
}


async def ask(member: Member, tenant: Tenant, method: str, template: str, expected: Expected, **instead: str) -> Answer:
    """The good call with the tenant's own ids, as the portal's script sends it."""
    ids = {name: tenant.ids[other] for name, other in expected.instead.items()}
    path = tenant.path(template, **ids) + query_of(tenant, expected)
    body = None if expected.body is None else expected.body(tenant)
    headers = member.headers(tenant.hub.environment.id, **instead)
    return await tenant.hub.call(method, path, body, token="", **headers)


def verdict(answer: Answer) -> tuple[int, str]:
    """The status, with the code of what went wrong."""
    return answer.status, answer.data["code"] if answer.status >= 400 else ""


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_may_do_in_an_environment_what_its_scopes_say(
    world: World, clock: ManualClock, role: Role
) -> None:
    tenant, wrong = world.acme, {}
    member = await sign_in_as(tenant.hub, role)
    for method, template, expected in in_turn(FOR_OPERATORS):
        clock.advance(BETWEEN_CALLS_SECONDS)
        may = expected.guard.scope in role.scopes  # type: ignore[attr-defined]
        answer = await ask(member, tenant, method, template, expected)
        if (may and answer.status != expected.status) or (not may and verdict(answer) != (403, "role_insufficient")):
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_a_member_of_staff_is_nobodys_customer(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    for method, template, expected in in_turn({route: API[route] for route in API.keys() - FOR_OPERATORS.keys()}):
        clock.advance(BETWEEN_CALLS_SECONDS)
        answer = await ask(owner, tenant, method, template, expected)
        if expected.guard != PUBLIC and verdict(answer) != (401, "unauthenticated"):
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_no_role_ever_reads_credentials(world: World) -> None:
    tenant = world.acme
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    for template in ("/v1/connections/{connection_id}/credentials", "/v1/credentials"):
        answer = await ask(owner, tenant, "GET", template, API[f"GET {template}"])
        assert verdict(answer) == (403, "role_insufficient")
        assert "adopted-at" not in answer.text
    assert not any("credentials:read" in role.scopes for role in Role)


def test_what_each_role_may_do() -> None:
    everything = set(SCOPES) - {"credentials:read"}
    assert Role.OWNER.scopes == Role.ADMIN.scopes == everything
    assert Role.DEVELOPER.scopes == everything - {"api_keys:read", "api_keys:write"}
    assert all(scope.endswith(":read") for scope in Role.VIEWER.scopes)
    assert {"connections:read", "audit:read", "events:read"} <= Role.VIEWER.scopes
    assert Role.OWNER.grantable == Role.ADMIN.grantable == set(SCOPES)
    assert Role.DEVELOPER.grantable == Role.VIEWER.grantable == set()


async def test_a_call_that_our_page_did_not_send_is_refused_and_changes_nothing(
    world: World, clock: ManualClock
) -> None:
    tenant, wrong = world.acme, {}
    owner, other = await sign_in_as(tenant.hub, Role.OWNER), await sign_in_as(tenant.hub, Role.VIEWER)
    senders = {
        "no CSRF token": {"x_csrf_token": ""},
        "another CSRF token": {"x_csrf_token": "x" * len(owner.csrf)},
        "somebody else's CSRF token": {"x_csrf_token": other.csrf},
    }
    foreign = {
        "another site": {"origin": "https://evil.example"},
        "another site, by its metadata": {"sec_fetch_site": "cross-site"},
        "a neighbour": {"sec_fetch_site": "same-site"},
    }
    before = await everything_in(tenant.hub.bothways.edges.database)
    for who, headers in {**senders, **foreign}.items():
        for method, template, expected in in_turn({**FOR_OPERATORS, **PORTAL}):
            if method == "GET" and who in foreign:
                continue
            clock.advance(BETWEEN_CALLS_SECONDS)
            answer = await ask(owner, tenant, method, template, expected, **headers)
            if verdict(answer) != (403, "csrf_refused"):
                wrong[f"{who}: {method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(tenant.hub.bothways.edges.database) == before


async def test_another_workspaces_environment_looks_unknown_and_nothing_changes(
    world: World, clock: ManualClock
) -> None:
    tenant, wrong = world.acme, {}
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    before = await everything_in(tenant.hub.bothways.edges.database)
    foreign, unknown = world.other.hub.environment.id, UNKNOWN["environment_id"]
    for method, template, expected in in_turn(FOR_OPERATORS):
        clock.advance(BETWEEN_CALLS_SECONDS)
        answers = [
            await ask(owner, world.other, method, template, expected, x_bothways_environment=named)
            for named in (foreign, unknown)
        ]
        told_alike = [(one[0], one[2].replace(foreign, unknown)) for one in map(told, answers)]
        if told_alike[0] != told_alike[1] or verdict(answers[0]) != (404, "environment_not_found"):
            wrong[f"{method} {template}"] = told_alike
    assert wrong == {}
    assert await everything_in(tenant.hub.bothways.edges.database) == before


@on_sqlite
async def test_the_other_environment_of_the_same_workspace_is_open_with_its_own_things_only(world: World) -> None:
    owner = await sign_in_as(world.acme.hub, Role.OWNER)
    path = f"/v1/connections/{world.live.ids['connection_id']}"
    answers = [
        await owner.call("GET", path, x_bothways_environment=tenant.hub.environment.id)
        for tenant in (world.live, world.acme)
    ]
    assert [answer.status for answer in answers] == [200, 404]


@on_sqlite
@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": ""},
        {"cookie": "bothways_staff=bw_live_ss_" + "0" * 43},
        {"x_bothways_environment": ""},
        {"authorization": "Bearer rubbish"},
        {"authorization": "Basic eDp5"},
    ],
    ids=["no cookie", "an unknown session", "no environment", "a bearer token beside it", "a password beside it"],
)
async def test_half_of_what_it_takes_is_nothing(world: World, clock: ManualClock, headers: dict[str, str]) -> None:
    tenant, wrong = world.acme, {}
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    for method, template, expected in in_turn(FOR_OPERATORS):
        clock.advance(BETWEEN_CALLS_SECONDS)
        answer = await ask(owner, tenant, method, template, expected, **headers)
        if verdict(answer) != (401, "unauthenticated"):
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_a_header_sent_twice_is_none(world: World) -> None:
    tenant = world.acme
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    for name in ("X-CSRF-Token", "X-Bothways-Environment"):
        sent = [(key.replace("_", "-"), text) for key, text in owner.headers(tenant.hub.environment.id).items()]
        twice = [*sent, next((key, text) for key, text in sent if key == name.lower())]
        url = f"{tenant.hub.base_url}/v1/environment"
        async with tenant.hub.session.get(url, headers=twice) as response:
            assert response.status in {403, 404}


@on_sqlite
async def test_a_key_beside_a_cookie_is_the_keys_own_call(world: World) -> None:
    tenant = world.acme
    viewer = await sign_in_as(tenant.hub, Role.VIEWER)
    key = {"authorization": f"Bearer {tenant.hub.token}"}
    named = world.live.hub.environment.id
    answer = await viewer.call("GET", "/v1/environment", x_bothways_environment=named, **key)
    assert answer.data["id"] == tenant.hub.environment.id


@on_sqlite
async def test_after_signing_out_the_api_is_closed_at_once(world: World) -> None:
    tenant = world.acme
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    named = {"x_bothways_environment": tenant.hub.environment.id}
    assert (await owner.call("GET", "/v1/environment", **named)).status == 200
    await tenant.hub.bothways.staff.sign_out(owner.cookie)
    assert (await owner.call("GET", "/v1/environment", **named)).status == 401


@on_sqlite
async def test_the_audit_trail_names_the_member_of_staff(world: World) -> None:
    tenant = world.acme
    owner = await sign_in_as(tenant.hub, Role.OWNER)
    named = {"x_bothways_environment": tenant.hub.environment.id}
    await owner.call("PATCH", "/v1/environment", {"name": "Renamed"}, **named)
    newest = (await owner.call("GET", "/v1/audit-entries?limit=1", **named)).data["items"][0]
    assert (newest["action"], newest["actor"]) == ("environment.updated", owner.id)


# ------------------------------------------------------------------------------------------- the portal's own calls


@pytest.mark.parametrize("role", list(Role))
async def test_the_portals_calls_ask_for_the_role_that_this_folder_says(
    world: World, clock: ManualClock, role: Role
) -> None:
    tenant, wrong = world.acme, {}
    member = await sign_in_as(tenant.hub, role)
    for method, template, expected in in_turn(PORTAL):
        clock.advance(BETWEEN_CALLS_SECONDS)
        may = role.is_at_least(expected.guard.least)  # type: ignore[attr-defined]
        answer = await ask(member, tenant, method, template, expected)
        if (may and answer.status != expected.status) or (not may and verdict(answer) != (403, "role_insufficient")):
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_strangers_are_nobody_on_the_portals_calls(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    strangers = {
        "nobody": {},
        "an API key": {"authorization": f"Bearer {tenant.hub.token}"},
        "an API key in the cookie": {"cookie": f"bothways_staff={tenant.hub.token}"},
        "a session": {"authorization": f"Bearer {tenant.session}"},
    }
    before = await everything_in(tenant.hub.bothways.edges.database)
    for who, headers in strangers.items():
        for method, template, expected in in_turn({**PORTAL, "GET /portal/api/me": Expected(None)}):
            clock.advance(BETWEEN_CALLS_SECONDS)
            body = None if expected.body is None else expected.body(tenant)
            answer = await tenant.hub.call(method, tenant.path(template), body, token="", **headers)
            if verdict(answer) != (401, "unauthenticated"):
                wrong[f"{who}: {method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(tenant.hub.bothways.edges.database) == before


@on_sqlite
async def test_me_says_who_is_signed_in_and_where_they_may_go(world: World) -> None:
    tenant = world.acme
    developer = await sign_in_as(tenant.hub, Role.DEVELOPER)
    me = (await developer.call("GET", "/portal/api/me", x_csrf_token="")).data
    assert me["staff"]["id"] == developer.id
    assert me["staff"]["role"] == "developer"
    assert me["csrf"] == developer.csrf
    assert {one["id"] for one in me["environments"]} == {
        tenant.hub.environment.id,
        world.live.hub.environment.id,
    }
    assert me["workspace"]["id"] == tenant.hub.environment.workspace_id
    assert me["scopes"] == sorted(Role.DEVELOPER.scopes)


@on_sqlite
async def test_an_admin_makes_environments_of_the_own_workspace(world: World) -> None:
    tenant = world.acme
    admin = await sign_in_as(tenant.hub, Role.ADMIN)
    made = await admin.call("POST", "/portal/api/environments", {"name": "Staging", "mode": "live"})
    assert (made.status, made.data["name"], made.data["mode"]) == (201, "Staging", "live")
    found = await tenant.hub.bothways.identity.read_environments.get(made.data["id"])
    assert found.workspace_id == tenant.hub.environment.workspace_id
    for wrong in ({"name": " "}, {"name": "x", "mode": "other"}, {"name": "x", "workspace_id": "ws_x"}):
        assert (await admin.call("POST", "/portal/api/environments", wrong)).status == 422
