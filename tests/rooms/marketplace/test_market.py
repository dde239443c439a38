"""The marketplace in codes, for pages that draw it themselves."""

import base64
import json

import pytest

from bothways.core.identity.model import Theme
from bothways.marketplace import permissions
from bothways.marketplace.permission_words import ENGLISH, SCOPES
from tests.rooms.marketplace.customer import Customer
from tests.rooms.marketplace.test_shop import MARKUP, lose, switch_on
from tests.support.hub import Answer


async def session(customer: Customer, of: str = "cus-1", **more: object) -> str:
    answer = await customer.walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": of}, **more})
    assert answer.status == 201, answer.text
    return str(answer.data["token"])


async def ask(customer: Customer, path: str = "", *, token: str | None = None) -> Answer:
    return await customer.walk.hub.call("GET", f"/v1/marketplace{path}", token=token or await session(customer))


async def test_every_card_says_what_it_is_and_how_it_stands(customer: Customer) -> None:
    await customer.environment()
    connection = await customer.walk.connect(await customer.walk.integrate())
    slack = await switch_on(customer, "slack")
    seen = (await ask(customer)).data
    assert [(card["slug"], card["kind"], card["state"]) for card in seen["items"]] == [
        ("sandbox", "integration", "connected"),
        ("slack", "integration", "not_connected"),
    ]
    card = seen["items"][1]
    assert (card["id"], card["integration_id"], card["provider"]) == (slack, slack, "slack")
    # Nothing was built for this test, so that letters stand in for the icon.
    assert (card["logo_url"], card["logo_fills"], card["monogram"]) == (None, False, "S")
    assert (card["redirects"], card["values"], card["fields"]) == (True, [], [])
    assert 0 <= card["hue"] < 12
    assert [held["id"] for held in seen["items"][0]["connections"]] == [connection]


async def test_categories_are_counted_the_commonest_first(customer: Customer) -> None:
    for provider in ("slack", "hubspot", "pipedrive"):
        await switch_on(customer, provider)
    seen = (await ask(customer)).data
    counts = [found["count"] for found in seen["categories"]]
    assert counts == sorted(counts, reverse=True)
    crm = next(found for found in seen["categories"] if found["slug"] == "crm")
    assert crm == {"slug": "crm", "label": "Customer records", "count": 2}


async def test_an_item_is_found_by_id_and_by_slug(customer: Customer) -> None:
    slack = await switch_on(customer, "slack")
    by_slug, by_id = [(await ask(customer, f"/{name}")).data for name in ("slack", slack)]
    assert by_slug == by_id
    assert (by_slug["slug"], by_slug["accounts"], by_slug["happenings"]) == ("slack", [], [])
    unknown = await ask(customer, "/nothing")
    assert (unknown.status, unknown.data["code"]) == (404, "marketplace_item_not_found")


