"""Picking one of many integrations: the server is asked for what is typed, by keyboard or pointer."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.rooms.portal.screens import Screen
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser

# More than the portal reads at once, so that the last ones are known by searching alone.
MANY = 101


async def test_an_integration_beyond_the_first_hundred_is_found_by_typing_and_named(screen: Screen, shop: Walk) -> None:
    off = {"provider": "slack", "enabled": False}
    await asyncio.gather(
        *(
            shop.hub.call("POST", "/v1/integrations", off | {"slug": f"slack-{one}", "display_name": f"Slack {one:03}"})
            for one in range(MANY)
        )
    )
    await shop.integrate(slug="contacts", display_name="Contacts of ours")
    await shop.connect("contacts", "cus-1")
    page = screen.page
    await screen.open("connections", "Connections")
    await expect(screen.row("cus-1")).to_contain_text("Contacts of ours")

    box = page.get_by_role("combobox", name="Integration")
    await expect(box).to_have_value("All integrations")
    await box.click()
    await expect(box).to_have_attribute("aria-expanded", "true")
    await screen.sees("The first 25. Type a part of the name to find others.")
    await screen.look_closely("picking")
    await page.keyboard.type("slack 07")
    await expect(page.get_by_role("option")).to_have_count(11)
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("Slack 079")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{screen.address('connections')}?integration=slack-79")
    await expect(box).to_have_value("Slack 079")
    await screen.sees("Nothing matches")
    await box.fill("nobody has this")
    await screen.sees("Nothing of that name.")
    await page.keyboard.press("Escape")
    await expect(box).to_have_value("Slack 079")
    await box.fill("contacts")
    await page.get_by_role("option", name="Contacts of ours").click()
    await expect(screen.row("cus-1")).to_be_visible()
    await expect(box).to_have_value("Contacts of ours")
    screen.forgiven.append("ERR_FAILED")
    await page.route("**/v1/integrations?q=lost**", lambda route: route.abort())
    await box.fill("lost")
    await screen.sees("The server did not answer.")
    await page.keyboard.press("Escape")

    await screen.open("links", "Connect links")
    await page.get_by_role("button", name="Create a connect link").first.click()
    opens = screen.dialog.get_by_label("Opens")
    await opens.fill("contacts")
    await page.keyboard.press("Escape")
    await expect(screen.dialog).to_be_visible()
    await opens.fill("contacts")
    await expect(page.get_by_role("option", name="Contacts of ours")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await screen.dialog.get_by_label("Customer").fill("cus-1")
    await screen.press("Create", inside=screen.dialog)
    await screen.press("Done", inside=screen.dialog)
    await expect(screen.row("cus-1")).to_contain_text("Contacts of ours")
