"""Linked accounts from INITIALIZED to DISABLED, over both families of paths."""

from typing import Any

import pytest

from bothways.outbound.connect.model import LinkUsed
from tests.dialects.kolla.conftest import Kolla, fields_of, reason_of
from tests.support.clock import ManualClock

FAMILIES = ("/connect/v1", "/v1")


async def key_of(kolla: Kolla) -> str:
    page = (await kolla.walk.sandbox.visitor.get("/keys")).text
    start = page.index("sandbox_key_")
    return page[start:].partition("<")[0]


@pytest.mark.parametrize("family", FAMILIES)
async def test_an_account_lives_from_its_link_to_its_end(kolla: Kolla, family: str) -> None:
    kolla.base = family
    await kolla.walk.integrate(slug="contacts")
    made = await kolla.ok(
        "POST",
        "connectors/contacts/linkedaccounts",
        {
            "consumer_id": "cus-1",
            "consumer_metadata": {"title": "Example Ltd", "email": "it@example.test"},
            "labels": {"team": "blue"},
        },
    )
    assert made["state"] == "INITIALIZED"
    assert made["auth_state"] == "UNAVAILABLE"
    assert made["name"] == f"connectors/contacts/linkedaccounts/{made['uid']}"
    assert made["consumer_metadata"] == {"title": "Example Ltd", "email": "it@example.test"}
    assert made["install_uri"].startswith(kolla.hub.base_url)
    assert made["expire_time"] > made["create_time"]
    assert await kolla.ok("GET", made["name"]) == made

    await kolla.install(made)
    active = await kolla.ok("GET", made["name"])
    assert (active["uid"], active["state"], active["auth_state"]) == (made["uid"], "ACTIVE", "VALID")
    assert "install_uri" not in active
    assert "expire_time" not in active
    assert active["labels"] == {"team": "blue"}
    assert active["auth_data"]["account"] == "ada@engine.example"
    assert active["linked_account_scopes"] == ["profile.read", "contacts.read"]

    found = await kolla.ok("POST", f"{made['name']}:credentials", {"consumer_id": "cus-1"})
    assert found["linked_account"] == active
    me = await kolla.walk.sandbox.call("/api/me", found["credentials"]["token"])
    assert me.status == 200
    assert found["credentials"]["expiry_time"] > active["create_time"]
    assert found["credentials"]["secrets"] == {}

    ended = await kolla.ok("POST", f"{made['name']}:disable", {"name": made["name"]})
    assert (ended["state"], ended["auth_state"]) == ("DISABLED", "UNAVAILABLE")
    assert (await kolla.ok("POST", f"{made['name']}:disable"))["state"] == "DISABLED"
    status, code, problem = await kolla.refused("POST", f"{made['name']}:credentials", {"consumer_id": "cus-1"})
    assert (status, code, reason_of(problem)) == (400, 9, "CONNECTION_DISCONNECTED")


