"""The same with an OAuth server that is not ours, strict and rotating: a provider that somebody added as data."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.journeys.browser.oidc import StrictServer, strict_server
from tests.journeys.browser.stage import ON_SQLITE, Stage, running_stage
from tests.journeys.browser.steps import browse, closed, press_for_popup, sees
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

FOLDER = Path(__file__).parent / "providers"
# Everything that form-encoding inside of Basic has to get right (RFC 6749 section 2.3.1).
CLIENT = {"client_id": "acme:desk", "client_secret": "a secret with:colon%2Band+plus/"}

pytestmark = pytest.mark.browser


async def integrate(stage: Stage, provider: str) -> dict[str, Any]:
    """An integration that is off: its redirect URI is registered at the provider first, which then gives a client."""
    body = {"provider": provider, "values": {"base_url": "http://127.0.0.1:9"}, "enabled": False}
    answer = await stage.hub.call("POST", "/v1/integrations", body)
    assert answer.status == 201, answer.text
    return dict(answer.data)


async def point(stage: Stage, integration: dict[str, Any], server: StrictServer) -> None:
    """Now both know of each other, which the test button confirms."""
    path = f"/v1/integrations/{integration['id']}"
    changes = {**CLIENT, "values": {"base_url": server.issuer}, "enabled": True}
    answer = await stage.hub.call("PATCH", path, changes)
    assert answer.status == 200, answer.text
    report = await stage.hub.call("POST", f"{path}/test")
    assert report.data["ok"], report.text


async def sign_in_there(page: Page, name: str = "hedy") -> None:
    """The development pages of the server: any name, any password."""
    await page.get_by_placeholder("Enter any login").fill(name)
    await page.get_by_placeholder("and password").fill("anything")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def live(stage: Stage, server: StrictServer) -> None:
    """Credentials work before they expire and, renewed, afterwards, twice; disconnected, they end there too."""
    held = await stage.connection()
    credentials = await stage.credentials(held["id"])
    assert (await stage.whose(credentials, "/me"))["email"] == "hedy@example.test"
    for _ in range(2):
        spent = credentials
        # Five minutes, and the quarter of one that the server lets clocks be wrong by.
        await server.advance(316)
        stage.clock.advance(316)
        assert (await stage.whose(spent, "/me"))["status"] == 401
        credentials = await stage.credentials(held["id"])
        assert (await stage.whose(credentials, "/me"))["email"] == "hedy@example.test"
        await server.until("grant.success")
    assert (await stage.hub.call("DELETE", f"/v1/connections/{held['id']}")).data["state"] == "disconnected"
    await stage.until_refused(credentials, "/me")


@ON_SQLITE
async def test_a_provider_of_a_file_is_connected_by_popup(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> None:
    settings = {"BOTHWAYS_PROVIDERS_DIR": str(FOLDER)}
    async with running_stage(database_url, clock, entropy, browser, settings=settings) as stage:
        integration = await integrate(stage, "strict-identity")
        async with strict_server(redirect_uris=[integration["redirect_uri"]], **CLIENT) as server:
            await point(stage, integration, server)
            maya = await stage.maya()
            connect = await browse(stage, maya.page)
            popup = await press_for_popup(maya, connect.get_by_role("button", name="Connect Strict Identity"))
            await sign_in_there(popup)
            await closed(popup)
            await sees(connect, "Strict Identity is connected", "hedy@example.test")
            await live(stage, server)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_provider_of_the_api_is_connected_by_full_page(stage: Stage) -> None:
    definition = json.loads((FOLDER / "strict-identity.json").read_text()) | {"slug": "own-identity"}
    assert (await stage.hub.call("POST", "/v1/providers", {"definition": definition})).status == 201
    integration = await integrate(stage, "own-identity")
    async with strict_server(redirect_uris=[integration["redirect_uri"]], **CLIENT) as server:
        await point(stage, integration, server)
        maya = await stage.maya(java_script_enabled=False)
        await maya.page.goto(await stage.connect_link())
        await maya.page.get_by_role("button", name="Connect Strict Identity").click()
        await sign_in_there(maya.page)
        await sees(maya.page, "Strict Identity is connected", "hedy@example.test")
        await live(stage, server)
