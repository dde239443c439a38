"""Invite links: made by a backend, loaded by whoever has them."""

import json

from tests.dialects.kolla.conftest import Kolla, fields_of
from tests.dialects.kolla.test_tokens import claims_of
from tests.support.clock import ManualClock


async def test_a_link_lets_one_consumer_in_for_one_connector(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.walk.integrate("sandbox-key", slug="keys")
    body = {"consumer_id": "cus-1", "consumer_metadata": {"title": "Example"}}
    link = await kolla.ok("POST", "connectors/contacts/links", body)
    assert link["name"].startswith("connectors/contacts/links/")
    assert (link["connector"], link["consumer_id"]) == ("connectors/contacts", "cus-1")
    assert link["expire_time"] > link["create_time"]
    opened = await kolla.hub.call("GET", link["uri"].removeprefix(kolla.hub.base_url), token="", accept="text/html")
    assert opened.status < 400

    loaded = await kolla.ok("POST", "connectors:loadLink", {"connector_link_id": link["uri"]}, token="")
    assert loaded["connector_link"] == {name: value for name, value in link.items() if name != "uri"}
    token = loaded["consumer_token"]
    assert claims_of(token)["sub"] == "cus-1"
    apps = (await kolla.ok("GET", "/v1/apps", token=token))["apps"]
    assert [app["connector"] for app in apps] == ["connectors/contacts"]
    made = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {}, token=token)
    assert made["consumer_id"] == "cus-1"
    assert (await kolla.refused("POST", "connectors/keys/linkedaccounts", {}, token=token))[:2] == (404, 5)

    again = link["uri"].rpartition("/")[2]
    assert (await kolla.ok("POST", "/v1/connectors:loadLink", {"connector_link_id": again}, token=""))["consumer_token"]


async def test_a_link_forgets_nothing_that_is_known_of_its_consumer(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    await kolla.consumer_token("cus-1", title="Example", plan="pro")
    body = {"consumer_id": "cus-1", "consumer_metadata": {"tenant_id": "t-1"}}
    await kolla.ok("POST", "connectors/contacts/links", body)
    known = (await kolla.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"][0]
    assert (known["name"], known["metadata"]) == ("Example", {"plan": "pro", "tenant_id": "t-1"})


async def test_links_are_listed_by_consumer_in_pages(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    made = [
        (await kolla.ok("POST", "connectors/contacts/links", {"consumer_id": consumer}))["name"]
        for consumer in ("cus-1", "cus-2", "cus-1", "cus-3")
    ]
    found, token = [], ""
    for _ in range(3):
        query = f"page_size=1&filter=consumer_id%3Dcus-1&page_token={token}"
        page = await kolla.ok("GET", f"connectors/-/links?{query}")
        found += [one["name"].rpartition("/")[2] for one in page["connector_links"]]
        token = page["next_page_token"]
        if not token:
            break
    assert found == [name.rpartition("/")[2] for name in (made[2], made[0])]
    assert (await kolla.ok("GET", "connectors/-/links?filter=consumer_id%3Dnobody"))["connector_links"] == []


async def test_a_link_for_every_connector_is_made_with_the_wildcard(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    link = await kolla.ok("POST", "connectors/-/links", {"consumer_id": "cus-1"})
    assert link["connector"] == "connectors/-"
    listed = (await kolla.ok("GET", "connectors/-/links"))["connector_links"]
    assert [one["name"] for one in listed] == [link["name"]]
    assert "uri" not in json.dumps(listed)
    assert (await kolla.ok("GET", "connectors/contacts/links"))["connector_links"] == []


async def test_a_link_that_is_over_loads_nothing(kolla: Kolla, clock: ManualClock) -> None:
    await kolla.walk.integrate(slug="contacts")
    link = await kolla.ok("POST", "connectors/contacts/links", {"consumer_id": "cus-1"})
    for given in ("made-up", "bw_test_cl_" + "0" * 43):
        assert (await kolla.refused("POST", "connectors:loadLink", {"connector_link_id": given}, token=""))[1] == 5
    clock.advance(31 * 86_400)
    gone = await kolla.refused("POST", "connectors:loadLink", {"connector_link_id": link["uri"]}, token="")
    assert gone[1] == 5


async def test_a_link_names_its_consumer(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    status, code, problem = await kolla.refused("POST", "connectors/contacts/links", {})
    assert (status, code, fields_of(problem)) == (400, 3, ["consumer_id"])
    assert (await kolla.refused("POST", "connectors/nothing/links", {"consumer_id": "c"}))[:2] == (404, 5)
