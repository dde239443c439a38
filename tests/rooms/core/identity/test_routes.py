"""Identity, events and audit behind the real border."""

import io
import json
from dataclasses import dataclass

import httpx
import pytest

from bothways.core.audit import routes as audit_routes
from bothways.core.audit.trail import Audit
from bothways.core.events import routes as event_routes
from bothways.core.events.log import EventLog
from bothways.core.identity.callers import (
    BrowserCaller,
    ConnectBrowser,
    CustomerCaller,
    CustomerSession,
    Operator,
    OperatorCaller,
    OperatorOrCustomer,
    StaffCaller,
    StaffMember,
)
from bothways.core.identity.gates import gates
from bothways.core.identity.routes import customer_routes, environment_routes, session_routes
from bothways.core.identity.scopes import SCOPES
from bothways.kit.db.database import Database
from bothways.kit.log import Log
from bothways.kit.secret import Secret
from bothways.kit.web.cors import CORS
from bothways.kit.web.openapi import About
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Route, Routes
from bothways.kit.web.site import Border, build
from bothways.kit.web.throttle import Throttle
from tests.rooms.core.conftest import Tenant
from tests.rooms.core.identity.conftest import PUBLIC_URL, Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


def probes() -> Routes:
    """One route for each guard that identity's own routes do not use."""

    async def customers_only(caller: CustomerCaller) -> dict[str, str]:
        return {"customer": caller.customer_id}

    async def either(caller: OperatorCaller | CustomerCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def staff_only(caller: StaffCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def staff_writes(caller: StaffCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def page(caller: BrowserCaller, session_id: str) -> dict[str, str]:
        return {"customer": caller.customer.customer_id, "session": session_id}

    return [
        Route("GET", "/connect/{session_id:str}/probe", ConnectBrowser(), page, hidden=True),
        Route("POST", "/connect/{session_id:str}/probe", ConnectBrowser(), page, hidden=True),
        Route("GET", "/v1/probe/customer", CustomerSession(), customers_only),
        Route("GET", "/v1/probe/either", OperatorOrCustomer("connections:read"), either),
        Route("GET", "/v1/probe/staff", StaffMember(), staff_only),
        Route("POST", "/v1/probe/staff", StaffMember(), staff_writes),
    ]


@dataclass
class Site:
    client: httpx.AsyncClient
    log: io.BytesIO
    live: str
    test: str
    document: dict

    async def call(self, method: str, path: str, token: str | None = None, body: object = None, **headers: str):
        """One request with the live key unless another token is given."""
        sent = {"authorization": f"Bearer {self.live if token is None else token}", **headers}
        if body is not None:
            return await self.client.request(method, path, headers=sent, json=body)
        return await self.client.request(method, path, headers=sent)


@pytest.fixture
async def site(
    database: Database, identity: Identity, tenant: Tenant, events: EventLog, audit: Audit, clock: ManualClock
):
    cursors = Cursors(b"k" * 32)
    log = io.BytesIO()
    border = Border(
        gates=gates(identity.authenticate, identity.sessions, identity.staff, PUBLIC_URL),
        about=About("Bothways", "0"),
        log=Log(log, "debug", clock),
        clock=clock,
        entropy=SeededEntropy(3),
        throttle=Throttle.of(clock, 1000),
        cors=CORS(identity.origins.known, identity.origins.allowed),
    )
    table = [
        *environment_routes(identity.read_environments, identity.update_environment),
        *customer_routes(
            identity.read_customers, identity.put_customer, identity.update_customer, identity.delete_customer, cursors
        ),
        *session_routes(identity.open_session, identity.revoke_session),
        *event_routes.routes(database, events, cursors, Operator("events:read")),
        *audit_routes.routes(audit, cursors, Operator("audit:read")),
        *probes(),
    ]
    keys = [
        (await identity.create_key(environment.id, "all", SCOPES, actor="cli")).token.reveal()
        for environment in (tenant.live, tenant.test)
    ]
    transport = httpx.ASGITransport(build(table, border))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
        yield Site(client, log, *keys, border.document(table))


SESSION = {"customer": {"id": "customer-1"}}

READS = [
    ("environment:read", "/v1/environment"),
    ("customers:read", "/v1/customers"),
    ("events:read", "/v1/events"),
    ("audit:read", "/v1/audit-entries"),
]


# ---------------------------------------------------------------------------------------- who may call


@pytest.mark.parametrize(("scope", "path"), READS)
async def test_a_route_asks_for_its_scope(
    site: Site, identity: Identity, tenant: Tenant, scope: str, path: str
) -> None:
    others = [name for name in SCOPES if name != scope]
    without = (await identity.create_key(tenant.live.id, "others", others, actor="cli")).token.reveal()
    alone = (await identity.create_key(tenant.live.id, "alone", [scope], actor="cli")).token.reveal()
    refused = await site.call("GET", path, without)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert scope in refused.json()["detail"]
    assert (await site.call("GET", path, alone)).status_code == 200


async def test_every_route_refuses_whoever_has_no_credentials(
    site: Site, identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    session = (await identity.session(tenant.live.id)).token.reveal()
    for path, methods in site.document["paths"].items():
        for method in methods:
            target = path.replace("{customer_id}", "cust_x").replace("{session_id}", "cs_x")
            body = {} if method in {"post", "patch"} and "staff" not in path else None
            for token in ("", "x", "bw_live_sk_" + "A" * 43, "eyJhbGciOiJub25lIn0.e30."):
                clock.advance(1)  # failed authentications are limited to one a second
                answer = await site.call(method.upper(), target, token, body)
                assert answer.status_code == 401, (method, path, token, answer.text)
            if "probe" not in path:
                assert (await site.call(method.upper(), target, session, body)).status_code == 401


async def test_a_session_sees_its_customer_and_nothing_for_operators(
    site: Site, identity: Identity, tenant: Tenant
) -> None:
    opened = await identity.session(tenant.live.id)
    token = opened.token.reveal()
    assert (await site.call("GET", "/v1/probe/customer", token)).json() == {"customer": tenant.customer.id}
    assert (await site.call("GET", "/v1/probe/either", token)).json() == {"actor": opened.session.id}
    assert (await site.call("GET", "/v1/probe/either")).status_code == 200
    assert (await site.call("GET", "/v1/probe/customer")).status_code == 401
    await site.call("DELETE", f"/v1/connect-sessions/{opened.session.id}")
    for path in ("/v1/probe/customer", "/v1/probe/either"):
        assert (await site.call("GET", path, token)).status_code == 401


async def test_staff_come_in_by_their_cookie_from_our_own_pages_only(
    site: Site, identity: Identity, tenant: Tenant
) -> None:
    password = Secret("correct horse battery")
    ada = await identity.create_staff(tenant.workspace.id, "ada@example.com", "Ada", password, actor="cli")
    signed_in = await identity.sign_in("ada@example.com", password, address="203.0.113.7")
    cookie = {"cookie": f"__Host-bothways_staff={signed_in.token.reveal()}"}
    path = "/v1/probe/staff"
    assert (await site.client.get(path, headers=cookie)).json() == {"actor": ada.id}
    assert (await site.client.get(path)).status_code == 401
    assert (
        await site.client.get(path, headers={"cookie": f"bothways_staff={signed_in.token.reveal()}"})
    ).status_code == 401
    assert (await site.client.post(path, headers=cookie | {"origin": PUBLIC_URL})).status_code == 200
    for foreign in (
        {"origin": "https://evil.test"},
        {"origin": PUBLIC_URL, "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = await site.client.post(path, headers=cookie | foreign)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_refused")
    await identity.sign_out(signed_in.token.reveal())
    assert (await site.client.get(path, headers=cookie)).status_code == 401


async def test_a_browser_comes_in_by_the_cookie_of_the_session_in_the_path(
    site: Site, identity: Identity, tenant: Tenant
) -> None:
    mine, other = await identity.session(tenant.live.id), await identity.session(tenant.live.id, "customer-2")
    token = (await identity.redeem(mine.url.reveal().rpartition("/")[2])).cookie.reveal()

    async def answer(method: str, session_id: str, cookie: str, **more: str) -> int:
        headers = {"cookie": f"__Secure-bothways_{session_id}={cookie}", **more}
        return (await site.client.request(method, f"/connect/{session_id}/probe", headers=headers)).status_code

    assert await answer("GET", mine.session.id, token) == 200
    assert await answer("POST", mine.session.id, token, origin="null", **{"sec-fetch-site": "same-origin"}) == 200
    assert await answer("POST", mine.session.id, token, origin="https://evil.test") == 403
    assert await answer("POST", mine.session.id, token, **{"sec-fetch-site": "cross-site"}) == 403
    assert await answer("GET", other.session.id, token) == 401
    assert await answer("GET", mine.session.id, mine.token.reveal()) == 401
    await site.call("DELETE", f"/v1/connect-sessions/{mine.session.id}")
    assert await answer("GET", mine.session.id, token) == 401


async def test_a_foreign_site_may_read_session_answers_only_where_its_origin_is_allowed(
    site: Site, identity: Identity, tenant: Tenant, clock: ManualClock
) -> None:
    origin = "https://app.example.com"
    await site.call("PATCH", "/v1/environment", body={"allowed_origins": [origin]})
    clock.advance(2)
    live, test = [(await identity.session(item.id)).token.reveal() for item in (tenant.live, tenant.test)]
    allowed = await site.call("GET", "/v1/probe/customer", live, origin=origin)
    assert allowed.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in allowed.headers
    for token, asking in [(test, origin), (live, "null"), (live, "https://evil.test"), (site.live, origin)]:
        answer = await site.call("GET", "/v1/probe/either", token, origin=asking)
        assert "access-control-allow-origin" not in answer.headers
    preflight = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    fine = await site.client.options("/v1/probe/customer", headers=preflight | {"origin": origin})
    assert fine.headers["access-control-allow-origin"] == origin
    for asking in ("null", "https://evil.test"):
        answer = await site.client.options("/v1/probe/customer", headers=preflight | {"origin": asking})
        assert "access-control-allow-origin" not in answer.headers


# ------------------------------------------------------------------------------------------ environment


async def test_a_key_sees_and_changes_its_own_environment(site: Site, tenant: Tenant) -> None:
    theme = {"product_name": "Acme", "accent": "#36c", "radius": 4, "font": "Inter", "mode": "dark", "logo": None}
    changed = await site.call("PATCH", "/v1/environment", body={"name": "Production", "theme": theme})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["theme"], changed.json()["mode"]) == ("Production", theme, "live")
    assert (await site.call("GET", "/v1/environment")).json() == changed.json()
    other = (await site.call("GET", "/v1/environment", site.test)).json()
    assert (other["id"], other["name"], other["mode"]) == (tenant.test.id, "Test", "test")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"return_urls": ["http://evil.test/"]}, "return_urls[0]"),
        ({"allowed_origins": ["null"]}, "allowed_origins[0]"),
        ({"theme": {"accent": "red;x"}}, "theme.accent"),
        ({"theme": {"radius": 99}}, "theme.radius"),
        ({"theme": {"mode": "sepia"}}, "theme.mode"),
        ({"theme": {"css": "x"}}, "theme.css"),
        ({"mode": "live"}, "mode"),
        ({"workspace_id": "ws_x"}, "workspace_id"),
        ({"id": "env_x"}, "id"),
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
    ],
)
async def test_a_wrong_setting_is_named_and_nothing_is_assigned_by_the_way(site: Site, body: dict, field: str) -> None:
    before = (await site.call("GET", "/v1/environment")).json()
    answer = await site.call("PATCH", "/v1/environment", body=body)
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]
    assert (await site.call("GET", "/v1/environment")).json() == before


