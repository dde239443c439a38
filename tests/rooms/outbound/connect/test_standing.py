"""Standing authorizations: a link for a mail, which opens until an account is connected."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bothways.outbound.connect.model import LinkUsed
from bothways.outbound.connect.store import authorizations
from tests.support.clock import ManualClock
from tests.support.hub import Answer
from tests.support.hubs import DEMO_CLIENT, Walk, ticket_of
from tests.support.sandbox import response_fields

DAY = 86_400


async def stand(walk: Walk, integration: str, **more: Any) -> dict[str, Any]:
    answer = await walk.authorize(integration, lifetime_seconds=DAY, **more)
    assert answer.status == 201, answer.text
    return dict(answer.data)


async def look(walk: Walk, authorization: dict[str, Any]) -> dict[str, Any]:
    return dict((await walk.hub.call("GET", f"/v1/authorizations/{authorization['id']}")).data)


async def through(walk: Walk, url: str, **consent: Any) -> Any:
    """Open the link, and come back from the provider."""
    departure = await walk.hub.bothways.outbound.depart(ticket_of(url))
    return await walk.come_back(departure, await walk.sandbox.visitor.consent(departure.location, **consent))


async def page(walk: Walk, url: str, cookie: str = "", **form: str) -> Answer:
    """A page of ours, or a form sent to it, as a browser does."""
    path = url.removeprefix(walk.hub.base_url)
    headers = {"accept": "text/html", "cookie": cookie, "sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}
    headers |= {"sec-fetch-user": "?1", "sec-fetch-site": "same-origin", "origin": walk.hub.base_url}
    session = walk.hub.session
    method = "POST" if form else "GET"
    async with session.request(
        method, walk.hub.base_url + path, data=form or None, headers=headers, allow_redirects=False
    ) as answer:
        return Answer(answer.status, answer.headers, await answer.text())


async def test_the_id_of_the_connection_is_known_from_the_beginning(walk: Walk) -> None:
    begun = await walk.authorize(await walk.integrate())
    departure = await walk.hub.bothways.outbound.depart(ticket_of(begun.data["url"]))
    outcome = await walk.come_back(departure, await walk.sandbox.visitor.consent(departure.location))
    assert outcome.connection.id == begun.data["connection_id"]


async def test_an_account_that_was_connected_before_keeps_its_id(walk: Walk) -> None:
    integration = await walk.integrate()
    before = await walk.connect(integration)
    standing = await stand(walk, integration)
    outcome = await through(walk, standing["url"])
    assert outcome.connection.id == before
    assert (await look(walk, standing))["connection_id"] == before


async def test_a_standing_link_opens_again_until_somebody_connects(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    assert (await look(walk, standing))["url"] == standing["url"]
    outcome = await through(walk, standing["url"])
    assert outcome.connection.id == standing["connection_id"]
    after = await look(walk, standing)
    assert (after["status"], after["url"]) == ("connected", None)
    assert (await page(walk, standing["url"])).status == 404


async def test_whoever_declines_may_change_their_mind(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    refused = await through(walk, standing["url"], cancel=True)
    assert refused.error.code == "authorization_refused"
    seen = await look(walk, standing)
    assert (seen["status"], seen["error_code"]) == ("created", "authorization_refused")
    assert (await through(walk, standing["url"])).connection.id == standing["connection_id"]


async def test_only_the_browser_that_opened_it_last_can_finish(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    first = await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    second = await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    with pytest.raises(Exception, match="used before"):
        await walk.come_back(first, await walk.sandbox.visitor.consent(first.location))
    outcome = await walk.come_back(second, await walk.sandbox.visitor.consent(second.location))
    assert outcome.error is None


async def test_the_way_back_from_the_provider_stays_short(walk: Walk, clock: ManualClock) -> None:
    standing = await stand(walk, await walk.integrate())
    departure = await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    location = await walk.sandbox.visitor.consent(departure.location)
    clock.advance(16 * 60)
    assert (await walk.come_back(departure, location)).error.code == "authorization_expired"
    assert (await look(walk, standing))["status"] == "created"


async def test_it_ends_when_its_time_is_over(walk: Walk, clock: ManualClock) -> None:
    standing = await stand(walk, await walk.integrate())
    clock.advance(DAY)
    seen = await look(walk, standing)
    assert (seen["status"], seen["url"]) == ("expired", None)
    assert (await page(walk, standing["url"])).status in {404, 422}


async def test_a_withdrawn_one_leads_nowhere_not_even_back(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    departure = await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    location = await walk.sandbox.visitor.consent(departure.location)
    path = f"/v1/authorizations/{standing['id']}"
    for _ in range(2):
        assert (await walk.hub.call("DELETE", path)).data["status"] == "withdrawn"
    with pytest.raises(Exception, match="used before"):
        await walk.come_back(departure, location)
    assert (await page(walk, standing["url"])).status == 404
    assert (await walk.hub.call("GET", "/v1/connections")).data["items"] == []


def interrupted(verb: Callable[..., Awaitable[Any]], meanwhile: Callable[[], Awaitable[Any]]) -> Any:
    """The verb, and something that happens before its caller goes on."""

    async def call(*given: Any) -> Any:
        done = await verb(*given)
        await meanwhile()
        return done

    return call


async def test_one_that_is_withdrawn_while_somebody_connects_stays_withdrawn(walk: Walk) -> None:
    outbound, integration = walk.hub.bothways.outbound, await walk.integrate()
    leaving, coming = await stand(walk, integration), await stand(walk, integration, customer="cus-2")

    async def withdraw(standing: dict[str, Any]) -> None:
        assert (await walk.hub.call("DELETE", f"/v1/authorizations/{standing['id']}")).data["status"] == "withdrawn"

    client_of = interrupted(outbound.depart.client_of, lambda: withdraw(leaving))
    with pytest.raises(LinkUsed):
        await replace(outbound.depart, client_of=client_of)(ticket_of(leaving["url"]))

    departure = await outbound.depart(ticket_of(coming["url"]))
    location = await walk.sandbox.visitor.consent(departure.location)
    obtain = interrupted(outbound.finish.obtain, lambda: withdraw(coming))
    finish = replace(outbound.finish, obtain=obtain)
    refused = await walk.come_back(departure, location, finish=finish)
    assert refused.error is not None
    assert refused.error.code == "authorization_state_unknown"
    assert [(await look(walk, one))["status"] for one in (leaving, coming)] == ["withdrawn", "withdrawn"]
    assert (await walk.hub.call("GET", "/v1/connections")).data["items"] == []


async def test_of_two_browsers_that_connect_at_once_one_is_first(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    outbound = walk.hub.bothways.outbound
    departure = await outbound.depart(ticket_of(standing["url"]))
    location = await walk.sandbox.visitor.consent(departure.location)
    obtain = interrupted(outbound.finish.obtain, lambda: through(walk, standing["url"], person="usr_grace"))
    late = await walk.come_back(departure, location, finish=replace(outbound.finish, obtain=obtain))
    assert late.error is not None
    assert late.error.code == "authorization_state_unknown"
    (kept,) = (await walk.hub.call("GET", "/v1/connections")).data["items"]
    assert (kept["id"], kept["account"]["id"]) == (standing["connection_id"], "acc_harbor/usr_grace")


async def test_what_came_of_it_cannot_be_withdrawn(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    await through(walk, standing["url"])
    answer = await walk.hub.call("DELETE", f"/v1/authorizations/{standing['id']}")
    assert (answer.status, answer.data["code"]) == (409, "authorization_ended")


async def type_key(walk: Walk, url: str, *, before_sending: Callable[[], Awaitable[Any]] | None = None) -> Answer:
    """Open the link of something that is connected by a key, and send its form."""
    key = re.search(r"sandbox_key_\w+", (await walk.sandbox.visitor.get("/keys")).text)
    assert key is not None
    return await fill_in(walk, url, {"api_key": key[0]}, before_sending)


async def fill_in(
    walk: Walk, url: str, fields: dict[str, str], before_sending: Callable[[], Awaitable[Any]] | None = None
) -> Answer:
    opened = await page(walk, url)
    assert opened.status == 303
    cookie = opened.headers["set-cookie"].partition(";")[0]
    shown = await page(walk, opened.headers["location"], cookie)
    named = {f"fields.{name}": text for name, text in fields.items()}
    assert all(f'name="{name}"' in shown.text for name in named)
    csrf = re.search(r'name="csrf" value="([^"]+)"', shown.text)
    assert csrf is not None
    if before_sending is not None:
        await before_sending()
    place = opened.headers["location"].partition("?")[0] + "/connect"
    return await page(walk, place, cookie, csrf=csrf[1], **named)


async def test_keys_are_asked_for_on_our_own_page(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-key")
    standing = await stand(walk, integration, metadata={"plan": "gold"})
    done = await type_key(walk, standing["url"])
    assert done.status == 303, done.text
    seen = await look(walk, standing)
    assert (seen["status"], seen["url"]) == ("connected", None)
    kept = (await walk.hub.call("GET", f"/v1/connections/{standing['connection_id']}")).data
    assert (kept["state"], kept["metadata"]) == ("active", {"plan": "gold"})
    assert (await page(walk, standing["url"])).status == 404


async def test_who_came_in_by_a_link_that_was_withdrawn_connects_nothing(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate("sandbox-key"))
    withdrawn = f"/v1/authorizations/{standing['id']}"
    refused = await type_key(walk, standing["url"], before_sending=lambda: walk.hub.call("DELETE", withdrawn))
    assert refused.status == 404
    assert "This link was opened before" in refused.text
    assert (await walk.hub.call("GET", "/v1/connections")).data["items"] == []


async def test_own_scopes_are_asked_for_and_stay_with_the_connection(walk: Walk) -> None:
    integration = await walk.integrate()
    standing = await stand(walk, integration, scopes=["profile.read"])
    departure = await walk.hub.bothways.outbound.depart(ticket_of(standing["url"]))
    assert response_fields(departure.location)["scope"] == "profile.read"
    await walk.come_back(departure, await walk.sandbox.visitor.consent(departure.location))
    again = await walk.depart(integration, connection_id=standing["connection_id"])
    assert response_fields(again.location)["scope"] == "profile.read"
    plain = await walk.depart(integration, customer="cus-2")
    assert response_fields(plain.location)["scope"] == "profile.read contacts.read"


async def test_own_scopes_are_asked_for_where_a_client_is_typed(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate("sandbox-m2m", scopes=[]), scopes=["status.read"])
    done = await fill_in(walk, standing["url"], {"client_id": DEMO_CLIENT.id, "client_secret": DEMO_CLIENT.secret})
    assert done.status == 303, done.text
    held = await walk.hub.bothways.outbound.connections.get(walk.hub.environment.id, standing["connection_id"])
    assert (held.scopes, held.own_scopes) == (("status.read",), ("status.read",))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scopes": ["a b"]}, "scopes[0]"),
        ({"scopes": ["x"] * 101}, "scopes"),
        ({"lifetime_seconds": 899}, "lifetime_seconds"),
        ({"lifetime_seconds": 31 * DAY}, "lifetime_seconds"),
        ({"metadata": {"": "x"}}, "metadata"),
        ({"values": {"planet": "mars"}}, "values.planet"),
    ],
)
async def test_wrong_wishes_are_named(walk: Walk, change: dict[str, Any], field: str) -> None:
    answer = await walk.authorize(await walk.integrate(), **{"lifetime_seconds": DAY, **change})
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, field)


async def test_keys_come_without_scopes(walk: Walk) -> None:
    answer = await walk.authorize(await walk.integrate("sandbox-key"), lifetime_seconds=DAY, scopes=["x"])
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "scopes")


@pytest.mark.parametrize("more", [{"scopes": ["profile.read"]}, {"metadata": {"a": "b"}}, {"lifetime_seconds": DAY}])
async def test_a_browser_cannot_ask_for_more_than_it_was_let_in_for(walk: Walk, more: dict[str, Any]) -> None:
    integration = await walk.integrate()
    session = (await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}})).data["token"]
    answer = await walk.hub.call("POST", "/v1/authorizations", {"integration": integration, **more}, token=session)
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, next(iter(more)))


async def test_a_browser_never_sees_the_link(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    session = (await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}})).data["token"]
    seen = await walk.hub.call("GET", f"/v1/authorizations/{standing['id']}", token=session)
    assert (seen.status, seen.data["url"]) == (200, None)


async def test_open_ones_are_listed_by_customer_and_integration(walk: Walk) -> None:
    integration = await walk.integrate()
    mine = [(await stand(walk, integration))["id"] for _ in range(3)]
    await stand(walk, integration, customer="cus-2")
    await walk.authorize(integration)
    first = (await walk.hub.call("GET", "/v1/authorizations?customer=cus-1&standing=true&limit=2")).data
    more = f"/v1/authorizations?customer=cus-1&standing=true&limit=2&cursor={first['next_cursor']}"
    rest = (await walk.hub.call("GET", more)).data
    assert [item["id"] for item in first["items"] + rest["items"]] == mine
    assert len((await walk.hub.call("GET", f"/v1/authorizations?integration={integration}")).data["items"]) == 5
    assert (await walk.hub.call("GET", "/v1/authorizations?customer=nobody")).data["items"] == []
    other = await walk.hub.another_environment()
    assert (await other.call("GET", "/v1/authorizations")).data["items"] == []


async def test_the_link_lies_sealed_in_the_database(walk: Walk) -> None:
    standing = await stand(walk, await walk.integrate())
    async with walk.hub.bothways.edges.database.read() as tx:
        row = await tx.first(select(authorizations).where(authorizations.c.id == standing["id"]))
    assert row is not None
    assert ticket_of(standing["url"]).encode() not in repr(tuple(row)).encode()
    assert ticket_of(standing["url"]) not in walk.hub.log_text()
