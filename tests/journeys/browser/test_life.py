"""What becomes of a connection: withdrawn, reconnected, led to another account, disconnected."""

import pytest
from playwright.async_api import expect

from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, browse, close_modal, closed, press_for_popup, sees

pytestmark = [pytest.mark.browser, ON_SQLITE]


async def connected(stage: Stage) -> str:
    """Maya has connected Ada's account; returns the connection's id."""
    return await stage.walk.connect("sandbox", "bluebird-bakery")


async def withdraw(stage: Stage) -> None:
    """Somebody takes the consent back at the provider, and the token that is out ends."""
    await stage.sandbox.visitor.press("/", "/console/revoke")
    stage.clock.advance(301)


async def test_a_withdrawn_consent_asks_the_customer_who_reconnects_with_one_press(stage: Stage) -> None:
    held = await connected(stage)
    await withdraw(stage)
    maya = await stage.maya()
    await maya.page.reload()
    await sees(maya.page, "Needs you", "wants to hear it from a person")
    connect = await browse(stage, maya.page)
    await sees(connect, "Sandbox Contacts needs you")
    popup = await press_for_popup(maya, connect.get_by_role("button", name="Reconnect Sandbox Contacts"))
    await allow(popup)
    await closed(popup)
    await expect(connect.get_by_text("Needs attention")).to_have_count(0)
    await close_modal(maya.page)
    await sees(maya.page, "Connected", "Analytical Engine Works")
    assert (await stage.connection())["id"] == held


async def test_another_account_behind_a_connection_is_shown_and_never_silent(stage: Stage) -> None:
    held = await connected(stage)
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    await connect.get_by_role("link", name="Manage Sandbox Contacts").click()
    popup = await press_for_popup(maya, connect.get_by_role("button", name="Reconnect ada@engine.example"))
    await allow(popup, "Grace Hopper")
    changed = "This is now connected to grace@harbor.example instead of ada@engine.example."
    await sees(popup, "leads to another account now", changed)
    await sees(connect, changed, "The account changed from ada@engine.example to grace@harbor.example")
    assert not popup.is_closed()
    [now] = await stage.connections()
    assert (now["id"], now["account"]["label"]) == (held, "grace@harbor.example")


async def test_disconnecting_is_asked_twice_and_ends_it_here_and_at_the_provider(stage: Stage) -> None:
    held = await connected(stage)
    credentials = await stage.credentials(held)
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    await connect.get_by_role("link", name="Manage Sandbox Contacts").click()
    await connect.get_by_role("link", name="Disconnect ada@engine.example").click()
    await sees(connect, "Disconnect ada@engine.example?")
    await connect.get_by_role("link", name="Keep it").click()
    assert (await stage.connection())["state"] == "active"
    await connect.get_by_role("link", name="Disconnect ada@engine.example").click()
    await connect.get_by_role("button", name="Disconnect").click()
    await sees(connect, "ada@engine.example was disconnected")
    await close_modal(maya.page)
    await sees(maya.page, "Nothing is connected yet")
    assert (await stage.hub.call("GET", f"/v1/connections/{held}/credentials")).data[
        "code"
    ] == "connection_disconnected"
    assert (await stage.whose(credentials))["status"] == 200
    await stage.until_refused(credentials)