# -------------------------------------------------------------------------------------------- customers


async def test_a_customer_is_put_read_changed_listed_and_deleted(site: Site) -> None:
    made = await site.call("POST", "/v1/customers", body={"id": "acme/7", "name": "Acme", "metadata": {"plan": "pro"}})
    assert made.status_code == 200
    customer = made.json()
    assert (customer["external_id"], customer["name"], customer["email"]) == ("acme/7", "Acme", None)
    path = f"/v1/customers/{customer['id']}"
    assert (await site.call("GET", path)).json() == customer
    assert (await site.call("GET", "/v1/customers?external_id=acme%2F7")).json()["items"] == [customer]
    assert (await site.call("GET", "/v1/customers?external_id=acme")).json() == {"items": [], "next_cursor": None}
    changed = (await site.call("PATCH", path, body={"name": None, "email": "jo@acme.test"})).json()
    assert (changed["name"], changed["email"], changed["metadata"]) == (None, "jo@acme.test", {"plan": "pro"})
    assert (await site.call("DELETE", path)).status_code == 204
    gone = await site.call("GET", path)
    assert (gone.status_code, gone.json()["code"]) == (404, "customer_not_found")


async def test_a_customer_of_another_environment_answers_like_an_unknown_one(site: Site, tenant: Tenant) -> None:
    for method, body in [("GET", None), ("PATCH", {"name": "Mine"}), ("DELETE", None)]:
        answers = []
        for customer in (tenant.customer.id, "cust_unknown", tenant.customer.id.upper(), tenant.customer.id + "%20"):
            answer = await site.call(method, f"/v1/customers/{customer}", site.test, body)
            problem = answer.json()
            problem.pop("request_id")
            answers.append((answer.status_code, json.dumps(problem, sort_keys=True)))
        assert len(set(answers)) == 1
        assert answers[0][0] == 404
    assert (await site.call("GET", f"/v1/customers/{tenant.customer.id}")).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "id"),
        ({"id": ""}, "id"),
        ({"id": " x"}, "id"),
        ({"id": "e\u0301"}, "id"),
        ({"id": 7}, "id"),
        ({"id": "x", "name": "a\nb"}, "name"),
        ({"id": "x", "email": "nope"}, "email"),
        ({"id": "x", "metadata": {"a": 1}}, "metadata"),
        ({"id": "x", "environment_id": "env_x"}, "environment_id"),
        ({"id": "x", "external_id": "y"}, "external_id"),
    ],
)
async def test_a_wrong_customer_is_named(site: Site, body: dict, field: str) -> None:
    answer = await site.call("POST", "/v1/customers", body=body)
    assert answer.status_code == 422, answer.text
    assert any(fault["field"].startswith(field) for fault in answer.json()["errors"])


