"""The marketplace's frame and the SDK together, as an operator's page has them."""

import pytest
from playwright.async_api import expect

from tests.journeys.browser.embedding import running_product
from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, closed, press_for_popup, sees
from tests.journeys.browser.test_keys import RIGHT, WRONG
from tests.journeys.browser.test_life import connected

pytestmark = [pytest.mark.browser, ON_SQLITE]

LIFETIME_SECONDS = 3600


async def test_an_account_is_connected_in_the_modal_that_the_sdk_opens(stage: Stage) -> None:
    maya = await stage.somebody()
    page = maya.page
    async with running_product(stage, by_sdk=True) as product:
        await page.goto(product.base_url)
        await page.get_by_role("button", name="Integrations").click()
        shop = page.get_by_role("dialog").frame_locator("iframe")
        popup = await press_for_popup(maya, shop.get_by_role("button", name="Connect Sandbox Contacts"))
        await allow(popup, "Grace Hopper")
        await sees(shop, "Sandbox Contacts is connected", "grace@harbor.example")
        await closed(popup)
        held = await stage.connection()
        await page.wait_for_function("news.length > 0")
        assert await page.evaluate("news") == [["connection.created", held["id"]]]
        await shop.get_by_role("button", name="Close").click()
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await expect(page.get_by_role("button", name="Integrations")).to_be_focused()


async def test_a_key_is_corrected_and_kept_while_the_session_is_renewed(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven += ["422 (Unprocessable", "401 (Unauthorized)"]
    page = maya.page
    async with running_product(stage, by_sdk=True, options={"integration": "sandbox-key", "locale": "fr"}) as product:
        await page.goto(product.base_url)
        await page.get_by_role("button", name="Integrations").click()
        shop = page.get_by_role("dialog").frame_locator("iframe")
        field, send = (
            shop.get_by_label("Clé API", exact=True),
            shop.get_by_role("button", name="Connecter Sandbox Keys"),
        )
        await field.fill(WRONG)
        await send.click()
        await sees(shop, "Sandbox Keys ne l'accepte pas.")
        stage.clock.advance(LIFETIME_SECONDS + 1)
        await field.fill(RIGHT)
        await send.click()
        await sees(shop, "Sandbox Keys est connectée", "ada@engine.example")
    assert (await stage.connection())["state"] == "active"


async def test_by_keyboard_the_modal_keeps_the_focus_and_escape_answers_one_question_after_the_other(
    stage: Stage,
) -> None:
    await connected(stage)
    maya = await stage.somebody()
    page, keys = maya.page, maya.page.keyboard
    async with running_product(stage, by_sdk=True) as product:
        await page.goto(product.base_url)
        await page.get_by_role("button", name="Integrations").focus()
        await keys.press("Enter")
        dialog = page.get_by_role("dialog")
        shop = dialog.frame_locator("iframe")
        close = shop.get_by_role("button", name="Close")
        last = shop.get_by_role("button", name="Connect Sandbox Machines")
        await expect(close).to_be_focused()
        await expect(last).to_be_visible()
        await keys.press("Shift+Tab")
        await expect(last).to_be_focused()
        await keys.press("Tab")
        await expect(close).to_be_focused()
        await shop.get_by_role("button", name="Manage Sandbox Contacts").press("Enter")
        await shop.get_by_role("button", name="Disconnect ada@engine.example").press("Enter")
        await expect(shop.get_by_role("button", name="Keep it")).to_be_focused()
        await keys.press("Escape")
        await expect(shop.get_by_role("button", name="Disconnect ada@engine.example")).to_be_focused()
        await expect(dialog).to_be_visible()
        await keys.press("Escape")
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role("button", name="Integrations")).to_be_focused()
