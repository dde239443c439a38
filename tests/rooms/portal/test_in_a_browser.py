"""The portal in a real browser: signing in and out, and how it reads on a phone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bothways.app.edges import ASSETS
from bothways.core.bearer.model import Mode
from bothways.kit.secret import Secret
from bothways.kit.web.assets import Assets
from tests.house.tree import ROOT
from tests.support.clock import ManualClock
from tests.support.databases import SQLiteDatabases
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub

pytestmark = pytest.mark.browser

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long enough password"


@pytest.fixture
async def hub(sqlite_databases: SQLiteDatabases, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Hub]:
    url = await sqlite_databases.create()
    async with running_hub(url, clock, entropy, assets=Assets.load(ASSETS)) as running:
        workspace = running.environment.workspace_id
        identity = running.bothways.identity
        await running.bothways.staff.create(workspace, "sam@acme.example", "Sam", Secret(PASSWORD), actor="test")
        await identity.create_environment(workspace, "Production", Mode.LIVE, actor="test")
        yield running
    await sqlite_databases.remove(url)


async def sign_in(page: Page, hub: Hub, heading: str = "Production") -> None:
    await page.goto(f"{hub.base_url}/portal")
    await page.get_by_label("E-mail address").fill("sam@acme.example")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name=heading)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_staff_sign_in_and_out(hub: Hub, browser: Browser, script: bool) -> None:
    page = await (await browser.new_context(java_script_enabled=script)).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await sign_in(page, hub, "Production" if script else "The portal needs JavaScript")
    if script:
        await page.get_by_role("button", name="account and sign-out").click()
        await page.get_by_role("menuitem", name="Sign out").click()
    else:
        await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await page.goto(f"{hub.base_url}/portal")
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_a_phone_shows_the_whole_width(hub: Hub, browser: Browser, scheme: Any) -> None:
    size: Any = {"width": 320, "height": 640}
    page = await (await browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")).new_page()
    await page.goto(f"{hub.base_url}/portal/sign-in")
    await look_closely(page)
    await hub.call(
        "POST", "/v1/integrations", {"provider": "slack", "client_id": "x", "client_secret": "y", "slug": "slack"}
    )
    connection = {"customer": "a-customer-with-quite-a-long-id-of-its-own", "integration": "slack"}
    credentials = {"access_token": "x" * 20, "refresh_token": "y" * 20}
    answer = await hub.call("POST", "/v1/connections", connection | {"credentials": credentials})
    assert answer.status == 201, answer.text
    await sign_in(page, hub)
    await look_closely(page)


async def look_closely(page: Page) -> None:
    await page.evaluate(AXE.read_text() + "; 0")
    found = await page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
    assert [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
