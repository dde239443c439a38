"""Connections, integrations and providers as tables show them: searched, sorted, narrowed, counted."""

from typing import Any
from urllib.parse import urlencode

import pytest

from bothways.outbound.connections import store
from bothways.outbound.connections.model import Trouble
from bothways.outbound.providers.verdict import Verdict
from tests.support.clock import ManualClock
from tests.support.hub import Hub
from tests.support.hubs import Walk


async def items(hub: Hub, path: str, **query: object) -> list[dict[str, Any]]:
    answer = await hub.call("GET", f"{path}?{urlencode(query)}")
    assert answer.status == 200, answer.text
    return list(answer.data["items"])


async def adopt(walk: Walk, integration: str, customer: str, label: str, account: str) -> str:
    body = {
        "customer": customer,
        "integration": integration,
        "credentials": {"access_token": "at", "refresh_token": "rt", "expires_in": 3600},
        "account": {"id": account, "label": f"Account {account}"},
        "label": label,
    }
    answer = await walk.hub.call("POST", "/v1/connections", body)
    assert answer.status == 201, answer.text
    return str(answer.data["id"])


@pytest.fixture
async def connected(walk: Walk, clock: ManualClock) -> dict[str, str]:
    """Three connections of two customers, by their labels, oldest first."""
    one, other = await walk.integrate(), await walk.integrate(slug="other")
    await walk.hub.call("POST", "/v1/customers", {"id": "ada", "name": "Ada Größe", "email": "ada@engine.example"})
    made = {}
    for integration, customer, label, account in [
        (one, "ada", "Sales", "a-1"),
        (other, "ada", "Support 100%", "a-2"),
        (one, "bob", "Sales", "b_1"),
    ]:
        clock.advance(1)
        made[f"{customer}/{label}"] = await adopt(walk, integration, customer, label, account)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "sales"}, ["ada/Sales", "bob/Sales"]),
        ({"q": "GRÖSSE"}, ["ada/Sales", "ada/Support 100%"]),
        ({"q": "ada@engine sales"}, ["ada/Sales"]),
        ({"q": "account b_1"}, ["bob/Sales"]),
        ({"q": "%"}, ["ada/Support 100%"]),
        ({"q": "_"}, ["bob/Sales"]),
        ({"q": "sales", "customer": "bob"}, ["bob/Sales"]),
        ({"integration": "other", "q": "ada"}, ["ada/Support 100%"]),
        ({"state": "disconnected"}, []),
        ({"trouble": "false"}, ["ada/Sales", "ada/Support 100%", "bob/Sales"]),
        ({"trouble": "true"}, []),
        ({"sort": "-created_at"}, ["bob/Sales", "ada/Support 100%", "ada/Sales"]),
    ],
)
async def test_connections_are_found(
    walk: Walk, connected: dict[str, str], query: dict[str, str], found: list[str]
) -> None:
    listed = await items(walk.hub, "/v1/connections", **query)
    assert [one["id"] for one in listed] == [connected[name] for name in found]
    counted = await walk.hub.call("GET", f"/v1/connections?{urlencode({**query, 'total': 'true', 'limit': 1})}")
    assert counted.data["total"] == len(found)


async def test_connections_are_found_by_their_own_id_and_say_whose_they_are(
    walk: Walk, connected: dict[str, str]
) -> None:
    wanted = connected["ada/Sales"]
    (one,) = await items(walk.hub, "/v1/connections", q=wanted)
    assert one["id"] == wanted
    assert (one["customer"]["external_id"], one["customer"]["name"]) == ("ada", "Ada Größe")


async def test_trouble_is_found(walk: Walk, connected: dict[str, str]) -> None:
    wanted = connected["bob/Sales"]
    async with walk.hub.bothways.edges.database.begin() as tx:
        await store.postpone(
            tx, wanted, walk.hub.bothways.edges.clock.now(), Trouble(Verdict.PROVIDER_DOWN, "It is down.")
        )
    assert [one["id"] for one in await items(walk.hub, "/v1/connections", trouble="true")] == [wanted]
    assert wanted not in [one["id"] for one in await items(walk.hub, "/v1/connections", trouble="false")]


async def test_a_connection_that_is_renamed_is_found_by_its_new_name(walk: Walk, connected: dict[str, str]) -> None:
    wanted = connected["ada/Sales"]
    await walk.hub.call("PATCH", f"/v1/connections/{wanted}", {"label": "Marketing"})
    assert [one["id"] for one in await items(walk.hub, "/v1/connections", q="marketing")] == [wanted]
    assert [one["id"] for one in await items(walk.hub, "/v1/connections", q="sales")] == [connected["bob/Sales"]]


async def test_another_environment_finds_nothing_of_it(walk: Walk, connected: dict[str, str]) -> None:
    other = await walk.hub.another_environment()
    for q in ("sales", "größe", *connected.values()):
        assert await items(other, "/v1/connections", q=q) == []
    assert await items(other, "/v1/integrations", q="sandbox") == []


async def test_integrations_are_found_sorted_and_counted(walk: Walk, clock: ManualClock) -> None:
    for slug, name in [("sandbox", "beta Tool"), ("second", "Alpha Tool"), ("third", "Ålesund")]:
        clock.advance(1)
        await walk.integrate("sandbox-key", slug=slug, display_name=name)
    await walk.hub.call("PATCH", "/v1/integrations/third", {"enabled": False})

    async def slugs(**query: object) -> list[str]:
        return [one["slug"] for one in await items(walk.hub, "/v1/integrations", **query)]

    assert await slugs(q="TOOL") == ["sandbox", "second"]
    assert await slugs(q="tool alpha") == ["second"]
    assert await slugs(q="sandbox-key", enabled="false") == ["third"]
    assert (await slugs(sort="name"))[:2] == ["second", "sandbox"]
    assert await slugs(sort="-name") == (await slugs(sort="name"))[::-1]
    assert await slugs(sort="-created_at") == ["third", "second", "sandbox"]
    first = (await walk.hub.call("GET", "/v1/integrations?sort=name&limit=1&total=true")).data
    second = (await walk.hub.call("GET", f"/v1/integrations?sort=name&cursor={first['next_cursor']}")).data
    assert (first["total"], second["total"]) == (3, None)
    assert [one["slug"] for one in first["items"] + second["items"]] == await slugs(sort="name")


async def test_providers_are_found_and_counted(hub: Hub) -> None:
    answer = await hub.call("GET", "/v1/providers?q=SLACK&total=true")
    assert answer.data["items"][0]["slug"] == "slack"
    assert answer.data["total"] == len(answer.data["items"])
    every = await hub.call("GET", "/v1/providers?total=true&limit=1")
    assert (len(every.data["items"]), every.data["total"] > 30) == (1, True)
    of_crm = await items(hub, "/v1/providers", category="crm")
    assert of_crm
    assert all("crm" in one["categories"] for one in of_crm)
