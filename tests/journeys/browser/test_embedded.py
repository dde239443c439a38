"""A customer uses the marketplace inside of the operator's product."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser.embedding import heard, hears, query_of, running_product
from tests.journeys.browser.stage import ON_SQLITE, Person, Stage
from tests.journeys.browser.steps import allow, block_popups, closed, press_for_popup, sees
from tests.journeys.browser.test_keys import RIGHT, WRONG
from tests.journeys.browser.test_life import connected, withdraw

pytestmark = pytest.mark.browser


async def test_an_account_is_connected_in_a_window_and_the_page_hears_of_it(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        popup = await press_for_popup(maya, shop.get_by_role("button", name="Connect Sandbox Contacts"))
        await sees(shop, "Waiting for Sandbox Contacts")
        await allow(popup, "Grace Hopper")
        await sees(shop, "Sandbox Contacts is connected", "grace@harbor.example")
        await closed(popup)
        held = await stage.connection()
        news = await hears(maya.page, "event", name="connection.created")
        assert (news["data"]["connection_id"], news["data"]["integration"]) == (held["id"], "sandbox")
        await shop.get_by_role("button", name="Done").click()
        await sees(shop, "Connected account", "grace@harbor.example was connected")
    assert (await stage.whose(await stage.credentials(held["id"])))["name"] == "Grace Hopper"


async def test_where_windows_are_blocked_the_whole_page_goes_and_comes_back(stage: Stage) -> None:
    maya = await stage.somebody()
    await block_popups(maya)
    async with running_product(stage) as product:
        product.session = {"return_url": f"{product.base_url}/back"}
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Connect Sandbox Contacts").click()
        await sees(shop, "One more step to Sandbox Contacts")
        await shop.get_by_role("link", name="Continue to Sandbox Contacts").click()
        await maya.page.wait_for_url(f"{stage.sandbox.base_url}/**")
        await allow(maya.page)
        await maya.page.wait_for_url(f"{product.base_url}/back**")
        held = await stage.connection()
        assert query_of(maya.page.url)["status"] == "connected"
        await sees(shop, "Connected")
        await shop.get_by_role("button", name="Manage Sandbox Contacts").click()
        await sees(shop, "ada@engine.example")
    assert (held["state"], held["account"]["label"]) == ("active", "ada@engine.example")


async def window_at(person: Person, site: str) -> Page:
    """The window that shows a page of that site, once there is one."""
    for _ in range(100):
        for window in person.context.pages:
            if window.url.startswith(site):
                return window
        await asyncio.sleep(0.1)
    raise AssertionError(f"no window at {site}, but at {[window.url for window in person.context.pages]}")


@ON_SQLITE
async def test_a_page_that_cuts_off_its_windows_hears_the_outcome_all_the_same(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage, headers={"cross-origin-opener-policy": "same-origin"}) as product:
        shop = await product.open(maya)
        # Such a page gets no handle on its windows: an empty one opens, and nobody can send it anywhere.
        await shop.get_by_role("button", name="Connect Sandbox Contacts").click()
        await shop.get_by_role("link", name="Continue to Sandbox Contacts").click()
        await allow(await window_at(maya, stage.sandbox.base_url))
        await sees(shop, "Sandbox Contacts is connected")
        await hears(maya.page, "event", name="connection.created")


@ON_SQLITE
async def test_a_window_that_is_closed_half_way_is_opened_again_and_one_account_comes_of_it(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven.append("403 (Forbidden)")
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await (await press_for_popup(maya, shop.get_by_role("button", name="Connect Sandbox Contacts"))).close()
        await sees(shop, "The window was closed")
        popup = await press_for_popup(maya, shop.get_by_role("button", name="Open the window again"))
        await popup.get_by_role("button", name="Cancel").click()
        await sees(shop, "Sandbox Contacts was not connected", "Access was not allowed there")
        await popup.close()
        await shop.get_by_role("button", name="Back").click()
        await sees(shop, "Connect your apps")
        await allow(await press_for_popup(maya, shop.get_by_role("button", name="Connect Sandbox Contacts")))
        await sees(shop, "Sandbox Contacts is connected")
        assert len(await heard(maya.page, "event")) == 1
    assert len(await stage.connections()) == 1


async def test_a_key_is_tried_and_what_is_wrong_is_said_at_its_field(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven.append("422 (Unprocessable")
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Connect Sandbox Keys").click()
        field, send = shop.get_by_label("API key", exact=True), shop.locator("form button[type=submit]")
        for typed, said in [
            ("", "Fill this in."),
            ("not like a key", "It does not look right."),
            (WRONG, "Sandbox Keys does not accept it."),
        ]:
            await field.fill(typed)
            await send.click()
            await sees(shop, said)
            await expect(field).to_have_attribute("aria-invalid", "true")
            await expect(field).to_be_focused()
            await expect(field).to_have_value(typed)
        await field.fill(RIGHT)
        await send.click()
        await sees(shop, "Sandbox Keys is connected", "ada@engine.example")
    credentials = await stage.credentials((await stage.connection())["id"])
    assert credentials["headers"] == {"X-API-Key": RIGHT}
    assert WRONG not in stage.hub.log_text()
    assert RIGHT not in stage.hub.log_text()


async def test_an_account_that_ended_is_reconnected_with_one_press(stage: Stage) -> None:
    held = await connected(stage)
    await withdraw(stage)
    assert (await stage.hub.call("GET", f"/v1/connections/{held}/credentials")).status == 409
    maya = await stage.somebody()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await sees(shop, "Needs attention")
        await allow(await press_for_popup(maya, shop.get_by_role("button", name="Reconnect Sandbox Contacts")))
        await sees(shop, "Sandbox Contacts works again")
        news = await hears(maya.page, "event", name="connection.updated")
        assert (news["data"]["connection_id"], news["data"]["state"]) == (held, "active")
        await shop.get_by_role("button", name="Done").click()
        await sees(shop, "was reconnected", "stopped working and has to be reconnected")
    assert [(one["id"], one["state"]) for one in await stage.connections()] == [(held, "active")]


async def test_disconnecting_is_asked_first_and_then_ends_it_at_once(stage: Stage) -> None:
    held = await connected(stage)
    maya = await stage.somebody()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Manage Sandbox Contacts").click()
        ask = shop.get_by_role("button", name="Disconnect ada@engine.example")
        await ask.click()
        question = shop.get_by_role("dialog", name="Disconnect ada@engine.example?")
        await question.get_by_role("button", name="Keep it").click()
        await expect(question).to_have_count(0)
        await expect(ask).to_be_focused()
        assert (await stage.connection())["state"] == "active"
        await ask.click()
        await question.get_by_role("button", name="Disconnect").click()
        await sees(shop, "ada@engine.example was disconnected")
        await expect(shop.get_by_role("button", name="Connect", exact=True)).to_be_visible()
        news = await hears(maya.page, "event", name="connection.disconnected")
        assert news["data"]["connection_id"] == held
    gone = await stage.hub.call("GET", f"/v1/connections/{held}/credentials")
    assert gone.data["code"] == "connection_disconnected"


@ON_SQLITE
async def test_the_catalog_is_searched_and_narrowed_to_a_category(stage: Stage) -> None:
    for provider in ("hubspot", "slack", "zendesk"):
        await stage.hub.call("POST", "/v1/integrations", {"provider": provider, "client_id": "a", "client_secret": "b"})
    maya = await stage.somebody()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        names = shop.locator("h3")
        await expect(names).to_have_count(6)
        await shop.get_by_role("searchbox").fill("ZÉN")
        await expect(names).to_have_text(["Zendesk"])
        await sees(shop, "1 app")
        await shop.get_by_role("searchbox").fill("nothing of that name")
        await sees(shop, "No app by that name")
        await shop.get_by_role("button", name="Show all apps").click()
        await shop.get_by_role("button", name="Customer records").click()
        await expect(names).to_have_text(["HubSpot"])
        await shop.get_by_role("button", name="HubSpot", exact=True).click()
        await expect(shop.get_by_role("heading", name="HubSpot", level=1)).to_be_focused()
        await shop.get_by_role("button", name="All apps").click()
        # As it was left, with the focus on the card.
        await expect(names).to_have_text(["HubSpot"])
        await expect(shop.get_by_role("button", name="HubSpot", exact=True)).to_be_focused()


@ON_SQLITE
@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        ("de-AT", ["Apps verbinden", "Nicht verbunden", "Kontakte sehen", "Verbunden am 1. "]),
        ("ja", ["アプリを接続", "未接続", "接続済みのアカウント"]),
        ("xx", ["Connect your apps", "Not connected", "Connected account"]),
    ],
)
async def test_it_speaks_the_language_that_the_page_asks_for(stage: Stage, locale: str, sentences: list[str]) -> None:
    await connected(stage)
    maya = await stage.somebody(locale="en-GB")
    async with running_product(stage, options={"locale": locale}) as product:
        shop = await product.open(maya)
        await sees(shop, *sentences[:2])
        await shop.get_by_role("button", name="Sandbox Contacts", exact=True).click()
        await sees(shop, *sentences[2:])
        language = locale.partition("-")[0] if locale != "xx" else "en"
        await expect(shop.locator("html")).to_have_attribute("lang", language)
