"""Connections in the portal: found, explained, renewed, reconnected, disconnected."""

import pytest
from playwright.async_api import Browser, expect

from bothways.core.identity.roles import Role
from tests.rooms.portal.screens import Screen, signed_in
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def lose(walk: Walk, connection: str) -> None:
    """The provider withdraws what was granted last, and the product finds out."""
    page = (await walk.sandbox.visitor.get("/")).text
    grant = page.partition('name="grant_id" value="')[2].partition('"')[0]
    await walk.sandbox.visitor.press("/", "/console/revoke", grant_id=grant)
    await walk.hub.call("POST", f"/v1/connections/{connection}/refresh", {})


async def test_a_lost_connection_says_why_and_gives_a_link_that_brings_it_back(screen: Screen, shop: Walk) -> None:
    integration = await shop.integrate()
    await shop.connect(integration, "cus-1")
    lost = await shop.connect(integration, "cus-2", person="usr_grace")
    await lose(shop, lost)
    await screen.open("connections", "Connections")
    # How many there are is a part of its name, as soon as that is known.
    await screen.page.get_by_role("button", name="Needs its customer 1", exact=True).click()
    await expect(screen.page).to_have_url(f"{screen.address('connections')}?show=lost")
    await expect(screen.row("cus-1")).to_have_count(0)
    await screen.look_closely("connections")
    await screen.row("cus-2").get_by_role("link").click()
    await screen.sees("Only the customer can bring it back", "The provider no longer accepts the authorization")
    await screen.sees("cus-2 has to reconnect Sandbox")
    await screen.look_closely("a lost connection")
    await screen.page.get_by_role("button", name="Reconnect link").first.click()
    link = await screen.dialog.get_by_label("the reconnect link", exact=True).text_content()
    assert link is not None
    assert link.startswith(f"{shop.hub.base_url}/connect/start/")
    await screen.look_closely("a reconnect link")


async def test_refresh_now_renews_and_a_refusal_is_told_with_what_to_do(screen: Screen, shop: Walk) -> None:
    connection = await shop.connect(await shop.integrate())
    await screen.open(f"connections/{connection}")
    await screen.sees("(version 1)")
    await screen.press("Refresh now")
    await screen.sees("The credentials were renewed", "(version 2)")
    screen.forgiven.append("429 (Too Many Requests)")
    await screen.press("Refresh now")
    alert = screen.page.get_by_role("alert")
    await expect(alert).to_contain_text("Request req_")
    assert (await shop.hub.call("GET", f"/v1/connections/{connection}")).data["version"] == 2


async def test_disconnecting_asks_with_the_name_and_keeps_the_history(screen: Screen, shop: Walk) -> None:
    connection = await shop.connect(await shop.integrate())
    await screen.open(f"connections/{connection}")
    await screen.choose("Disconnect")
    await expect(screen.dialog).to_have_accessible_name("Disconnect ada@engine.example?")
    await screen.look_closely("asking before disconnecting")
    await screen.page.keyboard.press("Escape")
    assert (await shop.hub.call("GET", f"/v1/connections/{connection}")).data["state"] == "active"
    await screen.choose("Disconnect")
    await screen.press("Disconnect", inside=screen.dialog)
    await screen.sees("It was disconnected", "cus-1 disconnected Sandbox")
    assert (await shop.hub.call("GET", f"/v1/connections/{connection}")).data["state"] == "disconnected"


async def test_a_viewer_sees_connections_and_no_button_that_changes_one(shop: Walk, browser: Browser) -> None:
    connection = await shop.connect(await shop.integrate())
    async with signed_in(shop, browser, Role.VIEWER) as screen:
        await screen.open(f"connections/{connection}", "ada@engine.example")
        await screen.sees("What happened")
        main = screen.page.get_by_role("main")
        for name in ("Refresh now", "Reconnect link", "More actions"):
            await expect(main.get_by_role("button", name=name)).to_have_count(0)
        await expect(screen.page.get_by_role("link", name="API keys")).to_have_count(0)
        await screen.open("keys")
        await screen.sees("This needs more than the role viewer")


async def test_an_unknown_connection_is_told_and_not_shown_as_empty(screen: Screen) -> None:
    screen.forgiven.append("404 (Not Found)")
    await screen.open("connections/conn_nothing")
    # In the words of the portal: what the API says is for those who call it.
    await screen.sees("Look for it under Connections.")
    await expect(screen.page.get_by_role("alert")).to_contain_text("Request req_")