async def test_a_preview_shows_the_catalog_and_nobodys_accounts(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.connect(await customer.walk.integrate())
    await switch_on(customer, "slack")
    await switch_on(customer, "hubspot", enabled=False)
    hub = customer.walk.hub
    tile = {"slug": "academy", "kind": "promotional", "name": "Academy", "link_url": "https://acme.example/learn"}
    assert (await hub.call("POST", "/v1/tiles", tile)).status == 201
    items = (await hub.call("GET", "/v1/environment/marketplace")).data["items"]
    assert [(card["slug"], card["state"]) for card in items] == [
        (slug, "not_connected") for slug in ("sandbox", "slack", "academy")
    ]
    assert [card[part] for card in items for part in ("connections", "accounts", "happenings")] == [[]] * 9
    assert items[0]["permissions"]


async def test_a_session_for_one_integration_sees_that_one(customer: Customer) -> None:
    await customer.walk.integrate()
    await switch_on(customer, "slack")
    token = await session(customer, integrations=["slack"])
    assert [card["slug"] for card in (await ask(customer, token=token)).data["items"]] == ["slack"]
    assert (await ask(customer, "/sandbox", token=token)).status == 404


async def test_permissions_come_as_keys_that_languages_translate(customer: Customer) -> None:
    scopes = ["channels:read", "chat:write", "users.profile:read", "odd:thing:x"]
    await switch_on(customer, "slack", scopes=scopes)
    found = {told["fallback"]: told for told in (await ask(customer, "/slack")).data["permissions"]}
    assert found["Post messages"] == {
        "key": "post_messages",
        "params": {},
        "scopes": ["chat:write"],
        "fallback": "Post messages",
    }
    assert found["odd:thing:x"] == {"key": None, "params": {}, "scopes": ["odd:thing:x"], "fallback": "odd:thing:x"}


async def test_what_was_refused_at_the_provider_is_named_by_its_key(customer: Customer) -> None:
    await customer.walk.connect(await customer.walk.integrate(), refuse=["contacts.read"])
    account = (await ask(customer, "/sandbox")).data["accounts"][0]
    assert account["lacks"] == [
        {"key": "see_things", "params": {"things": "contacts"}, "scopes": ["contacts.read"], "fallback": "See contacts"}
    ]


async def test_an_account_that_needs_its_customer_says_why_in_a_code(customer: Customer) -> None:
    connection = await customer.walk.connect(await customer.walk.integrate())
    await lose(customer, connection)
    detail = (await ask(customer, "/sandbox")).data
    account = detail["accounts"][0]
    assert (detail["state"], account["state"], account["reason"]) == ("needs_reauth", "needs_reauth", "grant_refused")
    assert "Sandbox no longer accepts the permission" in account["reason_fallback"]
    assert [line["type"] for line in detail["happenings"]] == ["connection.needs_reauth", "connection.created"]
    newest = detail["happenings"][0]
    assert newest["params"]["app"] == "Sandbox"
    assert newest["account_name"] == newest["params"]["name"] == account["name"]


async def test_an_account_without_a_name_has_a_code_for_one(customer: Customer) -> None:
    slack = await switch_on(customer, "slack")
    for number in (1, 2):
        body = {"customer": "cus-1", "integration": slack, "credentials": {"access_token": f"at-{number}"}}
        assert (await customer.walk.hub.call("POST", "/v1/connections", body)).status == 201
        accounts = (await ask(customer, "/slack")).data["accounts"]
        called = [(account["name_code"], account["number"], account["name"]) for account in accounts]
        if number == 1:
            assert called == [("your_account", 1, "Your account")]
    assert called == [("account_number", 1, "Account 1"), ("account_number", 2, "Account 2")]


async def test_what_was_asked_for_besides_credentials_is_told_again(customer: Customer) -> None:
    zendesk = await switch_on(customer, "zendesk")
    credentials = {"access_token": "at-1"}
    body = {"customer": "cus-1", "integration": zendesk, "credentials": credentials, "values": {"subdomain": "acme"}}
    made = await customer.walk.hub.call("POST", "/v1/connections", body)
    assert made.status == 201, made.text
    [account] = (await ask(customer, "/zendesk")).data["accounts"]
    assert (account["values"], account["name"]) == ({"subdomain": "acme"}, "acme.zendesk.com")


async def test_markup_stays_text(customer: Customer) -> None:
    await switch_on(customer, "slack", display_name=MARKUP, description=MARKUP)
    answer = await ask(customer)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.data["items"][0]["name"] == MARKUP


def test_every_scope_leads_to_a_sentence() -> None:
    assert sorted(set(SCOPES.values()) - ENGLISH.keys()) == []
    assert all(permissions.read(scope, "Acme").words for scope in SCOPES)


def test_every_sentence_is_meant_by_something() -> None:
    generic = {"see_things", "change_things", "see_and_change_things", "see_add_and_change_things"}
    generic |= {"add_things", "delete_things"}
    assert sorted(ENGLISH.keys() - set(SCOPES.values())) == sorted(generic)


@pytest.mark.parametrize("language", ["en"])
def test_the_files_of_words_are_kept_in_order(language: str) -> None:
    from bothways.marketplace.languages import SENTENCES

    text = (SENTENCES / f"permissions.{language}.json").read_text()
    assert text == json.dumps(dict(sorted(json.loads(text).items())), indent=2, ensure_ascii=False) + "\n"


async def test_a_name_that_looks_like_a_placeholder_is_a_name(customer: Customer) -> None:
    await switch_on(customer, "slack", display_name="{things} {app}", scopes=["admin"])
    assert (await ask(customer, "/slack")).data["permissions"][0]["fallback"] == "Administer {things} {app}"
    await customer.environment(Theme(product_name="Acme Desk"))


async def test_an_uploaded_picture_is_named_by_its_whole_address(customer: Customer) -> None:
    # Eight bytes that say what it is are all that is looked at.
    picture = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    slack = await switch_on(customer, "slack", logo=picture)
    card = (await ask(customer)).data["items"][0]
    public_url = customer.walk.hub.bothways.edges.settings.public_url
    assert (card["logo_url"], card["logo_fills"]) == (f"{public_url}/logos/{slack}", True)