async def test_customers_come_in_pages_whose_cursors_work_in_their_own_environment(
    site: Site, clock: ManualClock
) -> None:
    for number in range(3):
        clock.advance(1)
        await site.call("POST", "/v1/customers", body={"id": f"c{number}"})
    first = (await site.call("GET", "/v1/customers?limit=3")).json()
    second = (await site.call("GET", f"/v1/customers?limit=3&cursor={first['next_cursor']}")).json()
    names = [item["external_id"] for item in first["items"] + second["items"]]
    assert (names, second["next_cursor"]) == (["customer-1", "c0", "c1", "c2"], None)
    foreign = await site.call("GET", f"/v1/customers?cursor={first['next_cursor']}", site.test)
    assert foreign.status_code == 422
    for limit in ("-1", "0", "101", "1000000000", "x"):
        assert (await site.call("GET", f"/v1/customers?limit={limit}")).status_code == 422


# --------------------------------------------------------------------------------------------- sessions


async def test_opening_a_session_gives_token_and_link_once(site: Site, identity: Identity, tenant: Tenant) -> None:
    body = {"customer": {"id": "customer-9", "name": "Zoe"}, "integrations": ["slack"], "lifetime_seconds": 600}
    answer = await site.call("POST", "/v1/connect-sessions", body=body)
    assert answer.status_code == 201
    opened = answer.json()
    caller = await identity.sessions(opened["token"])
    assert (caller.session_id, caller.customer_id) == (opened["id"], opened["customer"]["id"])
    assert (opened["customer"]["external_id"], opened["customer"]["name"]) == ("customer-9", "Zoe")
    assert opened["integrations"] == ["intg_1"]
    assert opened["expires_at"] == "2026-03-01T12:10:00Z"
    assert (await identity.redeem(opened["url"].rpartition("/")[2])).session.id == opened["id"]
    assert opened["token"] not in site.log.getvalue().decode()
    assert opened["url"].rpartition("/")[2] not in site.log.getvalue().decode()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "customer"),
        ({"customer": {"id": "\u200b"}}, "customer.id"),
        ({"customer": {"id": "x", "email": "nope"}}, "customer.email"),
        (SESSION | {"lifetime_seconds": 59}, "lifetime_seconds"),
        (SESSION | {"lifetime_seconds": 86_401}, "lifetime_seconds"),
        (SESSION | {"lifetime_seconds": "600"}, "lifetime_seconds"),
        (SESSION | {"return_url": "https://evil.test/"}, "return_url"),
        (SESSION | {"integrations": ["nope"]}, "integrations"),
        (SESSION | {"integrations": []}, "integrations"),
        (SESSION | {"environment_id": "env_x"}, "environment_id"),
        ({"customer": {"id": "x", "environment_id": "env_x"}}, "customer.environment_id"),
    ],
)
async def test_a_wrong_session_request_is_named(site: Site, body: dict, field: str) -> None:
    answer = await site.call("POST", "/v1/connect-sessions", body=body)
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]