async def test_a_declined_consent_leaves_the_account_waiting(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    await kolla.install(made, cancel=True)
    seen = await kolla.ok("GET", made["name"])
    assert (seen["state"], seen["install_uri"]) == ("INITIALIZED", made["install_uri"])
    assert "not allowed" in seen["state_message"]
    await kolla.install(made)
    assert (await kolla.ok("GET", made["name"]))["state"] == "ACTIVE"


async def test_an_account_that_lost_its_grant_has_failed_and_is_named_so(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    await kolla.walk.sandbox.visitor.press("/", "/console/revoke")
    connection = f"/v1/connections/conn_{account['uid']}"
    await kolla.hub.call("POST", f"{connection}/refresh")
    seen = await kolla.ok("GET", account["name"])
    assert (seen["state"], seen["auth_state"]) == ("FAILED", "REAUTH_REQUIRED")
    assert seen["state_message"]
    status, code, problem = await kolla.refused("POST", f"{account['name']}:credentials", {"consumer_id": "cus-1"})
    assert (status, code, reason_of(problem)) == (400, 9, "NEEDS_REAUTH")


async def test_what_nobody_links_expires_and_is_gone(kolla: Kolla, clock: ManualClock) -> None:
    await kolla.walk.integrate(slug="contacts")
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    clock.advance(7 * 86_400)
    assert await kolla.list() == []
    assert (await kolla.refused("GET", made["name"]))[:2] == (404, 5)


async def test_a_waiting_account_is_disabled_with_its_link(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    ended = await kolla.ok("POST", f"{made['name']}:disable")
    assert ended["state"] == "DISABLED"
    assert "install_uri" not in ended
    assert (await kolla.hub.call("GET", made["install_uri"].removeprefix(kolla.hub.base_url), token="")).status == 404


async def test_credentials_are_found_by_consumer_in_every_way_that_clients_ask(kolla: Kolla) -> None:
    integration = await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    uid = integration.removeprefix("intg_")
    wanted = await kolla.ok("POST", "connectors/contacts/linkedaccounts/-:credentials", {"consumer_id": "cus-1"})
    assert wanted["linked_account"]["uid"] == account["uid"]
    asked = [
        await kolla.ok("POST", f"connectors/{uid}/linkedaccounts/-:credentials", {"consumer_id": "cus-1"}),
        await kolla.ok("POST", "connectors/contacts/linkedaccounts/-:credentials?consumer_id=cus-1"),
        await kolla.ok("GET", "connectors/contacts/consumers/cus-1:credentials"),
        await kolla.ok("POST", f"connectors/contacts/linkedaccounts/{account['uid']}:credentials"),
        await kolla.ok("POST", f"connectors/-/linkedaccounts/{account['uid']}:credentials", {"consumer_id": "cus-1"}),
        await kolla.ok(
            "POST",
            "connectors/contacts/linkedaccounts/-:credentials",
            {"consumer_id": "cus-1", "linked_account": account["name"]},
        ),
    ]
    assert all(found == wanted for found in asked)


async def test_of_several_accounts_the_last_one_is_meant(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.link("contacts")
    second = await kolla.link("contacts", person="usr_grace")
    found = await kolla.ok("GET", "connectors/contacts/consumers/cus-1:credentials")
    assert found["linked_account"]["uid"] == second["uid"]


@pytest.mark.parametrize("body", [None, {}, {"consumer_id": ""}, {"consumer_id": None}])
async def test_an_empty_consumer_is_an_error(kolla: Kolla, body: Any) -> None:
    await kolla.walk.integrate(slug="contacts")
    for path in ("connectors/contacts/linkedaccounts/-:credentials", "consumers:consumerToken"):
        status, code, problem = await kolla.refused("POST", path, body)
        assert (status, code, fields_of(problem)) == (400, 3, ["consumer_id"])
    assert (await kolla.refused("GET", "connectors/contacts/consumers/:credentials"))[:2] == (400, 3)


async def test_somebody_elses_account_is_not_had_by_naming_another_consumer(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    assert (await kolla.refused("POST", f"{account['name']}:credentials", {"consumer_id": "cus-2"}))[:2] == (404, 5)
    assert (await kolla.refused("GET", "connectors/contacts/consumers/cus-2:credentials"))[:2] == (404, 5)


async def test_ping_asks_the_provider(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    path = "connectors/contacts/consumers/cus-1:ping"
    assert await kolla.ok("GET", path) == {"name": account["name"], "is_alive": True}
    await kolla.walk.sandbox.visitor.press("/", "/console/revoke")
    assert (await kolla.ok("GET", path))["is_alive"] is False


async def test_keys_come_as_consumer_config_and_go_out_as_secrets(kolla: Kolla) -> None:
    await kolla.walk.integrate("sandbox-key", slug="keys")
    await kolla.walk.integrate("sandbox-key", slug="pairs", method_id="basic")
    key = await key_of(kolla)
    one = await kolla.ok(
        "POST",
        "connectors/keys/linkedaccounts",
        {"consumer_id": "cus-1", "consumer_config_values": {"consumer_config.api_key": key}},
    )
    assert one["state"] == "ACTIVE"
    found = await kolla.ok("GET", "connectors/keys/consumers/cus-1:credentials")
    assert found["credentials"] == {"token": key, "secrets": {"api_key": key}}
    pair = {"Email": "ada@engine.example", "api_key": key}
    await kolla.ok("POST", "connectors/pairs/linkedaccounts", {"consumer_id": "cus-1", "consumer_config_values": pair})
    secrets = (await kolla.ok("GET", "connectors/pairs/consumers/cus-1:credentials"))["credentials"]["secrets"]
    assert (secrets["username"], secrets["password"]) == ("ada@engine.example", key)


async def test_a_wrong_key_is_refused_at_its_field(kolla: Kolla) -> None:
    await kolla.walk.integrate("sandbox-key", slug="keys")
    body = {"consumer_id": "cus-1", "consumer_config_values": {"api_key": "sandbox_key_wrong"}}
    status, code, problem = await kolla.refused("POST", "connectors/keys/linkedaccounts", body)
    assert (status, code, fields_of(problem)) == (400, 3, ["consumer_config_values.api_key"])
    assert "sandbox_key_wrong" not in str(problem)


async def test_own_scopes_are_asked_for(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts", linked_account_scopes=["profile.read"])
    assert account["linked_account_scopes"] == ["profile.read"]


async def test_existing_tokens_move_in_and_work(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    first = await kolla.link("contacts")
    token = (await kolla.ok("GET", "connectors/contacts/consumers/cus-1:credentials"))["credentials"]["token"]
    moved = await kolla.ok(
        "POST",
        "connectors/contacts/linkedaccounts",
        {
            "consumer_id": "moved-1",
            "credentials": {"access_token": token, "refresh_token": "r", "expiry_time": "2099-01-01T00:00:00Z"},
            "linked_account_scopes": ["profile.read"],
            "labels": {"from": "kolla"},
        },
    )
    assert (moved["state"], moved["labels"]) == ("ACTIVE", {"from": "kolla"})
    assert moved["uid"] != first["uid"]
    found = await kolla.ok("GET", "connectors/contacts/consumers/moved-1:credentials")
    assert found["credentials"]["token"] == token
    assert token not in kolla.hub.log_text()


@pytest.mark.parametrize(
    ("credentials", "field"),
    [
        ({"access_token": "a\r\nb"}, "credentials"),
        ({"acces_token": "x"}, "credentials.acces_token"),
        ({"access_token": "x", "expires_in": "soon"}, "credentials.expires_in"),
        ({"access_token": "x", "expires_in": "\N{SUPERSCRIPT TWO}"}, "credentials.expires_in"),
        ({"access_token": "x", "expires_in": "000000000000999999999999"}, "credentials.expires_in"),
        ({"access_token": "x", "expiry_time": "tomorrow"}, "credentials.expiry_time"),
    ],
)
async def test_tokens_that_cannot_be_read_are_refused(kolla: Kolla, credentials: Any, field: str) -> None:
    await kolla.walk.integrate(slug="contacts")
    body = {"consumer_id": "cus-1", "credentials": credentials}
    status, code, problem = await kolla.refused("POST", "connectors/contacts/linkedaccounts", body)
    assert (status, code, fields_of(problem)) == (400, 3, [field])


async def test_labels_title_and_credentials_can_be_changed(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    changed = await kolla.ok(
        "PATCH",
        f"{account['name']}?update_mask=labels,consumer_metadata.title",
        account | {"labels": {"a": "b"}, "consumer_metadata": {"title": "New", "email": "ignored@example.test"}},
    )
    assert (changed["labels"], changed["consumer_metadata"]["title"]) == ({"a": "b"}, "New")
    assert changed["consumer_metadata"]["email"] != "ignored@example.test"
    more = {"labels": {"tier": "gold", "b": "2"}}
    changed = await kolla.ok("PATCH", f"{account['name']}?update_mask=labels.tier", more)
    assert changed["labels"] == {"a": "b", "tier": "gold"}
    changed = await kolla.ok("PATCH", f"{account['name']}?update_mask=labels.tier", {})
    assert changed["labels"] == {"a": "b"}
    replaced = await kolla.ok("PATCH", account["name"], {"credentials": {"token": "brought-along"}})
    assert replaced["uid"] == account["uid"]
    found = await kolla.ok("POST", f"{account['name']}:credentials")
    assert found["credentials"]["token"] == "brought-along"
    # What clients read and send back whole is no change.
    assert await kolla.ok("PATCH", account["name"], found["linked_account"]) == found["linked_account"]


async def test_labels_of_an_account_that_waits_go_on_to_its_connection(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    asked = {"consumer_id": "cus-1", "labels": {"old": "1"}, "linked_account_scopes": ["profile.read"]}
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", asked)
    path = f"{made['name']}?update_mask=labels"
    # What was read and comes back whole is no change of what is settled.
    changed = await kolla.ok("PATCH", made["name"], made | {"labels": {"tier": "gold"}})
    assert (changed["state"], changed["labels"]) == ("INITIALIZED", {"tier": "gold"})
    assert changed["linked_account_scopes"] == ["profile.read"]
    assert changed["install_uri"] == made["install_uri"]
    assert [one["uid"] for one in await kolla.list(where='labels.tier="gold"')] == [made["uid"]]
    status, code, problem = await kolla.refused("PATCH", path, {"labels": {"tier": "x" * 501}})
    assert (status, code, fields_of(problem)) == (400, 3, ["labels.tier"])
    await kolla.install(made)
    linked = await kolla.ok("GET", made["name"])
    assert (linked["state"], linked["labels"]) == ("ACTIVE", {"tier": "gold"})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_a_consumer_is_known_to_say_stays_with_an_account_that_waits(kolla: Kolla) -> None:
    shopify = {"provider": "shopify", "client_id": "client", "client_secret": "a secret"}
    assert (await kolla.hub.call("POST", "/v1/integrations", shopify)).status == 201
    asked = {"consumer_id": "cus-1", "consumer_config_values": {"Subdomain": "north"}}
    made = await kolla.ok("POST", "connectors/shopify/linkedaccounts", asked)
    assert set(made["consumer_config_values"].values()) == {"north"}
    assert await kolla.ok("GET", made["name"]) == made
    assert (await kolla.ok("PATCH", made["name"], made | {"labels": {"a": "b"}}))["state"] == "INITIALIZED"
    linked = await kolla.ok("PATCH", made["name"], {"credentials": {"token": "brought-along"}})
    assert (linked["state"], linked["consumer_config_values"]) == ("ACTIVE", made["consumer_config_values"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_read_of_an_account_can_be_said_of_another(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    linked = await kolla.link("contacts")
    # Where the provider lies is the operator's to say, and no consumer's.
    assert linked["consumer_config_values"] == {}
    other = await kolla.ok("POST", "connectors/contacts/linkedaccounts", linked | {"consumer_id": "cus-2"})
    assert (other["state"], other["linked_account_scopes"]) == ("INITIALIZED", linked["linked_account_scopes"])
    assert await kolla.ok("PATCH", linked["name"], linked) == linked


async def test_credentials_link_an_account_that_waits(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    asked = {"consumer_id": "cus-1", "labels": {"old": "1"}, "linked_account_scopes": ["profile.read"]}
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", asked)
    status, code, problem = await kolla.refused("PATCH", made["name"], {"credentials": {"nonsense": "x"}})
    assert (status, code, fields_of(problem)) == (400, 3, ["credentials.nonsense"])
    brought = {"credentials": {"token": "brought-along"}, "labels": {"tier": "gold"}}
    linked = await kolla.ok("PATCH", made["name"], brought)
    assert (linked["uid"], linked["state"], linked["labels"]) == (made["uid"], "ACTIVE", {"tier": "gold"})
    assert (linked["linked_account_scopes"], "install_uri" in linked) == (["profile.read"], False)
    assert (await kolla.ok("POST", f"{made['name']}:credentials"))["credentials"]["token"] == "brought-along"
    with pytest.raises(LinkUsed):
        await kolla.install(made)
    # Others in their place change nothing of what the account asks for when it is linked again.
    again = await kolla.ok("PATCH", made["name"], {"credentials": {"token": "once-more"}})
    assert again["linked_account_scopes"] == ["profile.read"]
    held = await kolla.hub.bothways.outbound.connections.get(kolla.hub.environment.id, f"conn_{made['uid']}")
    assert held.own_scopes == ("profile.read",)


async def test_nothing_is_noted_on_an_account_that_was_disabled_before_it_was_linked(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    await kolla.ok("POST", f"{made['name']}:disable")
    for change in ({"labels": {"a": "b"}}, {"credentials": {"token": "too-late"}}):
        status, code, problem = await kolla.refused("PATCH", made["name"], change)
        assert (status, code, reason_of(problem)) == (400, 9, "AUTHORIZATION_ENDED")


async def test_what_is_settled_for_good_is_said_so(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    status, code, _ = await kolla.refused("PATCH", account["name"], {"linked_account_scopes": ["more"]})
    assert (status, code) == (501, 12)
    body = {"consumer_id": "cus-1", "agent_auth_data": {"install_token": "x"}}
    assert (await kolla.refused("POST", "connectors/contacts/linkedaccounts", body))[:2] == (400, 3)


async def test_only_ways_back_that_are_allowed_are_taken(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.hub.call("PATCH", "/v1/environment", {"return_urls": ["https://app.example.test/done"]})
    for place, back in (("https://app.example.test/done", True), ("https://evil.test/", False)):
        made = await kolla.ok(
            "POST", "connectors/contacts/linkedaccounts", {"consumer_id": "c", "auth_data": {"redirect_url": place}}
        )
        outcome = await kolla.install(made)
        assert (outcome.authorization.return_url == place) is back


async def test_logs_are_written_and_read_in_kollas_words(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts", consumer_metadata={"title": "Example"})
    entry = {
        "action": "sync",
        "level": "ERROR",
        "error_class": "ERROR_CLASS_CONFIG",
        "message": "no list",
        "code": "E1",
        "request_id": "r-1",
    }
    made = await kolla.ok("POST", f"{account['name']}/logs", entry)
    assert made["name"] == f"{account['name']}/logs/{made['uid']}"
    assert {name: made[name] for name in entry} == entry
    assert (made["state"], made["auth_state"], made["consumer_title"]) == ("ACTIVE", "VALID", "Example")
    await kolla.ok("POST", f"{account['name']}/logs", {"action": "sync", "level": "INFO"})
    listed = await kolla.ok("GET", f"{account['name']}/logs?page_size=1")
    assert [item["level"] for item in listed["linked_account_logs"]] == ["INFO"]
    rest = await kolla.ok("GET", f"{account['name']}/logs?page_size=1&page_token={listed['next_page_token']}")
    assert rest["linked_account_logs"] == [made]
    only = await kolla.ok("GET", f"{account['name']}/logs?filter=level%3DERROR")
    assert only["linked_account_logs"] == [made]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"level": "INFO"}, "action"),
        ({"action": "a"}, "level"),
        ({"action": "a", "level": "LOUD"}, "level"),
        ({"action": "a", "level": "ERROR", "error_class": "BAD"}, "error_class"),
        ({"action": "a", "level": "INFO", "message": "m" * 301}, "message"),
    ],
)
async def test_a_log_entry_that_is_wrong_is_refused(kolla: Kolla, entry: Any, field: str) -> None:
    await kolla.walk.integrate(slug="contacts")
    account = await kolla.link("contacts")
    status, code, problem = await kolla.refused("POST", f"{account['name']}/logs", entry)
    assert (status, code, fields_of(problem)) == (400, 3, [field])
