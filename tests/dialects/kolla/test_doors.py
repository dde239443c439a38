"""Who comes in where: every route of the dialect, asked by everybody; and no door between tenants."""

from typing import Any

import pytest

from bothways.core.identity.scopes import SCOPES
from bothways.dialects.kolla.gate import KollaCaller, KollaVerbs, KollaWidget
from bothways.dialects.kolla.status import SPEECH
from bothways.kit.web.route import Public, Route
from tests.dialects.kolla.conftest import WIDGET, Kolla
from tests.support.clock import ManualClock

ONCE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
IDS = {"connector": "contacts", "account": "a" * 26, "consumer": "cus-1", "template": "slack", "rest": "x"}


def routes(kolla: Kolla) -> list[Route]:
    return [route for route in kolla.hub.bothways.routes if route.speech is SPEECH]


def doors(kolla: Kolla) -> list[tuple[str, str, KollaCaller]]:
    """Method, path and guard of everything that asks who somebody is; one for each verb."""
    found = []
    for route in routes(kolla):
        path = route.path.replace(":str}", "}").replace(":path}", "}").format(**IDS)
        if isinstance(route.caller, KollaCaller):
            found.append((route.method, path, route.caller))
        elif isinstance(route.caller, KollaVerbs):
            found += [(route.method, f"{path}:{verb}", guard) for verb, guard in route.caller.by_verb]
    return found


@ONCE
async def test_every_route_says_who_may_call_it(kolla: Kolla) -> None:
    guards = {type(route.caller) for route in routes(kolla)}
    assert guards == {KollaCaller, KollaVerbs, KollaWidget, Public}
    open_ones = sorted({route.path for route in routes(kolla) if isinstance(route.caller, Public)})
    assert open_ones == ["/connect/v1/connectors:loadLink", "/connect/v1/{rest:path}", "/v1/connectors:loadLink"]
    assert {guard.scope for _, _, guard in doors(kolla)} <= set(SCOPES)
    assert len(doors(kolla)) == 2 * 19 + 1


@ONCE
async def test_strangers_get_401_everywhere(kolla: Kolla, clock: ManualClock) -> None:
    wrong = {}
    for token in ("", "rubbish", "bw_test_sk_" + "0" * 43, "a.b.c"):
        for method, path, _ in doors(kolla):
            clock.advance(1)
            answer = await kolla.call(method, path, {} if method != "GET" else None, token=token)
            if (answer.status, answer.data["code"]) != (401, 16):
                wrong[f"{token} {method} {path}"] = answer.text
    assert wrong == {}


@ONCE
async def test_a_key_without_the_scope_gets_403_everywhere(kolla: Kolla) -> None:
    identity, environment = kolla.hub.bothways.identity, kolla.hub.environment.id
    keys = {}
    for scope in {guard.scope for _, _, guard in doors(kolla)}:
        others = tuple(other for other in SCOPES if other != scope)
        keys[scope] = (await identity.create_api_key(environment, scope, others, actor="test")).token.reveal()
    wrong = {}
    for method, path, guard in doors(kolla):
        answer = await kolla.call(method, path, {} if method != "GET" else None, token=keys[guard.scope])
        if (answer.status, answer.data["code"]) != (403, 7):
            wrong[f"{method} {path}"] = answer.text
    assert wrong == {}


@ONCE
async def test_consumers_get_403_where_only_backends_may_ask(kolla: Kolla) -> None:
    token = await kolla.consumer_token()
    wrong = {}
    for method, path, guard in doors(kolla):
        answer = await kolla.call(method, path, {} if method != "GET" else None, token=token)
        if (answer.status == 403) is guard.consumer:
            wrong[f"{method} {path}"] = (answer.status, answer.text)
    assert wrong == {}


