"""A customer of Acme connects an account in a window of its own, and Acme's backend works with it."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.browser.stage import ON_SQLITE, Stage, running_stage
from tests.journeys.browser.steps import allow, browse, close_modal, closed, press_for_popup, sees
from tests.support.browser import press_to_close
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

CONNECT = "Connect Sandbox Contacts"

pytestmark = pytest.mark.browser


async def test_an_account_is_connected_and_used_before_and_after_its_token_expired(stage: Stage) -> None:
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    popup = await press_for_popup(maya, connect.get_by_role("button", name=CONNECT))
    await allow(popup, "Grace Hopper")
    await sees(connect, "Sandbox Contacts is connected", "grace@harbor.example")
    await closed(popup)
    await close_modal(maya.page)
    await sees(maya.page, "Connected accounts", "grace@harbor.example", "Harbor Compilers")

    held = await stage.connection()
    first = await stage.credentials(held["id"])
    assert (await stage.whose(first))["name"] == "Grace Hopper"
    stage.clock.advance(301)
    assert (await stage.whose(first))["status"] == 401
    second = await stage.credentials(held["id"])
    assert (await stage.whose(second))["name"] == "Grace Hopper"

    await maya.page.reload()
    await sees(maya.page, "New, version 2", "Harbor Compilers")
    await maya.page.get_by_role("link", name="Inbox").click()
    await sees(maya.page, "Howard Aiken")
    for secret in (first["headers"]["Authorization"], second["headers"]["Authorization"]):
        assert secret.removeprefix("Bearer ") not in stage.hub.log_text()


@ON_SQLITE
async def test_a_popup_that_was_closed_half_way_can_be_opened_again(stage: Stage) -> None:
    maya = await stage.somebody()
    await maya.context.clock.install()
    await stage.sign_in(maya)
    connect = await browse(stage, maya.page)
    button = connect.get_by_role("button", name=CONNECT)
    popup = await press_for_popup(maya, button)
    await sees(popup, "Ada Lovelace")
    await popup.close()
    await expect(connect.get_by_role("button", name="Waiting for Sandbox Contacts")).to_be_visible()
    # A window that only looks closed may still come back: the page waits for a few seconds.
    await maya.page.clock.run_for(6_000)
    await expect(button).to_be_visible()
    assert await stage.connections() == []
    await allow(await press_for_popup(maya, button))
    await sees(connect, "Sandbox Contacts is connected", "ada@engine.example")
    assert (await stage.connection())["state"] == "active"


@ON_SQLITE
async def test_saying_no_at_the_provider_is_told_and_connects_nothing(stage: Stage) -> None:
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    popup = await press_for_popup(maya, connect.get_by_role("button", name=CONNECT))
    maya.forgiven.append("403 (Forbidden)")
    await popup.get_by_role("button", name="Cancel").click()
    await sees(popup, "Sandbox Contacts was not connected", "Access was not allowed there")
    await sees(connect, "Sandbox Contacts was not connected")
    await press_to_close(popup, popup.get_by_role("button", name="Close window"))
    assert await stage.connections() == []


@ON_SQLITE
async def test_the_result_arrives_from_a_provider_that_cuts_the_window_off(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> None:
    async with running_stage(database_url, clock, entropy, browser, severs_opener=True) as stage:
        maya = await stage.maya()
        connect = await browse(stage, maya.page)
        popup = await press_for_popup(maya, connect.get_by_role("button", name=CONNECT))
        await allow(popup)
        await sees(popup, "Sandbox Contacts is connected", "You can close this window")
        await sees(connect, "Sandbox Contacts is connected", "ada@engine.example")
        assert (await stage.connection())["state"] == "active"


@ON_SQLITE
async def test_two_tabs_show_one_result(stage: Stage) -> None:
    maya = await stage.maya()
    tabs = [maya.page, await maya.context.new_page()]
    pages, popups = [], []
    await tabs[1].goto(f"{stage.acme}/integrations")
    for tab in tabs:
        await tab.bring_to_front()
        pages.append(await browse(stage, tab))
        popups.append(await press_for_popup(maya, pages[-1].get_by_role("button", name=CONNECT)))
    for popup in popups:
        await popup.bring_to_front()
        await allow(popup)
        await closed(popup)
    for tab, connect in zip(tabs, pages, strict=True):
        await tab.bring_to_front()
        await sees(connect, "ada@engine.example")
    assert (await stage.connection())["account"]["label"] == "ada@engine.example"
