"""The same where no window opens: by full pages, from Acme to the provider and back."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, block_popups, browse, sees

pytestmark = pytest.mark.browser


async def test_an_account_is_connected_without_any_script(stage: Stage) -> None:
    maya = await stage.maya(java_script_enabled=False)
    page = maya.page
    await page.get_by_role("button", name="Browse integrations").click()
    await expect(page.get_by_role("heading", name="Connect your apps")).to_be_visible()
    await page.get_by_role("button", name="Connect Sandbox Contacts").click()
    await allow(page, "Grace Hopper")
    await sees(page, "Sandbox Contacts is connected", "grace@harbor.example")
    await page.get_by_role("link", name="Back to Acme Desk").click()
    await sees(page, "Connected accounts", "Harbor Compilers")

    held = await stage.connection()
    first = await stage.credentials(held["id"])
    stage.clock.advance(301)
    assert (await stage.whose(first))["status"] == 401
    second = await stage.credentials(held["id"])
    assert (await stage.whose(second))["name"] == "Grace Hopper"
    await page.get_by_role("link", name="Ask again").click()
    await sees(page, "New, version 2")


@ON_SQLITE
async def test_a_session_for_one_app_leads_straight_back_to_where_it_began(stage: Stage) -> None:
    maya = await stage.maya(java_script_enabled=False)
    await maya.page.goto(await stage.connect_link(integrations=["sandbox"]))
    await maya.page.get_by_role("button", name="Connect", exact=True).click()
    await allow(maya.page)
    await sees(maya.page, "Connected accounts")
    where = re.escape(f"{stage.acme}/integrations?authorization=")
    assert re.fullmatch(f"{where}auth_[a-z0-9]+&status=connected", maya.page.url)


@ON_SQLITE
async def test_a_blocked_popup_leaves_the_page_itself(stage: Stage) -> None:
    maya = await stage.maya()
    await block_popups(maya)
    await maya.page.goto(await stage.connect_link())
    await maya.page.get_by_role("button", name="Connect Sandbox Contacts").click()
    await allow(maya.page)
    await sees(maya.page, "Sandbox Contacts is connected", "ada@engine.example")
    assert len(maya.context.pages) == 1


@ON_SQLITE
async def test_a_blocked_popup_inside_of_acme_is_opened_by_a_link(stage: Stage) -> None:
    maya = await stage.maya()
    await block_popups(maya)
    await maya.page.reload()
    connect = await browse(stage, maya.page)
    await connect.get_by_role("button", name="Connect Sandbox Contacts").click()
    async with maya.context.expect_page() as opened:
        await connect.get_by_role("link", name="Continue").click()
    window = await opened.value
    await allow(window)
    await sees(window, "Sandbox Contacts is connected", "You can close this window")
    await window.close()
    await connect.get_by_role("link", name="I am back").click()
    await sees(connect, "ada@engine.example")
    assert (await stage.connection())["state"] == "active"


@ON_SQLITE
async def test_a_person_who_says_no_can_try_again_at_once(stage: Stage) -> None:
    maya = await stage.maya(java_script_enabled=False)
    await maya.page.goto(await stage.connect_link())
    await maya.page.get_by_role("button", name="Connect Sandbox Contacts").click()
    maya.forgiven.append("403 (Forbidden)")
    await maya.page.get_by_role("button", name="Cancel").click()
    await sees(maya.page, "Sandbox Contacts was not connected", "Access was not allowed there")
    await maya.page.get_by_role("link", name="Try again").click()
    await maya.page.get_by_role("button", name="Connect", exact=True).click()
    await allow(maya.page)
    await sees(maya.page, "Sandbox Contacts is connected")
