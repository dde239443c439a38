"""What somebody needs who sets an integration up on a screen, and looks after customers there."""

from typing import Any

from tests.support.hub import Hub
from tests.support.hubs import DEMO_CLIENT, Walk


async def test_the_redirect_uri_is_known_before_anything_of_the_provider_is(walk: Walk) -> None:
    body = {"provider": "sandbox", "enabled": False}
    made = await walk.hub.call("POST", "/v1/integrations", body)
    assert made.status == 201, made.text
    one, uri = f"/v1/integrations/{made.data['id']}", made.data["redirect_uri"]
    assert uri == f"{walk.hub.base_url}/oauth/callback/{made.data['id']}"

    early = await walk.hub.call("PATCH", one, {"enabled": True})
    named = {fault["field"] for fault in early.data["errors"]}
    assert named == {"client_id", "client_secret"}
    assert (await walk.hub.call("POST", f"{one}/test")).data["ok"] is False

    await walk.sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=uri)
    ready = {
        "client_id": DEMO_CLIENT.id,
        "client_secret": DEMO_CLIENT.secret,
        "values": {"base_url": walk.sandbox.base_url},
        "enabled": True,
    }
    changed = await walk.hub.call("PATCH", one, ready)
    assert (changed.status, changed.data["redirect_uri"]) == (200, uri)
    assert await walk.connect(made.data["id"])


async def test_a_wrong_value_is_refused_even_of_one_that_is_off(hub: Hub) -> None:
    body = {"provider": "sandbox", "enabled": False, "values": {"base_url": "javascript:alert(1)"}}
    refused = await hub.call("POST", "/v1/integrations", body)
    assert [fault["field"] for fault in refused.data["errors"]] == ["values.base_url"]


async def details(hub: Hub, slug: str) -> list[dict[str, Any]]:
    return list((await hub.call("GET", f"/v1/providers/{slug}")).data["details"])


async def test_a_provider_says_all_that_a_form_asks(hub: Hub) -> None:
    (oauth, *_) = await details(hub, "sandbox")
    assert (oauth["redirects"], oauth["needs_client_id"], oauth["needs_client_secret"]) == (True, True, True)
    assert [one["name"] for one in oauth["operator_values"]] == ["base_url"]
    (key, *_) = await details(hub, "sandbox-key")
    assert (key["redirects"], key["needs_client_id"], key["needs_client_secret"]) == (False, False, False)
    assert all(one["label"] and one["secret"] for one in key["customer_fields"])
    assert key["customer_fields"]


async def test_every_provider_can_be_described_and_has_its_picture_on_our_address(hub: Hub) -> None:
    cursor = ""
    while True:
        page = (await hub.call("GET", f"/v1/providers?limit=100{cursor}")).data
        for one in page["items"]:
            methods = await details(hub, one["slug"])
            assert [method["id"] for method in methods] == [method["id"] for method in one["methods"]]
            assert one["icon_url"] is None or one["icon_url"].startswith(f"{hub.base_url}/assets/icons/")
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"


async def test_what_goes_with_a_customer_is_told_before_and_nothing_changes(walk: Walk) -> None:
    integration = await walk.integrate()
    connection = await walk.connect(integration)
    await walk.connect(integration, person="usr_grace")
    await walk.hub.call("DELETE", f"/v1/connections/{connection}")
    await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}})
    await walk.hub.call("POST", "/v1/connect-links", {"customer": {"id": "cus-1"}})
    await walk.connect(integration, "somebody-else")
    customer = (await walk.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"][0]["id"]

    told = await walk.hub.call("GET", f"/v1/customers/{customer}/deletion")
    assert told.status == 200, told.text
    assert told.data["connections"] == {"active": 1, "needs_reauth": 0, "disconnected": 1}
    assert (told.data["connect_sessions"], told.data["connect_links"]) == (1, 1)
    events = (await walk.hub.call("GET", "/v1/events?customer=cus-1&limit=100")).data["items"]
    assert told.data["events"] == len(events)
    assert (await walk.hub.call("GET", f"/v1/customers/{customer}/deletion")).data == told.data

    await walk.hub.call("DELETE", f"/v1/customers/{customer}")
    gone = await walk.hub.call("GET", f"/v1/customers/{customer}/deletion")
    assert (gone.status, gone.data["code"]) == (404, "customer_not_found")


async def test_a_link_by_mail_reconnects_one_connection_days_later(walk: Walk) -> None:
    integration = await walk.integrate()
    connection = await walk.connect(integration)
    asked = {"integration": integration, "customer": "cus-1", "connection_id": connection}
    link = await walk.hub.call("POST", "/v1/authorizations", asked | {"lifetime_seconds": 3 * 86_400})
    assert link.status == 201, link.text
    departure = await walk.hub.bothways.outbound.depart(link.data["url"].rpartition("/")[2])
    location = await walk.sandbox.visitor.consent(departure.location, person="usr_ada")
    outcome = await walk.come_back(departure, location)
    assert outcome.error is None
    assert outcome.connection is not None
    assert outcome.connection.id == connection


async def test_a_value_that_the_provider_wants_of_the_operator_may_follow_while_it_is_off(walk: Walk) -> None:
    definition = (await walk.hub.call("GET", "/v1/providers/sandbox-key")).data["definition"]
    values = [{name: text for name, text in value.items() if name != "default"} for value in definition["values"]]
    own = definition | {"slug": "own-server", "name": "Own server", "values": values}
    added = await walk.hub.call("POST", "/v1/providers", {"definition": own})
    assert added.status == 201, added.text
    made = await walk.hub.call("POST", "/v1/integrations", {"provider": "own-server", "enabled": False})
    assert made.status == 201, made.text
    one = f"/v1/integrations/{made.data['id']}"
    early = await walk.hub.call("PATCH", one, {"enabled": True})
    assert [fault["field"] for fault in early.data["errors"]] == ["values.base_url"]
    ready = {"enabled": True, "values": {"base_url": walk.sandbox.base_url}}
    assert (await walk.hub.call("PATCH", one, ready)).status == 200
