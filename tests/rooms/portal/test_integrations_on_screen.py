"""Integrations in the portal: from the catalog to a client that the provider accepts."""

import pytest
from playwright.async_api import Browser, expect

from bothways.core.identity.roles import Role
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.rooms.portal.screens import Screen, signed_in
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def add(screen: Screen, provider: str) -> None:
    """Pick a provider from the catalog."""
    await screen.open("integrations/add", "Add an integration")
    await screen.page.get_by_label("Search providers").fill(provider)
    await screen.page.get_by_role("listitem").get_by_role("button", name=provider, exact=True).click()


async def test_a_provider_becomes_an_integration_whose_test_says_what_is_wrong_until_it_is_right(
    screen: Screen, shop: Walk
) -> None:
    await screen.open("integrations", "Integrations")
    await screen.sees("Nothing to connect yet")
    await screen.look_closely("no integrations")
    await add(screen, "Sandbox")
    await screen.titled("Sandbox")
    [made] = (await shop.hub.call("GET", "/v1/integrations")).data["items"]
    assert (made["enabled"], made["client_id"]) == (False, None)
    # Before there is a client: the provider asks for it first.
    await expect(screen.page.get_by_label("the redirect URI", exact=True)).to_have_text(made["redirect_uri"])
    await screen.press("Copy the redirect URI")
    assert await screen.page.evaluate("navigator.clipboard.readText()") == made["redirect_uri"]
    # Without https there is no such clipboard.
    await screen.page.evaluate("navigator.clipboard.writeText('')")
    await screen.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    await screen.press("Copied the redirect URI")
    await screen.page.evaluate("delete navigator.clipboard")
    assert await screen.page.evaluate("navigator.clipboard.readText()") == made["redirect_uri"]
    await screen.look_closely("setting an integration up")

    await screen.page.get_by_label("Client id").fill(DEMO_CLIENT_ID)
    await screen.page.get_by_label("Client secret").fill("not the secret")
    await screen.page.get_by_label("The sandbox's address").fill(shop.sandbox.base_url)
    await screen.press("Save and test")
    findings = screen.page.get_by_label("What the test found")
    await expect(findings).to_contain_text("Something is wrong")
    await expect(findings).to_contain_text("Copy client id and secret again")
    await screen.look_closely("findings")
    await screen.page.get_by_label("Client secret").fill(DEMO_CLIENT_SECRET)
    await screen.press("Save and test")
    await expect(findings).to_contain_text("accepts client id and secret")
    await screen.press("Switch on")
    await screen.sees("Sandbox is on: your customers can connect it")
    assert (await shop.hub.call("GET", "/v1/catalog")).data["items"][0]["slug"] == "sandbox"
    await expect(screen.page.get_by_label("Client secret")).to_have_value("")


async def test_switching_on_too_early_names_what_is_missing(screen: Screen) -> None:
    await add(screen, "Slack")
    await screen.press("Add Slack", inside=screen.dialog)
    await screen.titled("Slack")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Switch on")
    alert = screen.page.get_by_role("alert")
    await expect(alert).to_contain_text("client_id")
    await expect(alert).to_contain_text("Request req_")


async def test_scopes_are_picked_and_own_ones_added(screen: Screen, shop: Walk) -> None:
    await shop.integrate()
    await screen.open("integrations/sandbox?tab=scopes", "Sandbox")
    await expect(screen.page.get_by_label("profile.read")).to_be_disabled()
    await screen.page.get_by_label("contacts.write").check()
    await screen.page.get_by_label("Another scope").fill("contacts.delete")
    await screen.press("Add")
    await screen.look_closely("scopes")
    await screen.press("Save scopes")
    await screen.sees("The scopes were saved")
    kept = (await shop.hub.call("GET", "/v1/integrations/sandbox")).data["scopes"]
    assert kept == ["profile.read", "contacts.read", "contacts.write", "contacts.delete"]


async def test_texts_show_their_errors_at_the_field_and_the_card_beside(screen: Screen, shop: Walk) -> None:
    await shop.integrate()
    await screen.open("integrations/sandbox?tab=appearance", "Sandbox")
    name, slug = screen.page.get_by_label("Name", exact=True), screen.page.get_by_label("Slug")
    await name.fill("Contacts of the Sandbox")
    await expect(screen.page.get_by_role("img", name="Preview of the card")).to_contain_text("Contacts of the Sandbox")
    await slug.fill("Not A Slug")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Save")
    await expect(slug).to_have_attribute("aria-invalid", "true")
    await expect(slug).to_be_focused()
    await screen.look_closely("a wrong slug")
    await slug.fill("contacts")
    await screen.press("Save")
    await screen.titled("Contacts of the Sandbox")
    assert (await shop.hub.call("GET", "/v1/integrations/contacts")).data["display_name"] == "Contacts of the Sandbox"


async def test_deleting_asks_for_the_name_and_says_why_it_is_refused(screen: Screen, shop: Walk) -> None:
    integration = await shop.integrate()
    await shop.connect(integration)
    await screen.open("integrations/sandbox", "Sandbox")
    await screen.choose("Delete")
    sure = screen.dialog.get_by_role("button", name="Delete", exact=True)
    await expect(sure).to_be_disabled()
    await screen.dialog.get_by_label("Type sandbox to confirm").fill("sandbox")
    screen.forgiven.append("409 (Conflict)")
    await sure.click()
    await expect(screen.dialog.get_by_role("alert")).to_contain_text("switch it off")
    await screen.look_closely("a refusal in a dialog")


async def test_a_viewer_reads_an_integration_and_changes_nothing(shop: Walk, browser: Browser) -> None:
    await shop.integrate()
    async with signed_in(shop, browser, Role.VIEWER) as screen:
        await screen.open("integrations/sandbox", "Sandbox")
        await expect(screen.page.get_by_label("Client id")).to_have_attribute("readonly", "")
        for name in ("Test", "Switch off", "Save and test", "More actions"):
            await expect(screen.page.get_by_role("button", name=name, exact=True)).to_have_count(0)
        for path in ("integrations/add", "tiles/add"):
            await screen.open(path)
            await screen.sees("This needs more than the role viewer")
