"""Connect links in the portal: made for a customer, copied once, opened, revoked."""

import pytest
from playwright.async_api import expect

from tests.rooms.portal.screens import Screen
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def test_a_link_is_made_for_one_customer_opens_the_marketplace_and_is_revoked(screen: Screen, shop: Walk) -> None:
    await shop.integrate()
    await screen.open("links", "Connect links")
    await screen.sees("No connect links yet")
    await screen.look_closely("no links")
    await screen.page.get_by_role("button", name="Create a connect link").first.click()
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Create", inside=screen.dialog)
    customer = screen.dialog.get_by_label("Customer")
    await expect(customer).to_have_attribute("aria-invalid", "true")
    await screen.look_closely("a link for nobody")
    await customer.fill("cus-1")
    await screen.dialog.get_by_label("Works for").select_option("1 day")
    await screen.dialog.get_by_label("Language").select_option("Deutsch")
    await screen.dialog.get_by_label("Name").fill("Onboarding mail")
    await screen.press("Create", inside=screen.dialog)
    link = screen.dialog.get_by_label("the connect link", exact=True)
    await expect(link).to_contain_text(f"{shop.hub.base_url}/connect/link/")
    url = await link.text_content()
    assert url is not None
    await screen.look_closely("a new link")
    await screen.press("Done", inside=screen.dialog)
    row = screen.row("Onboarding mail")
    await expect(row).to_contain_text("All integrations")
    assert url not in await screen.page.content()

    async with screen.page.context.expect_page() as opened:
        await screen.page.evaluate("(url) => { window.open(url, '_blank', 'noopener'); }", url)
    shown = await opened.value
    await expect(shown.get_by_role("heading", name="Sandbox")).to_be_visible()
    await screen.page.reload()
    await expect(row).to_contain_text("1 time")
    await row.get_by_role("button", name="Revoke").click()
    await expect(screen.dialog).to_have_accessible_name("Revoke Onboarding mail?")
    await screen.press("Revoke", inside=screen.dialog)
    await expect(row).to_contain_text("Revoked")
    assert (await shop.hub.call("GET", "/v1/connect-links")).data["items"][0]["state"] == "revoked"
    await screen.press("Open")
    await screen.sees("Nothing matches")
