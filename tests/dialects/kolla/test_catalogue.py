"""Connectors, templates and apps."""

import re
from typing import Any

import jsonschema
import pytest

from bothways.core.identity.scopes import SCOPES
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.dialects.kolla.conftest import Kolla, fields_of, reason_of
from tests.support.clock import ManualClock
from tests.support.hubs import ticket_of
from tests.support.sandbox import response_fields
from tests.support.signing import ec_key, exchange, pem

OAUTH2 = {
    "client_id": "1234.5678",
    "client_secret": "planted-secret-0815",
    "authorization_uri": "https://own.example.test/authorize",
    "token_uri": "https://own.example.test/token",
    "revocation_uri": "https://own.example.test/revoke",
    "scopes": ["read", "write"],
    "extra_authorization_uri_params": {"prompt": "consent"},
    "extra_token_uri_params": {"audience": "us"},
    "pkce_method": "S256",
    "auth_style": "header",
}


async def test_a_connector_of_a_known_provider_is_made_and_read(kolla: Kolla) -> None:
    body = {"slug": "slack", "auth_type": "OAUTH2", "oauth2_config": {"client_id": "1.2", "client_secret": "x" * 32}}
    made = await kolla.ok("POST", "connectors", body)
    assert made["name"] == "connectors/slack"
    assert re.fullmatch(r"[a-z2-7]{26}", made["uid"])
    assert made["marketplace_app"].startswith(f"apps/{made['uid']}/revisions/")
    assert made["oauth2_config"]["client_id"] == "1.2"
    assert "client_secret" not in made["oauth2_config"]
    assert made["oauth2_config"]["token_uri"].startswith("https://slack.com/")
    for reference in ("slack", made["uid"]):
        assert await kolla.ok("GET", f"/v1/connectors/{reference}") == made
    assert (await kolla.ok("GET", "connectors"))["connectors"] == [made]
    assert (await kolla.refused("POST", "connectors", body))[:2] == (409, 6)


async def test_a_connector_may_describe_a_service_of_its_own(kolla: Kolla) -> None:
    made = await kolla.ok("POST", "connectors", {"slug": "own-crm", "auth_type": "OAUTH2", "oauth2_config": OAUTH2})
    shown = {name: made["oauth2_config"][name] for name in OAUTH2 if name != "client_secret"}
    assert shown == {name: value for name, value in OAUTH2.items() if name != "client_secret"}
    assert "planted-secret-0815" not in str(made) + kolla.hub.log_text()
    account = await kolla.ok("POST", "connectors/own-crm/linkedaccounts", {"consumer_id": "cus-1"})
    departure = await kolla.hub.bothways.outbound.depart(ticket_of(account["install_uri"]))
    assert departure.location.startswith("https://own.example.test/authorize?")
    asked = response_fields(departure.location)
    assert (asked["scope"], asked["prompt"], asked["code_challenge_method"]) == ("read write", "consent", "S256")

    changed = await kolla.ok(
        "PATCH",
        "connectors/own-crm?update_mask=oauth2_config.scopes,oauth2_config.token_uri",
        {"oauth2_config": OAUTH2 | {"scopes": ["read"], "token_uri": "https://own.example.test/v2/token"}},
    )
    assert changed["oauth2_config"]["scopes"] == ["read"]
    assert changed["oauth2_config"]["token_uri"] == "https://own.example.test/v2/token"
    # What is left out of a config stays: above all how well consents are protected.
    newer = {"token_uri": "https://own.example.test/v3/token"}
    sent = {"oauth2_config": newer | {"client_id": "not-in-the-mask", "scopes": []}}
    again = await kolla.ok("PATCH", "connectors/own-crm?update_mask=oauth2_config.token_uri", sent)
    assert again["oauth2_config"] == changed["oauth2_config"] | newer
    plain = await kolla.ok("PATCH", "connectors/own-crm", {"oauth2_config": {"auth_style": "params"}})
    assert plain["oauth2_config"] == again["oauth2_config"] | {"auth_style": "params"}
    changed = await kolla.ok("PATCH", "connectors/own-crm", changed)
    assert changed["oauth2_config"]["token_uri"] == "https://own.example.test/v2/token"
    assert await kolla.ok("PATCH", "connectors/own-crm", {"slug": "crm"}) | {"update_time": ""} == changed | {
        "name": "connectors/crm",
        "slug": "crm",
        "update_time": "",
        "marketplace_app": changed["marketplace_app"],
    }