async def test_a_session_of_another_environment_cannot_be_ended(site: Site, identity: Identity, tenant: Tenant) -> None:
    opened = await identity.session(tenant.live.id)
    path = f"/v1/connect-sessions/{opened.session.id}"
    assert (await site.call("DELETE", path, site.test)).status_code == 404
    assert (await site.call("DELETE", path)).status_code == 204
    assert (await site.call("DELETE", path)).status_code == 204


# ------------------------------------------------------------------------------------- events and audit


async def test_events_are_listed_for_their_own_environment(site: Site, tenant: Tenant) -> None:
    made = (await site.call("POST", "/v1/customers", body={"id": "c2", "name": "two\nlines"})).status_code
    assert made == 422
    customer = (await site.call("POST", "/v1/customers", body={"id": "c2"})).json()["id"]
    found = (await site.call("GET", f"/v1/events?subject_id={customer}")).json()
    assert [(item["type"], item["data"]) for item in found["items"]] == [("customer.created", {"external_id": "c2"})]
    assert (await site.call("GET", f"/v1/events?subject_id={customer}", site.test)).json()["items"] == []
    narrowed = await site.call("GET", "/v1/events?type=customer.deleted&type=customer.updated")
    assert narrowed.json() == {"items": [], "next_cursor": None}
    both = await site.call("GET", f"/v1/events?type=customer.created&customer_id={customer}&limit=1")
    assert len(both.json()["items"]) == 1