async def test_another_environment_sees_nothing_of_ours(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    waiting = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    other = await kolla.hub.another_environment()
    asked: list[tuple[str, str, Any]] = []
    for one in (account, waiting):
        by_wildcard = f"connectors/-/linkedaccounts/{one['uid']}"
        for name in (one["name"], by_wildcard):
            asked += [("GET", name, None), ("PATCH", name, {"labels": {}}), ("POST", f"{name}:disable", {})]
            asked += [("POST", f"{name}:credentials", {"consumer_id": "cus-1"}), ("GET", f"{name}/logs", None)]
    asked += [("GET", "connectors/contacts", None), ("GET", "connectors/contacts/consumers/cus-1:credentials", None)]
    for method, path, body in asked:
        answer = await other.call(method, f"/connect/v1/{path}", body)
        assert (answer.status, answer.data["code"]) == (404, 5), f"{method} {path}: {answer.text}"
    listed = await other.call("GET", "/connect/v1/connectors/-/linkedaccounts")
    assert listed.data["linked_accounts"] == []
    assert (await kolla.ok("GET", account["name"]))["state"] == "ACTIVE"


async def test_a_consumer_sees_and_ends_its_own_accounts_alone(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    mine, theirs = await kolla.link("contacts"), await kolla.link("contacts", "cus-2", person="usr_grace")
    token = await kolla.consumer_token("cus-1")
    assert [one["uid"] for one in await kolla.list(token=token)] == [mine["uid"]]
    assert await kolla.list(where='consumer_id="cus-2"', token=token) == []
    assert (await kolla.refused("GET", theirs["name"], token=token))[:2] == (404, 5)
    assert (await kolla.refused("POST", f"{theirs['name']}:disable", token=token))[:2] == (404, 5)
    body = {"consumer_id": "cus-2", "labels": {"a": "b"}, "linked_account_scopes": ["admin"]}
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", body, token=token)
    assert (made["consumer_id"], made["labels"], made["linked_account_scopes"]) == ("cus-1", {}, [])
    credentials = {"credentials": {"access_token": "x"}}
    assert (await kolla.refused("POST", "connectors/contacts/linkedaccounts", credentials, token=token))[1] == 7
    assert (await kolla.ok("POST", f"{mine['name']}:disable", token=token))["state"] == "DISABLED"


@ONCE
async def test_bodies_need_no_content_type_and_may_be_missing(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    url = f"{kolla.hub.base_url}/v1/connectors/contacts/linkedaccounts"
    headers = {"authorization": f"Bearer {await kolla.consumer_token()}", "content-type": "text/plain;charset=UTF-8"}
    body = b'{"consumer_config_values":{"Subdomain":"acme"},"auth_data":{"redirect_url":"https://elsewhere.test/"}}'
    async with kolla.hub.session.post(url, data=body, headers=headers) as answer:
        assert answer.status == 200
        assert (await answer.json())["install_uri"]
    for rubbish in (b"[]", b"{", b'{"a":1,"a":2}', b"\xff", b'{"consumer_config_values":[]}', b"[" * 100_000):
        async with kolla.hub.session.post(url, data=rubbish, headers=headers) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 3)


@ONCE
async def test_what_has_no_path_is_said_in_kollas_words(kolla: Kolla) -> None:
    for method, path in (("GET", "nothing"), ("POST", "connectors/contacts/linkedaccounts/x:explode"), ("PUT", "x/y")):
        assert (await kolla.refused(method, path))[:2] == (404, 5)
    assert (await kolla.refused("PUT", "/v1/connectors"))[:2] == (501, 12)


@ONCE
async def test_preflights_pass_for_allowed_sites_with_the_headers_that_the_sdk_sends(kolla: Kolla) -> None:
    site = "https://app.example.test"
    await kolla.hub.call("PATCH", "/v1/environment", {"allowed_origins": [site]})
    for path in ("/v1/apps?filter=x", "/v1/connectors/-/linkedaccounts?page_size=99"):
        answer = await kolla.call("OPTIONS", path, token="", origin=site, access_control_request_method="GET")
        assert answer.headers["access-control-allow-origin"] == site
        assert {"Authorization", "Program"} <= set(answer.headers["access-control-allow-headers"].split(", "))
        other = await kolla.call("OPTIONS", path, token="", origin="https://evil.test")
        assert "access-control-allow-origin" not in other.headers


@ONCE
async def test_the_widget_opens_at_its_own_address_and_for_its_own_page_alone(kolla: Kolla) -> None:
    site, token = "https://app.example.test", await kolla.consumer_token()
    await kolla.hub.call("PATCH", "/v1/environment", {"allowed_origins": [site, WIDGET]})
    page = await kolla.call("GET", "/", token="", host="localhost:7331")
    assert f"frame-ancestors {WIDGET} {site}" in page.headers["content-security-policy"]
    assert (await kolla.call("GET", "/", token="")).status == 404

    async def enter(**changes: Any) -> tuple[int, dict[str, Any]]:
        asked = {"origin": WIDGET, "site": site, "token": token, **changes}
        answer = await kolla.call(
            "POST", "/kolla/widget:enter", {"site": asked["site"]}, token=asked["token"], origin=asked["origin"]
        )
        return answer.status, answer.data

    status, entered = await enter()
    assert status == 200
    assert entered["frame"] == f"{kolla.hub.base_url}/embed/{kolla.hub.environment.id}"
    redeemed = await kolla.hub.call(
        "POST", "/v1/session/redeem", {"ticket": entered["ticket"]}, token="", origin=kolla.hub.base_url
    )
    assert redeemed.data["session"]["customer"]["external_id"] == "cus-1"
    assert (await enter(origin="https://evil.test"))[0] == 403
    assert (await enter(site="https://evil.test"))[0] == 403
    assert (await enter(site=None))[0] == 400
    for wrong in ("", kolla.hub.token, token + "x"):
        assert (await enter(token=wrong))[0] == 401