async def test_a_session_connector_trades_the_consumers_own_client_for_a_token(kolla: Kolla) -> None:
    config = {
        "token_uri": f"{kolla.walk.sandbox.base_url}/oauth/token",
        "scopes": ["status.read"],
        "auth_style": "header",
    }
    body = {"slug": "own_m2m", "auth_type": "SESSION", "oauth2_config": config}
    made = await kolla.ok("POST", "connectors", body)
    assert (made["slug"], made["auth_type"]) == ("own_m2m", "SESSION")
    assert config.items() <= made["oauth2_config"].items()
    values = {"client_id": DEMO_CLIENT_ID, "client_secret": "wrong-secret"}
    account = {"consumer_id": "c", "consumer_config_values": values}
    _, _, problem = await kolla.refused("POST", "connectors/own_m2m/linkedaccounts", account)
    assert reason_of(problem) == "CONNECTION_MISCONFIGURED"
    values["client_secret"] = DEMO_CLIENT_SECRET
    assert (await kolla.ok("POST", "connectors/own_m2m/linkedaccounts", account))["state"] == "ACTIVE"
    found = (await kolla.ok("GET", "connectors/own_m2m/consumers/c:credentials"))["credentials"]
    assert found["token"]
    assert found["secrets"] == {}
    assert await kolla.ok("PATCH", "connectors/own_m2m", made) == made


async def test_a_jwt_connector_signs_with_the_consumers_own_key(kolla: Kolla, clock: ManualClock) -> None:
    async with exchange(clock, ec_key()) as served:
        config = {"token_uri": served.token_url, "scopes": ["read"]}
        made = await kolla.ok("POST", "connectors", {"slug": "robots", "auth_type": "JWT", "oauth2_config": config})
        assert made["auth_type"] == "JWT"
        assert config.items() <= made["oauth2_config"].items()
        values = {"issuer": "robot-1", "private_key": "no key"}
        account = {"consumer_id": "c", "consumer_config_values": values}
        _, _, problem = await kolla.refused("POST", "connectors/robots/linkedaccounts", account)
        assert fields_of(problem) == ["consumer_config_values.private_key"]
        values["private_key"] = pem(ec_key())
        linked = await kolla.ok("POST", "connectors/robots/linkedaccounts", account)
        assert (linked["state"], linked["auth_state"]) == ("ACTIVE", "VALID")
        assert "private_key" not in linked["consumer_config_values"]
        for number in (1, 2):
            found = (await kolla.ok("GET", "connectors/robots/consumers/c:credentials"))["credentials"]
            assert (found["token"], found["secrets"]) == (f"signed-at-{number}", {})
            clock.advance(3_600)
    assert [claims["iss"] for claims in served.claims] == ["robot-1", "robot-1"]


@pytest.mark.parametrize(
    ("auth_type", "config", "wanted"),
    [
        (
            "API_KEY",
            {
                "api_key_config": {
                    "consumer_config_key": "consumer_config.key",
                    "parameter_field": "X-Key",
                    "header": True,
                }
            },
            {"consumer_config_key": "consumer_config.key", "parameter_field": "X-Key", "header": True, "prefix": ""},
        ),
        (
            "API_KEY",
            {"api_key_config": {"parameter_field": "key", "header": False}},
            {"consumer_config_key": "consumer_config.api_key", "parameter_field": "key", "header": False, "prefix": ""},
        ),
        (
            "API_KEY",
            {"api_key_config": {"prefix": "Token "}},
            {
                "consumer_config_key": "consumer_config.api_key",
                "parameter_field": "Authorization",
                "header": True,
                "prefix": "Token ",
            },
        ),
        (
            "BASIC_AUTH",
            {"basic_auth_config": {"consumer_config_username": "consumer_config.login"}},
            {
                "consumer_config_username": "consumer_config.login",
                "consumer_config_password": "consumer_config.password",
            },
        ),
    ],
)
async def test_key_based_connectors_are_described_and_linked(
    kolla: Kolla, auth_type: str, config: dict[str, Any], wanted: dict[str, Any]
) -> None:
    made = await kolla.ok("POST", "connectors", {"slug": "own-keys", "auth_type": auth_type, **config})
    (name,) = config
    assert (made["auth_type"], made[name]) == (auth_type, wanted)
    fields = [value.removeprefix("consumer_config.") for key, value in wanted.items() if "config" in key]
    values = {field: f"{field}-value" for field in fields}
    linked = await kolla.ok(
        "POST", "connectors/own-keys/linkedaccounts", {"consumer_id": "c", "consumer_config_values": values}
    )
    assert linked["state"] == "ACTIVE"
    credentials = (await kolla.ok("GET", "connectors/own-keys/consumers/c:credentials"))["credentials"]
    assert values.items() <= credentials["secrets"].items()
    if auth_type == "BASIC_AUTH":
        assert credentials["secrets"]["username"] == "login-value"
    else:
        assert credentials["token"] == next(iter(values.values()))