async def test_events_come_in_pages(site: Site, clock: ManualClock) -> None:
    for number in range(3):
        clock.advance(1)
        await site.call("POST", "/v1/customers", body={"id": f"c{number}"})
    first = (await site.call("GET", "/v1/events?limit=2&type=customer.created")).json()
    second = (await site.call("GET", f"/v1/events?type=customer.created&cursor={first['next_cursor']}")).json()
    assert [item["data"]["external_id"] for item in first["items"] + second["items"]] == [
        "c2",
        "c1",
        "c0",
        "customer-1",
    ]
    other_filter = await site.call("GET", f"/v1/events?cursor={first['next_cursor']}")
    assert other_filter.status_code == 422


async def test_audit_entries_say_who_did_what(site: Site, identity: Identity, tenant: Tenant) -> None:
    await site.call("DELETE", f"/v1/customers/{tenant.customer.id}")
    [entry] = (await site.call("GET", "/v1/audit-entries?action=customer.deleted")).json()["items"]
    [key] = await identity.list_keys(tenant.live.id)
    assert (entry["actor"], entry["subject"]) == (key.id, tenant.customer.id)
    first = (await site.call("GET", "/v1/audit-entries?limit=1")).json()
    assert first["items"] == [entry]
    second = (await site.call("GET", f"/v1/audit-entries?cursor={first['next_cursor']}")).json()
    assert [item["sequence"] for item in second["items"]] == list(range(entry["sequence"] - 1, 0, -1))
    assert (await site.call("GET", "/v1/audit-entries?action=customer.deleted", site.test)).json()["items"] == []


async def test_no_key_reaches_the_log(site: Site) -> None:
    await site.call("GET", "/v1/environment")
    await site.call("GET", f"/v1/customers?external_id={site.live}")
    await site.call("GET", f"/v1/customers/{site.live}")
    assert site.live[11:] not in site.log.getvalue().decode()
