"""What a customer sees: its own connections, in the order in which they matter."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.connections.get import ListConnections
from bothways.outbound.integrations.get import ListIntegrations
from bothways.outbound.providers.get import GetProvider
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.support.hub import Hub
from tests.support.hubs import Walk

PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6360000002000154a24f5d00"
        "00000049454e44ae426082"
    )
).decode()


async def catalog(hub: Hub, customer: str | None = None, token: str | None = None) -> dict[str, str]:
    query = "" if customer is None else f"?customer={customer}"
    items = (await hub.call("GET", f"/v1/catalog{query}", token=token)).data["items"]
    return {item["slug"]: item["state"] for item in items}


async def test_nothing_is_connected_at_first(walk: Walk) -> None:
    await walk.integrate()
    assert await catalog(walk.hub, "cus-1") == {"sandbox": "not_connected"}


async def test_each_customer_sees_its_own_state(walk: Walk) -> None:
    await walk.connect(await walk.integrate(), "cus-1")
    assert await catalog(walk.hub, "cus-1") == {"sandbox": "connected"}
    assert await catalog(walk.hub, "cus-2") == {"sandbox": "not_connected"}


async def test_a_session_cannot_ask_for_another_customer(walk: Walk) -> None:
    await walk.connect(await walk.integrate(), "cus-1")
    opened = (await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-2"}})).data
    assert await catalog(walk.hub, "cus-1", token=opened["token"]) == {"sandbox": "not_connected"}


async def test_a_session_sees_the_integrations_it_was_opened_for(walk: Walk) -> None:
    await walk.integrate()
    await walk.integrate("sandbox-key")
    body = {"customer": {"id": "cus-1"}, "integrations": ["sandbox-key"]}
    opened = (await walk.hub.call("POST", "/v1/connect-sessions", body)).data
    assert await catalog(walk.hub, token=opened["token"]) == {"sandbox-key": "not_connected"}
    answer = await walk.hub.call("GET", "/v1/catalog/sandbox", token=opened["token"])
    assert answer.data["code"] == "integration_not_found"
    refused = await walk.hub.call("POST", "/v1/authorizations", {"integration": "sandbox"}, token=opened["token"])
    assert refused.data["code"] == "integration_not_found"


async def test_what_is_switched_off_is_shown_to_those_who_use_it(walk: Walk) -> None:
    integration = await walk.integrate()
    await walk.connect(integration, "cus-1")
    await walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"enabled": False})
    assert await catalog(walk.hub, "cus-1") == {"sandbox": "connected"}
    assert await catalog(walk.hub, "cus-2") == {}


async def test_a_disconnected_account_is_gone_from_the_catalog(walk: Walk) -> None:
    connection = await walk.connect(await walk.integrate(), "cus-1")
    await walk.hub.call("DELETE", f"/v1/connections/{connection}")
    assert await catalog(walk.hub, "cus-1") == {"sandbox": "not_connected"}


async def test_what_is_connected_comes_first(walk: Walk) -> None:
    await walk.integrate("sandbox-key", display_name="A name that sorts first")
    await walk.connect(await walk.integrate(display_name="Zebra"), "cus-1")
    assert list(await catalog(walk.hub, "cus-1")) == ["sandbox", "sandbox-key"]


async def test_the_form_says_what_is_asked(walk: Walk) -> None:
    await walk.integrate("sandbox-key")
    entry = (await walk.hub.call("GET", "/v1/catalog/sandbox-key?customer=cus-1")).data
    assert [(field["name"], field["secret"]) for field in entry["fields"]] == [("api_key", True)]
    assert (entry["redirects"], entry["values"]) == (False, [])


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a" onerror="x', "\u202eevil"])
async def test_names_are_only_text(walk: Walk, name: str) -> None:
    answer = await walk.hub.call("POST", "/v1/integrations", {"provider": "sandbox-key", "display_name": name})
    if answer.status == 201:
        assert (await walk.hub.call("GET", "/v1/catalog")).data["items"][0]["name"] == name


async def test_an_uploaded_logo_is_served_as_a_picture_and_nothing_else(walk: Walk) -> None:
    await walk.integrate("sandbox-key", logo=f"data:image/png;base64,{PNG}")
    url = (await walk.hub.call("GET", "/v1/catalog")).data["items"][0]["logo_url"]
    answer = await walk.hub.session.get(url)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


class Counted(Database):
    """A database that knows how often it was read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database._engine)
        self.reads = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        self.reads += 1
        async with super().read() as tx:
            yield tx


async def test_more_integrations_take_no_more_reads(walk: Walk) -> None:
    bothways, environment = walk.hub.bothways, walk.hub.environment.id
    counted = Counted(bothways.edges.database)
    read = ReadCatalog(
        ListIntegrations(counted), ListConnections(counted), GetProvider(bothways.outbound.providers, counted)
    )
    await walk.integrate()
    assert len(await read(environment, None)) == 1
    before, counted.reads = counted.reads, 0
    await walk.integrate("sandbox-key")
    await walk.integrate("sandbox-key", slug="another")
    assert len(await read(environment, None)) == 3
    assert counted.reads == before


async def test_a_provider_that_can_no_longer_be_read_hides_itself_alone(walk: Walk) -> None:
    definition = (await walk.hub.call("GET", "/v1/providers/sandbox")).data["definition"]
    await walk.hub.call("POST", "/v1/providers", {"definition": definition | {"slug": "own", "name": "Own"}})
    await walk.integrate("sandbox-key")
    client = {"client_id": DEMO_CLIENT_ID, "client_secret": DEMO_CLIENT_SECRET}
    await walk.integrate("own", **client)
    assert set(await catalog(walk.hub)) == {"sandbox-key", "own"}
    async with walk.hub.bothways.edges.database.begin() as tx:
        await tx.execute(text("UPDATE custom_providers SET definition = '{}'"))
    assert set(await catalog(walk.hub)) == {"sandbox-key"}
