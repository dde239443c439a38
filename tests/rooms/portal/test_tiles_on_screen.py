"""Tiles in the portal: made, previewed, shown in the marketplace, deleted."""

import pytest
from playwright.async_api import expect

from tests.rooms.portal.screens import Screen
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def test_a_tile_is_made_previewed_changed_and_deleted(screen: Screen, shop: Walk) -> None:
    await screen.open("tiles", "Tiles")
    await screen.sees("No tiles yet")
    await screen.look_closely("no tiles")
    await screen.page.get_by_role("link", name="Add a tile").first.click()
    await screen.titled("Add a tile")
    await screen.page.get_by_role("textbox", name="Name").fill("Loyalty cards")
    await screen.page.get_by_label("Description").fill("Coming this winter.")
    card = screen.page.get_by_role("img", name="Preview of the card")
    await expect(card).to_contain_text("Coming this winter.")
    link = screen.page.get_by_label("Leads to")
    await link.fill("http://plain.example")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Add the tile")
    await expect(link).to_have_attribute("aria-invalid", "true")
    await screen.look_closely("a tile with a wrong link")
    await link.fill("https://acme.example/soon")
    # The second of two presses comes before the page could know of the first.
    await screen.page.get_by_role("button", name="Add the tile").evaluate("(one) => { one.click(); one.click(); }")
    await screen.titled("Tiles")
    await expect(screen.row("Loyalty cards")).to_contain_text("Announcement")
    await screen.look_closely("tiles")
    await screen.row("Loyalty cards").get_by_role("link").click()
    await screen.page.get_by_label("Show it in the marketplace").uncheck()
    await screen.press("Save")
    await screen.sees("Loyalty cards was saved")

    # What is refused as a whole is told above a form that is longer than the window.
    await shop.integrate()
    screen.forgiven.append("409 (Conflict)")
    await screen.page.get_by_label("Slug").fill("sandbox")
    await screen.press("Save")
    await expect(screen.page.get_by_text("The slug sandbox is taken.")).to_be_in_viewport()
    await screen.page.get_by_label("Slug").fill("loyalty-cards")
    [kept] = (await shop.hub.call("GET", "/v1/tiles")).data["items"]
    assert (kept["slug"], kept["kind"], kept["published"]) == ("loyalty-cards", "promotional", False)
    await screen.press("Delete")
    await screen.press("Delete", inside=screen.dialog)
    await screen.sees("No tiles yet")
