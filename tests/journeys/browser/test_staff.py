"""The staff's story: from an empty installation to a customer's account that works, and never a terminal."""

import contextlib
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from bothways.core.identity.roles import Role
from bothways.core.staff.model import Authority
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.journeys.browser.steps import allow, closed
from tests.rooms.portal.screens import PASSWORD, Screen, built_assets, listen
from tests.support.browser import PATIENCE_MS
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox

pytestmark = pytest.mark.browser


@pytest.fixture
async def empty(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Walk]:
    """An installation with nothing in it but an environment, beside a provider that knows nothing of it."""
    async with (
        running_hub(database_url, clock, entropy, assets=built_assets()) as hub,
        running_sandbox(clock=clock, clients=(DEMO_CLIENT,)) as sandbox,
    ):
        yield Walk(hub, sandbox)


@contextlib.asynccontextmanager
async def at_a_desk(walk: Walk, browser: Browser) -> AsyncIterator[Screen]:
    """Somebody's browser, which may complain about nothing."""
    context = await browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    screen = Screen(walk, await context.new_page())
    listen(screen)
    yield screen
    await context.close()
    assert screen.complaints == []


async def invitation(walk: Walk) -> str:
    """What the first owner is sent."""
    by = Authority("cli", Role.OWNER)
    _, link = await walk.hub.bothways.staff.invite(
        walk.hub.environment.workspace_id, "sam@acme.example", Role.OWNER, by
    )
    return link.url.reveal()


async def join(screen: Screen, link: str) -> None:
    """Open the invitation, choose a name and a password."""
    page = screen.page
    await page.goto(link)
    await expect(page.get_by_role("heading", name="Join Acme")).to_be_visible()
    await screen.look_closely("the invitation")
    await page.get_by_label("Your name").fill("Sam")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading", name="First steps")).to_be_visible()


async def set_up(screen: Screen) -> None:
    """Pick the sandbox, tell it the redirect URI, copy its client, test, switch on."""
    page, sandbox = screen.page, screen.walk.sandbox
    await page.get_by_role("link", name="Add an integration").first.click()
    await screen.titled("Add an integration")
    await screen.look_closely("the catalog")
    await page.get_by_label("Search providers").fill("sandbox")
    await page.get_by_role("listitem").get_by_role("button", name="Sandbox", exact=True).click()
    await screen.titled("Sandbox")
    uri = await page.get_by_label("the redirect URI", exact=True).text_content()
    assert uri is not None
    await sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=uri)
    await page.get_by_label("Client id").fill(DEMO_CLIENT_ID)
    await page.get_by_label("Client secret").fill(DEMO_CLIENT_SECRET)
    await page.get_by_label("The sandbox's address").fill(sandbox.base_url)
    await screen.press("Save and test")
    await expect(page.get_by_label("What the test found")).to_contain_text("accepts client id and secret")
    await screen.press("Switch on")
    await screen.sees("Sandbox is on: your customers can connect it")
    await screen.look_closely("an integration that works")


async def link_for_a_customer(screen: Screen) -> str:
    """Make a connect link; returns its address."""
    await screen.open("links", "Connect links")
    await screen.page.get_by_role("button", name="Create a connect link").first.click()
    await screen.dialog.get_by_label("Customer").fill("bluebird-bakery")
    await screen.press("Create", inside=screen.dialog)
    url = await screen.dialog.get_by_label("the connect link", exact=True).text_content()
    assert url is not None
    await screen.press("Done", inside=screen.dialog)
    return url


async def connect(customer: Page, link: str) -> None:
    """The customer opens the link in another browser and connects an account."""
    await customer.goto(link)
    async with customer.context.expect_page() as opened:
        await customer.get_by_role("button", name="Connect Sandbox").click()
    popup = await opened.value
    await allow(popup)
    await closed(popup)
    await expect(customer.get_by_text("ada@engine.example").first).to_be_visible()


async def key_for_the_backend(screen: Screen) -> str:
    """Make an API key; returns its token, which is shown this once."""
    await screen.open("keys/create", "Create an API key")
    await screen.page.get_by_role("textbox", name="Name").fill("Backend")
    await screen.press("A product's backend")
    await screen.press("Create the key")
    token = await screen.dialog.get_by_label("the API key", exact=True).text_content()
    assert token is not None
    await screen.dialog.get_by_label("I have kept it").check()
    await screen.press("Done", inside=screen.dialog)
    await screen.titled("API keys")
    return token


async def test_from_an_invitation_to_a_working_account_without_a_terminal(empty: Walk, browser: Browser) -> None:
    async with at_a_desk(empty, browser) as sam, at_a_desk(empty, browser) as customer:
        await join(sam, await invitation(empty))
        await sam.look_closely("the first steps")
        await set_up(sam)
        await connect(customer.page, await link_for_a_customer(sam))

        await sam.open("connections", "Connections")
        await expect(sam.row("ada@engine.example")).to_contain_text("bluebird-bakery")
        await sam.look_closely("connections")
        await sam.row("ada@engine.example").get_by_role("link").first.click()
        await sam.press("Refresh now")
        await sam.sees("The credentials were renewed")
        await sam.look_closely("a connection")

        token = await key_for_the_backend(sam)
        read = await empty.hub.call("GET", "/v1/credentials?customer=bluebird-bakery&integration=sandbox", token=token)
        assert read.status == 200, read.text
        authorization = read.data["headers"]["Authorization"]
        answer = await empty.sandbox.visitor.get("/api/me", authorization=authorization)
        assert (answer.status, answer.json["email"]) == (200, "ada@engine.example")

        counted = (await empty.hub.call("GET", "/v1/statistics?days=1")).data
        assert (counted["connections"]["active"], counted["days"][0]["renewed"]) == (1, 1)
        await sam.open("audit", "Audit log")
        await sam.sees("integration.created", "connect_link.created", "connection.created", "api_key.created")
        await sam.look_closely("the audit log")
