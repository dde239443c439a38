"""The marketplace's frame through time: sessions that end, pages that show and hide it, and what it weighs."""

import gzip

import pytest
from playwright.async_api import Response, expect

from tests.journeys.browser.embedding import frame_of, heard, hears, running_product
from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import sees
from tests.journeys.browser.test_life import connected

pytestmark = [pytest.mark.browser, ON_SQLITE]

LIFETIME_SECONDS = 3600
# Page, script and styles; fonts, pictures and glyphs come after what can be read.
MOST_BYTES = 60_000


async def test_a_session_that_ends_is_renewed_and_nothing_that_was_typed_is_lost(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven += ["401 (Unauthorized)", "422 (Unprocessable"]
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Connect Sandbox Machines").click()
        await shop.get_by_label("Client ID").fill("sandbox-client")
        await shop.get_by_label("Client secret", exact=True).fill("not the secret")
        stage.clock.advance(LIFETIME_SECONDS + 1)
        await shop.get_by_role("button", name="Connect Sandbox Machines").click()
        # The very call that met the end is made again with the new session.
        await expect(shop.get_by_label("Client secret", exact=True)).to_have_attribute("aria-invalid", "true")
        await expect(shop.get_by_label("Client ID")).to_have_value("sandbox-client")
        assert [one["reason"] for one in await heard(maya.page, "ticket_needed")] == ["expired"]
        assert len(await heard(maya.page, "entered")) == 2


async def test_a_page_that_renews_nothing_leaves_its_customer_with_words_and_a_way_on(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven += ["401 (Unauthorized)"]
    async with running_product(stage, renews=False) as product:
        shop = await product.open(maya)
        await sees(shop, "Sandbox Keys")
        stage.clock.advance(LIFETIME_SECONDS + 1)
        await shop.get_by_role("button", name="Sandbox Keys", exact=True).click()
        await sees(shop, "This page was open for a long time", "nothing is lost")
        await maya.page.evaluate("enter(true)")
        await sees(shop, "Connect Sandbox Keys")
        await expect(shop.get_by_text("This page was open for a long time")).to_have_count(0)


async def test_somebody_else_at_the_same_page_sees_nothing_of_who_was_there_before(stage: Stage) -> None:
    await connected(stage)
    maya = await stage.somebody()
    maya.forgiven += ["401 (Unauthorized)"]
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Manage Sandbox Contacts").click()
        await shop.get_by_role("button", name="Disconnect ada@engine.example").click()
        # Signed out there, and somebody else in; what was asked for meanwhile is nothing of theirs.
        stage.clock.advance(LIFETIME_SECONDS + 1)
        product.session = {"customer": {"id": "northwind"}}
        await shop.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
        await sees(shop, "Connect your apps", "Not connected")
        await expect(shop.get_by_role("dialog")).to_have_count(0)
        await expect(shop.get_by_text("ada@engine.example")).to_have_count(0)
    assert (await stage.connection())["state"] == "active"


async def test_it_opens_at_the_app_that_the_page_names_and_goes_where_it_shows(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage, options={"integration": "sandbox-key"}) as product:
        shop = await product.open(maya)
        await sees(shop, "Connect Sandbox Keys", "All apps")
        await maya.page.evaluate("say({type: 'show', integration: 'sandbox'})")
        await expect(shop.get_by_role("heading", name="Sandbox Contacts", level=1)).to_be_visible()


async def test_an_app_that_is_not_there_says_so_and_leads_to_the_others(stage: Stage) -> None:
    maya = await stage.somebody()
    maya.forgiven.append("404 (Not Found)")
    async with running_product(stage, options={"integration": "nothing-like-it"}) as product:
        shop = await product.open(maya)
        await sees(shop, "There is no such app")
        await shop.get_by_role("button", name="All apps").click()
        await sees(shop, "Connect your apps", "Sandbox Contacts")


async def test_a_session_for_one_app_shows_that_one_and_no_way_to_others(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage, session={"integrations": ["sandbox-key"]}) as product:
        shop = await product.open(maya)
        await sees(shop, "Connect Sandbox Keys")
        await expect(shop.get_by_role("button", name="All apps")).to_have_count(0)


async def test_inline_it_is_as_high_as_its_content(stage: Stage) -> None:
    maya = await stage.somebody(viewport={"width": 1280, "height": 500})
    async with running_product(stage, options={"mode": "inline"}) as product:
        shop = await product.open(maya)
        await sees(shop, "Connect your apps")
        await expect(shop.get_by_role("button", name="Close")).to_have_count(0)
        await hears(maya.page, "resize")
        await shop.get_by_role("button", name="Sandbox Keys", exact=True).click()
        await sees(shop, "may do")
        await expect(shop.locator("html")).to_have_js_property("scrollHeight", await _height(shop))
        assert (await heard(maya.page, "resize"))[-1]["height"] > 500


async def _height(shop: object) -> int:
    return await shop.locator("html").evaluate("(html) => html.clientHeight")  # type: ignore[attr-defined, no-any-return]


async def test_the_page_gives_it_its_own_look(stage: Stage) -> None:
    maya = await stage.somebody()
    look = {"accent": "#ffe14d", "radius": 0, "font": "Georgia, serif", "theme": "dark"}
    look |= {"background_dark": "#081f1a", "surface_dark": "#0f2e27", "text_dark": "#e6fff6"}
    async with running_product(stage, options=look) as product:
        shop = await product.open(maya)
        await shop.get_by_role("button", name="Sandbox Keys", exact=True).click()
        button = shop.locator("form button[type=submit]")
        style = "(one) => { const s = getComputedStyle(one); return [s.backgroundColor, s.color, s.borderRadius] }"
        assert await button.evaluate(style) == ["rgb(255, 225, 77)", "rgb(20, 24, 31)", "0px"]
        font = await shop.locator("body").evaluate("(one) => getComputedStyle(one).fontFamily")
        assert font == "Georgia, serif, system-ui, sans-serif"
        ground = "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
        assert await shop.locator(".market").evaluate(ground) == ["rgb(8, 31, 26)", "rgb(230, 255, 246)"]
        panel = shop.locator(".panel").first
        assert await panel.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(15, 46, 39)"
        frame = await frame_of(maya.page)
        assert await frame.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
        product.options = {"text": "#8a8a8a"}
        await product.open(maya)
        assert (await hears(maya.page, "error"))["message"] == (
            "In these colours words cannot be read: text has 3.2:1 on the background; "
            "4.5:1 is the least that can be read."
        )


async def test_the_first_load_is_light(stage: Stage) -> None:
    maya = await stage.somebody(locale="en-GB")
    weights: dict[str, int] = {}

    async def weigh(response: Response) -> None:
        if response.request.resource_type in {"document", "script", "stylesheet"} and response.ok:
            weights[response.url.removeprefix(stage.hub.base_url)] = len(gzip.compress(await response.body(), 9))

    maya.page.on("response", weigh)
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await sees(shop, "Connect your apps", "Sandbox Contacts")
    ours = {address: size for address, size in weights.items() if address.startswith("/")}
    kinds = {address.partition("?")[0].rpartition(".")[2] for address in ours}
    assert {"js", "css"} <= kinds
    assert sum(ours.values()) < MOST_BYTES, ours
    assert not any("/embed/" in address and address.endswith(".js") for address in ours), ours


async def test_opened_by_itself_it_says_where_it_belongs(stage: Stage) -> None:
    maya = await stage.somebody()
    await maya.page.goto(f"{stage.hub.base_url}/embed/{stage.hub.environment.id}")
    await sees(maya.page, "This page belongs in Acme Desk")