async def test_an_agents_token_is_kept_beside_the_address_of_the_proxy_to_it(kolla: Kolla) -> None:
    config = {"agent_config": {"proxy_uri": "https://bridge.acme.example"}}
    made = await kolla.ok("POST", "connectors", {"slug": "warehouse", "auth_type": "AGENT", **config})
    assert (made["auth_type"], made["agent_config"]) == ("AGENT", config["agent_config"])
    said = {"install_token": "agent-token-1", "agent": "dock-3"}
    linked = await kolla.ok(
        "POST", "connectors/warehouse/linkedaccounts", {"consumer_id": "c", "agent_auth_data": said}
    )
    assert (linked["state"], linked["agent_auth_data"]) == ("ACTIVE", {"agent": "dock-3"})
    assert "agent-token-1" not in str(linked)
    credentials = (await kolla.ok("GET", "connectors/warehouse/consumers/c:credentials"))["credentials"]
    assert credentials["token"] == "agent-token-1"
    # Clients send back what they read; another token is a new link.
    same = await kolla.ok("PATCH", linked["name"], {"agent_auth_data": {"agent": "dock-3"}})
    assert same["agent_auth_data"] == {"agent": "dock-3"}
    assert (await kolla.refused("PATCH", linked["name"], {"agent_auth_data": said}))[:2] == (501, 12)
    moved = {"agent_config": {"proxy_uri": "https://bridge2.acme.example"}}
    assert (await kolla.ok("PATCH", made["name"], moved))["agent_config"] == moved["agent_config"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"slug": "a1", "auth_type": "AGENT"}, 400, 3),
        ({"slug": "a1", "auth_type": "AGENT", "agent_config": {"proxy_uri": "http://plain.test"}}, 400, 3),
        ({"slug": "a1", "auth_type": "AGENT", "agent_config": {"proxy_uri": "https://{credential.x}.test"}}, 400, 3),
        ({"slug": "not-known", "auth_type": "JWT"}, 400, 3),
        ({"slug": "a1", "auth_type": "CUSTOM", "custom_config": {"data": {"a": 1}}}, 501, 12),
        ({"slug": "not-known", "auth_type": "CUSTOM"}, 501, 12),
        ({"slug": "slack", "oauth2_config": {"client_id": "password", "client_secret": "x"}}, 501, 12),
        ({"slug": "not-known", "auth_type": "CUSTOM", "api_key_config": {"parameter_field": "key"}}, 501, 12),
        ({"slug": "not-known", "auth_type": "SESSION"}, 400, 3),
        ({"slug": "not-known", "auth_type": "SESSION", "api_key_config": {"parameter_field": "key"}}, 400, 3),
        ({"slug": "slack", "auth_type": "BASIC_AUTH"}, 400, 3),
        ({"slug": "not-known", "auth_type": "OAUTH2"}, 400, 3),
        ({"slug": "not-known", "oauth2_config": {"authorization_uri": "https://x.test/a"}}, 400, 3),
        ({"slug": "UPPER", "oauth2_config": OAUTH2}, 400, 3),
        ({"slug": "own", "oauth2_config": OAUTH2 | {"token_uri": "http://plain.test/t"}}, 400, 3),
        ({"slug": "own", "oauth2_config": OAUTH2 | {"auth_style": "magic"}}, 400, 3),
        ({"slug": "own", "oauth2_config": OAUTH2 | {"extra_token_uri_params": {"a": "{client.secret}"}}}, 400, 3),
        ({"slug": "own", "oauth2_config": OAUTH2 | {"extra_authorization_uri_params": {"state": "x"}}}, 400, 3),
        ({"auth_type": "OAUTH2"}, 400, 3),
        ({"slug": "own", "auth_type": "MAGIC"}, 400, 3),
        ({"slug": 7}, 400, 3),
    ],
)
async def test_connectors_that_cannot_be_made_leave_nothing(
    kolla: Kolla, body: dict[str, Any], status: int, code: int
) -> None:
    assert (await kolla.refused("POST", "connectors", body))[:2] == (status, code)
    assert (await kolla.ok("GET", "connectors"))["connectors"] == []
    own = (await kolla.hub.call("GET", "/v1/providers?limit=100&q=own")).data["items"]
    assert [one["slug"] for one in own if one["slug"] in {"own", "not-known"}] == []


