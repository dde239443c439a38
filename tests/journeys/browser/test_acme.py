"""Acme shows the marketplace with the browser SDK: its customers connect, and never leave the product."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.browser.looking import PHONE, WIDER_THAN_WINDOW, Findings, tab_to
from tests.journeys.browser.stage import ON_SQLITE, Stage, running_stage
from tests.journeys.browser.steps import allow, block_popups, closed, open_marketplace, press_for_popup, sees
from tests.journeys.browser.test_keys import RIGHT, WRONG
from tests.journeys.browser.test_life import withdraw
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

CONNECT = "Connect Sandbox Contacts"

pytestmark = pytest.mark.browser


async def test_an_account_is_connected_in_the_modal_and_acme_knows_at_once(stage: Stage) -> None:
    maya = await stage.maya()
    shop = await open_marketplace(maya.page)
    popup = await press_for_popup(maya, shop.get_by_role("button", name=CONNECT))
    await allow(popup, "Grace Hopper")
    await sees(shop, "Sandbox Contacts is connected")
    await closed(popup)
    # Behind the modal, before it is closed.
    await expect(maya.page.get_by_text("grace@harbor.example").first).to_be_attached()
    await maya.page.keyboard.press("Escape")
    await expect(maya.page.get_by_role("dialog")).to_be_hidden()
    await sees(maya.page, "Connected accounts", "Harbor Compilers")
    tokens = [one for one in maya.asked if "_cs_" in one[0] or "_tk_" in one[0].partition("/connect/start/")[0]]
    assert tokens == []


@ON_SQLITE
async def test_a_button_of_acmes_leads_straight_to_the_consent(stage: Stage) -> None:
    maya = await stage.maya()
    popup = await press_for_popup(maya, maya.page.get_by_role("button", name=CONNECT))
    await allow(popup)
    await closed(popup)
    await sees(maya.page, "Connected accounts", "ada@engine.example")


@ON_SQLITE
async def test_a_button_for_what_is_connected_by_a_key_opens_its_form(stage: Stage) -> None:
    maya = await stage.maya()
    await maya.page.get_by_role("button", name="Connect Sandbox Keys").click()
    form = maya.page.get_by_role("dialog", name="Acme Desk").frame_locator("iframe")
    await expect(form.get_by_role("heading", name="Connect Sandbox Keys")).to_be_visible()
    await expect(form.get_by_role("textbox", name="API key")).to_be_visible()
    assert await stage.connections() == []


@ON_SQLITE
async def test_where_windows_are_blocked_the_whole_page_goes_and_comes_back(stage: Stage) -> None:
    maya = await stage.maya()
    await block_popups(maya)
    await maya.page.reload()
    await maya.page.get_by_role("button", name=CONNECT).click()
    await maya.page.wait_for_url(f"{stage.sandbox.base_url}/**")
    await allow(maya.page)
    await maya.page.wait_for_url(f"{stage.acme}/integrations")
    await sees(maya.page, "Connected accounts", "ada@engine.example")
    assert len(maya.context.pages) == 1


@ON_SQLITE
async def test_a_provider_that_cuts_the_window_off_changes_nothing(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> None:
    async with running_stage(database_url, clock, entropy, browser, severs_opener=True) as stage:
        maya = await stage.maya()
        popup = await press_for_popup(maya, maya.page.get_by_role("button", name=CONNECT))
        await allow(popup)
        await sees(maya.page, "Connected accounts", "ada@engine.example")


@ON_SQLITE
async def test_two_tabs_each_show_their_result(stage: Stage) -> None:
    maya = await stage.maya()
    tabs = [maya.page, await maya.context.new_page()]
    await tabs[1].goto(f"{stage.acme}/integrations")
    popups = []
    for tab in tabs:
        await tab.bring_to_front()
        popups.append(await press_for_popup(maya, tab.get_by_role("button", name=CONNECT)))
    for popup in popups:
        await popup.bring_to_front()
        await allow(popup)
    for tab in tabs:
        await tab.bring_to_front()
        await sees(tab, "Connected accounts", "ada@engine.example")
    assert (await stage.connection())["state"] == "active"


@ON_SQLITE
async def test_a_session_that_ended_while_the_page_was_open_is_renewed_by_acmes_backend(stage: Stage) -> None:
    maya = await stage.maya()
    await expect(maya.page.get_by_role("button", name=CONNECT)).to_be_visible()
    stage.clock.advance(2 * 3600)
    maya.forgiven.append("401 (Unauthorized)")
    shop = await open_marketplace(maya.page)
    popup = await press_for_popup(maya, shop.get_by_role("button", name=CONNECT))
    await allow(popup)
    await sees(shop, "Sandbox Contacts is connected")


@ON_SQLITE
async def test_a_site_that_is_not_allowed_is_told_what_to_do(stage: Stage) -> None:
    changed = await stage.hub.call("PATCH", "/v1/environment", {"allowed_origins": ["https://elsewhere.example"]})
    assert changed.status == 200
    maya = await stage.maya()
    maya.forgiven += ["blocked by CORS policy", "net::ERR_FAILED"]
    await sees(maya.page, f"does not answer to {stage.acme}", f"Add {stage.acme} to the environment's allowed_origins.")
    # Bothways' own page is still there for the customer.
    await maya.page.get_by_role("button", name="Browse integrations").click()
    await expect(maya.page.get_by_role("heading", name="Connect your apps")).to_be_visible()


@ON_SQLITE
async def test_the_modal_is_for_everybody(stage: Stage) -> None:
    maya = await stage.maya()
    page, findings = maya.page, Findings()
    button = page.get_by_role("button", name="Browse integrations")
    await tab_to(page, button)
    await page.keyboard.press("Enter")
    shop = page.get_by_role("dialog", name="Acme Desk").frame_locator("iframe")
    await expect(shop.get_by_role("button", name=CONNECT)).to_be_visible()
    # The checker calls into the frame, which is another site's; the SDK would not.
    maya.forgiven.append("Failed to execute 'postMessage'")
    await findings.look(page, "Acme with the modal")
    assert findings.found == []
    assert await page.evaluate("document.activeElement.shadowRoot.activeElement.localName") == "iframe"
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(button).to_be_focused()


@ON_SQLITE
async def test_the_life_of_two_accounts_in_the_dark_on_a_phone_in_german(stage: Stage) -> None:
    # Acme asks for no language, so that the marketplace speaks the browser's.
    maya = await stage.maya(viewport=PHONE, color_scheme="dark", locale="de-DE")
    maya.forgiven += ["422 (Unprocessable", "409 (Conflict)"]
    page, shop = maya.page, await open_marketplace(maya.page)
    await sees(shop, "Apps verbinden")
    await shop.get_by_role("button", name="Verbinden Sandbox Keys").click()
    field, send = shop.get_by_label("API-Schlüssel", exact=True), shop.locator("form button[type=submit]")
    await field.fill(WRONG)
    await send.click()
    await sees(shop, "Sandbox Keys nimmt das nicht an")
    await field.fill(RIGHT)
    await send.click()
    await sees(shop, "Sandbox Keys ist verbunden")
    await shop.get_by_role("button", name="Fertig").click()
    await shop.get_by_role("button", name="Alle Apps").click()

    popup = await press_for_popup(maya, shop.get_by_role("button", name="Verbinden Sandbox Contacts"))
    await allow(popup)
    await sees(shop, "Sandbox Contacts ist verbunden")
    await closed(popup)
    keyed, consented = sorted(await stage.connections(), key=lambda one: one["provider"] == "sandbox")
    await withdraw(stage)
    assert (await stage.hub.call("GET", f"/v1/connections/{consented['id']}/credentials")).status == 409
    await page.reload()
    shop = await open_marketplace(page)
    popup = await press_for_popup(maya, shop.get_by_role("button", name="Neu verbinden Sandbox Contacts"))
    await allow(popup)
    await sees(shop, "Sandbox Contacts funktioniert wieder")
    await closed(popup)
    await shop.get_by_role("button", name="Fertig").click()
    await shop.get_by_role("button", name="Trennen ada@engine.example").click()
    await shop.get_by_role("dialog").get_by_role("button", name="Trennen").click()
    await sees(shop, "ada@engine.example wurde getrennt")
    states = {one["id"]: one["state"] for one in await stage.connections()}
    assert states == {keyed["id"]: "active", consented["id"]: "disconnected"}
    assert not await page.evaluate(WIDER_THAN_WINDOW)
