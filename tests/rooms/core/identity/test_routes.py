"""Identity, events and audit behind the real border."""

import json

import pytest

from tests.rooms.core.conftest import Tenant
from tests.rooms.core.identity.composed import Identity
from tests.rooms.core.identity.site import SESSION, Site
from tests.support.clock import ManualClock

# ------------------------------------------------------------------------------------------ environment


async def test_a_key_sees_and_changes_its_own_environment(site: Site, tenant: Tenant) -> None:
    theme = {"product_name": "Acme", "accent": "#36c", "radius": 4, "font": "Inter", "mode": "dark", "logo": None}
    theme |= {"background": "#fdf3e3", "surface": "#fffaf0", "text": "#3d2a14"}
    theme |= {"background_dark": None, "surface_dark": "#0f2e27", "text_dark": "#eff"}
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
    assert (await site.call("GET", "/v1/customers?external_id=acme")).json() == {
        "items": [],
        "next_cursor": None,
        "total": None,
    }
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
    assert narrowed.json() == {"items": [], "next_cursor": None, "total": None}
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
