"""Every page: for people who see little, use no mouse, hold a phone, or sit in the dark."""

import pytest
from playwright.async_api import expect

from tests.journeys.browser.looking import MOVES, Findings, tab_to
from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, make_staff, press_for_popup, sees, sign_in

pytestmark = [pytest.mark.browser, ON_SQLITE]


async def switch_more_on(stage: Stage) -> None:
    """Enough apps for search and categories, one of which asks for a value first."""
    for provider in ("hubspot", "slack", "zendesk"):
        body = {"provider": provider, "client_id": "acme", "client_secret": "never used"}
        assert (await stage.hub.call("POST", "/v1/integrations", body)).status == 201


async def test_the_connect_pages_are_for_everybody(stage: Stage) -> None:
    await switch_more_on(stage)
    maya, findings = await stage.somebody(), Findings()
    page = maya.page
    maya.forgiven.append("422 (Unprocessable")
    await page.goto(await stage.connect_link())
    await findings.look(page, "catalog")
    await page.get_by_role("searchbox").fill("nothing of that name")
    await findings.look(page, "empty search")
    await page.get_by_role("searchbox").fill("")
    await page.get_by_role("link", name="Connect Zendesk").click()
    await sees(page, "Continue to Zendesk")
    await findings.look(page, "form")
    await page.get_by_role("button", name="Continue to Zendesk").click()
    await sees(page, "Fill this in")
    await findings.look(page, "form with an error")
    await stage.walk.connect("sandbox", "bluebird-bakery")
    await stage.walk.connect("sandbox", "bluebird-bakery", person="usr_grace", refuse=["contacts.read"])
    await page.get_by_role("link", name="All apps").click()
    await findings.look(page, "catalog with accounts")
    await page.get_by_role("link", name="Manage Sandbox Contacts").click()
    await findings.look(page, "accounts")
    await page.get_by_role("link", name="Disconnect ada@engine.example").click()
    await findings.look(page, "disconnect")
    assert not findings.found, findings.found


async def test_pages_on_the_way_are_for_everybody(stage: Stage) -> None:
    maya, findings = await stage.somebody(), Findings()
    maya.forgiven += ["401 (Unauthorized)", "403 (Forbidden)", "404 (Not Found)", "422 (Unprocessable"]
    link = await stage.connect_link()
    await maya.page.goto(link)
    popup = await press_for_popup(maya, maya.page.get_by_role("button", name="Connect Sandbox Contacts"))
    await sees(popup, "would like to use your Sandbox account")
    await findings.look(popup, "consent")
    await popup.get_by_role("button", name="Cancel").click()
    await sees(popup, "was not connected")
    await findings.look(popup, "refused")
    await maya.page.goto(link)
    await sees(maya.page, "This link does not work any more")
    await findings.look(maya.page, "used link")
    await maya.page.goto(f"{stage.hub.base_url}/connect/cs_unknown")
    await findings.look(maya.page, "stranger")
    await maya.page.goto(f"{stage.hub.base_url}/oauth/callback/intg_unknown?code=1&state=2")
    await findings.look(maya.page, "callback of nobody")
    await maya.page.goto(f"{stage.hub.base_url}/nowhere")
    await findings.look(maya.page, "nothing here")
    departure = await stage.walk.depart("sandbox")
    location = await stage.sandbox.visitor.consent(departure.location)
    name, value = departure.cookie_name, departure.cookie.reveal()
    await maya.context.add_cookies([{"name": name, "value": value, "url": f"{stage.hub.base_url}/oauth/callback"}])
    await maya.page.goto(location)
    await sees(maya.page, "Sandbox Contacts is connected", "You can close this window")
    await findings.look(maya.page, "connected")
    assert not findings.found, findings.found


async def test_the_pages_of_staff_and_developers_are_for_everybody(stage: Stage) -> None:
    await stage.walk.connect("sandbox", "bluebird-bakery")
    sam, findings = await stage.somebody(), Findings()
    sam.forgiven.append("401 (Unauthorized)")
    page = sam.page
    await page.goto(f"{stage.hub.base_url}/portal/sign-in")
    await findings.look(page, "sign-in")
    await make_staff(stage)
    await sign_in(sam, "wrong password")
    await sees(page, "do not belong together")
    await findings.look(page, "wrong password")
    await sign_in(sam)
    await sees(page, "How your customers' connections are doing")
    await findings.look(page, "overview")
    await page.goto(f"{stage.hub.base_url}/reference")
    await findings.look(page, "reference", "header", ".toc", ".operation:nth-of-type(-n + 3)")
    assert not findings.found, findings.found


async def test_the_example_and_the_sandbox_are_for_everybody(stage: Stage) -> None:
    await stage.walk.connect("sandbox", "bluebird-bakery")
    maya, findings = await stage.maya(), Findings()
    await sees(maya.page, "Connected accounts")
    await findings.look(maya.page, "Acme's integrations")
    await maya.page.get_by_role("link", name="Inbox").click()
    await findings.look(maya.page, "Acme's inbox")
    await maya.page.get_by_role("link", name="Contacts").click()
    await findings.look(maya.page, "Acme's contacts")
    for path in ("/", "/keys"):
        await maya.page.goto(stage.sandbox.base_url + path)
        await findings.look(maya.page, f"the sandbox's {path}")
    await (await stage.somebody()).page.goto(stage.acme)
    await findings.look(stage.people[-1].page, "Acme's door")
    assert not findings.found, findings.found


async def test_an_account_is_connected_with_the_keyboard_alone(stage: Stage) -> None:
    maya = await stage.maya()
    keyboard = maya.page.keyboard
    await tab_to(maya.page, maya.page.get_by_role("button", name="Browse integrations"))
    await keyboard.press("Enter")
    connect = maya.page.get_by_role("dialog", name="Acme Desk").frame_locator("iframe")
    await tab_to(maya.page, connect.get_by_role("button", name="Connect Sandbox Contacts"))
    async with maya.context.expect_page() as opened:
        await keyboard.press("Enter")
    popup = await opened.value
    await tab_to(popup, popup.get_by_role("radio", name="Ada Lovelace"))
    await popup.keyboard.press("ArrowDown")
    await tab_to(popup, popup.get_by_role("button", name="Allow"))
    await popup.keyboard.press("Enter")
    await sees(connect, "Sandbox Contacts is connected", "grace@harbor.example")
    await tab_to(maya.page, connect.get_by_role("button", name="Close", exact=True))
    await keyboard.press("Enter")
    await tab_to(maya.page, maya.page.get_by_role("button", name="Manage integrations"))
    await sees(maya.page, "Harbor Compilers")


async def test_nothing_moves_for_people_who_asked_for_that(stage: Stage) -> None:
    maya = await stage.somebody(reduced_motion="reduce")
    await maya.page.goto(await stage.connect_link())
    popup = await press_for_popup(maya, maya.page.get_by_role("button", name="Connect Sandbox Contacts"))
    await expect(maya.page.get_by_role("button", name="Waiting for Sandbox Contacts")).to_be_visible()
    assert await maya.page.evaluate(MOVES) == []
    await allow(popup)
    await sees(maya.page, "Sandbox Contacts is connected")
    assert await maya.page.evaluate(MOVES) == []