async def test_describing_a_service_takes_the_scope_for_it(kolla: Kolla) -> None:
    scopes = tuple(scope for scope in SCOPES if scope != "providers:write")
    key = await kolla.hub.bothways.identity.create_api_key(kolla.hub.environment.id, "x", scopes, actor="test")
    body = {"slug": "own-crm", "auth_type": "OAUTH2", "oauth2_config": OAUTH2}
    status, code, problem = await kolla.refused("POST", "connectors", body, token=key.token.reveal())
    assert (status, code, reason_of(problem)) == (403, 7, "SCOPE_MISSING")


async def test_a_connector_that_nobody_uses_can_be_removed(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.walk.integrate("sandbox-key", slug="keys")
    await kolla.link("contacts")
    assert (await kolla.refused("DELETE", "connectors/contacts"))[:2] == (400, 9)
    assert await kolla.ok("DELETE", "connectors/keys") == {}
    assert (await kolla.refused("GET", "connectors/keys"))[:2] == (404, 5)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_connector_that_was_removed_can_be_described_anew(kolla: Kolla) -> None:
    body: dict[str, Any] = {"slug": "own", "auth_type": "API_KEY", "api_key_config": {"parameter_field": "Key"}}
    await kolla.ok("POST", "connectors", body)
    assert (await kolla.refused("POST", "connectors", body))[:2] == (409, 6)
    await kolla.ok("DELETE", "connectors/own")
    again = await kolla.ok("POST", "connectors", body | {"api_key_config": {"parameter_field": "Other"}})
    assert again["api_key_config"]["parameter_field"] == "Other"
    # What somebody wrote by hand is theirs, also while nothing is made of it.
    written = (await kolla.hub.call("GET", "/v1/providers/own")).data["definition"]
    await kolla.ok("DELETE", "connectors/own")
    by_hand = {"definition": written | {"description": "By hand."}}
    assert (await kolla.hub.call("PUT", "/v1/providers/own", by_hand)).status == 200
    assert (await kolla.refused("POST", "connectors", body))[:2] == (409, 6)


async def test_templates_are_found_by_slug_and_id(kolla: Kolla) -> None:
    found = await kolla.ok("GET", "connectortemplates/slack")
    assert re.fullmatch(r"[a-z2-7]{26}", found["uid"])
    assert found["name"] == f"connectortemplates/{found['uid']}"
    assert found["manifest"]["display_name"] == "Slack"
    assert "OAUTH2" in found["manifest"]["auth_types"]
    assert await kolla.ok("GET", f"/v1/connectortemplates/{found['uid']}") == found
    assert (await kolla.refused("GET", "connectortemplates/nothing-like-it"))[:2] == (404, 5)


async def test_apps_are_what_is_switched_on(kolla: Kolla) -> None:
    uid = (await kolla.walk.integrate(slug="contacts", display_name="Contacts")).removeprefix("intg_")
    await kolla.walk.integrate("sandbox-key", slug="keys", method_id="basic")
    off = await kolla.walk.integrate("sandbox-m2m", slug="off")
    await kolla.hub.call("PATCH", f"/v1/integrations/{off}", {"enabled": False})
    token = await kolla.consumer_token()
    asked = "/v1/apps?filter=type%3D%22CONNECTOR%22%20OR%20type%3D%22CONNECTOR_TEMPLATE%22"
    apps = (await kolla.ok("GET", asked, token=token))["apps"]
    assert {app["connector"] for app in apps} == {"connectors/contacts", "connectors/keys"}
    assert all(app["display_name"] for app in apps)
    contacts = next(app for app in apps if app["uid"] == uid)
    assert (contacts["name"], contacts["type"], contacts["publish"]) == (f"apps/{uid}", "CONNECTOR", True)
    assert (contacts["published_revision_state"], contacts["draft_revision"]) == ("APPROVED", "")
    assert contacts["published_revision"].startswith(f"apps/{uid}/revisions/")
    # The SDK takes any form at all for something to ask.
    assert "consumer_config" not in contacts
    keys = next(app for app in apps if app is not contacts)
    schema = keys["consumer_config"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid({"email": "a@b.test", "api_key": "k"})
    assert not jsonschema.Draft202012Validator(schema).is_valid({"email": "a@b.test"})
    assert keys["consumer_config"]["ui_schema"]["api_key"] == {"ui:widget": "password"}


async def test_tiles_are_promotional_and_custom_apps(kolla: Kolla) -> None:
    for kind, published in (("promotional", True), ("custom", True), ("custom", False)):
        body = {
            "slug": f"{kind}-{published}".lower(),
            "kind": kind,
            "name": f"A {kind} card",
            "link_url": "https://partner.example.test/",
            "background": "#112233",
            "published": published,
        }
        made = await kolla.hub.call("POST", "/v1/tiles", body)
        assert made.status == 201, made.text
    seen = (await kolla.ok("GET", "/v1/apps", token=await kolla.consumer_token()))["apps"]
    custom, promotional = seen
    assert [(app["type"], app["publish"]) for app in seen] == [("CUSTOM", True), ("PROMOTIONAL", True)]
    assert promotional["installation_landing_page"] == "https://partner.example.test/"
    assert custom["custom_app_install_uri"] == "https://partner.example.test/"
    assert custom["background_color"] == "#112233"
    drafts = (await kolla.ok("GET", "/v1/apps?filter=type%3DCUSTOM%20AND%20publish%3Dfalse"))["apps"]
    assert [app["draft_revision_state"] for app in drafts] == ["NOT_SUBMITTED"]
    connectors = await kolla.ok("GET", "/v1/apps?filter=type%3DCONNECTOR", token=await kolla.consumer_token())
    assert connectors["apps"] == []


async def test_backends_see_the_templates_too_and_all_types_can_be_asked_for(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")

    async def of(kind: str) -> list[dict[str, Any]]:
        return list((await kolla.ok("GET", f"/v1/apps?page_size=1000&filter=type%3D{kind}"))["apps"])

    slack = next(app for app in await of("CONNECTOR_TEMPLATE") if app["display_name"] == "Slack")
    assert slack["icon"].startswith(f"{kolla.hub.base_url}/assets/icons/")
    assert [app["connector"] for app in await of("CONNECTOR")] == ["connectors/contacts"]
    assert await of("INTEGRATED") == []
    names = [app["display_name"] for app in (await kolla.ok("GET", "/v1/apps?order_by=display_name"))["apps"]]
    assert names == sorted(names, key=str.casefold)


async def test_the_window_is_open_to_whoever_names_the_program_and_nothing_else_is(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    program = f"programs/{kolla.hub.environment.id.removeprefix('env_')}"
    found = await kolla.ok("GET", "/v1/apps", token="", program=program)
    assert [app["connector"] for app in found["apps"]] == ["connectors/contacts"]
    for wrong in ("programs/" + "a" * 26, "programs/../x", "", kolla.hub.environment.id):
        assert (await kolla.refused("GET", "/v1/apps", token="", program=wrong))[:2] == (401, 16)
    for path in ("connectors", "connectors/-/linkedaccounts", "connectortemplates/slack"):
        assert (await kolla.refused("GET", path, token="", program=program))[:2] == (401, 16)


async def test_wrong_fields_are_named_in_kollas_words(kolla: Kolla) -> None:
    body = {"slug": "slack", "oauth2_config": {"client_id": " x ", "scopes": ["a b"]}}
    _, _, problem = await kolla.refused("POST", "connectors", body)
    assert {"oauth2_config.client_id", "oauth2_config.scopes[0]"} <= set(fields_of(problem))
