"""Who may call: every route of identity, by every kind of caller."""

import pytest

from bothways.app.staff import StaffRoom
from bothways.core.identity.scopes import SCOPES
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import PUBLIC_URL, Tenant
from tests.rooms.core.identity.composed import Identity
from tests.rooms.core.identity.site import READS, Site
from tests.support.clock import ManualClock


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
    site: Site, staff_room: StaffRoom, tenant: Tenant
) -> None:
    password = Secret("correct horse battery")
    ada = await staff_room.create(tenant.workspace.id, "ada@example.com", "Ada", password, actor="cli")
    signed_in = await staff_room.sign_in("ada@example.com", password, address="203.0.113.7")
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
    await staff_room.sign_out(signed_in.token.reveal())
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
    for asking, readable in [(origin, origin), ("https://evil.test", None), ("null", None)]:
        ended = await site.call("GET", "/v1/probe/customer", "bw_live_cs_ended", origin=asking)
        assert (ended.status_code, ended.headers.get("access-control-allow-origin")) == (401, readable)
    preflight = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    fine = await site.client.options("/v1/probe/customer", headers=preflight | {"origin": origin})
    assert fine.headers["access-control-allow-origin"] == origin
    for asking in ("null", "https://evil.test"):
        answer = await site.client.options("/v1/probe/customer", headers=preflight | {"origin": asking})
        assert "access-control-allow-origin" not in answer.headers
