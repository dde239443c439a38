"""Pages that frame the marketplace, speak to it or replay what they heard, and get nothing."""

import json

import pytest
from playwright.async_api import expect

from tests.journeys.browser.embedding import allow_site, frame_of, heard, hears, running_product
from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, press_for_popup, sees
from tests.journeys.browser.test_hostile import _page, _shows
from tests.support.servers import serve

pytestmark = [pytest.mark.browser, ON_SQLITE]


async def test_a_site_that_is_not_allowed_frames_nothing(stage: Stage) -> None:
    mallory = await stage.somebody()
    mallory.forgiven.append("violates the following Content Security Policy")
    async with running_product(stage) as product:
        # What an allowed site may not frame: the page that heeds our own portal.
        preview = f"{stage.hub.base_url}/embed/{stage.hub.environment.id}/preview"
        await mallory.page.goto(product.base_url)
        async with mallory.page.expect_event("framenavigated", lambda framed: framed.url.startswith("chrome-error:")):
            await mallory.page.evaluate("(preview) => (frame.src = preview)", preview)
        assert await _shows(await frame_of(mallory.page)) == ""
        await allow_site(stage, "https://somebody.else.example")
        await mallory.page.goto(product.base_url)
        framed = await frame_of(mallory.page)
        assert await _shows(framed) == ""
        assert await mallory.page.evaluate("heard") == []


async def test_only_the_page_around_it_is_heard(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage) as product, serve(_page(INTRUDER)) as elsewhere:
        shop = await product.open(maya)
        await sees(shop, "Connect your apps")
        spoken = {"bothways": 1, "type": "show", "integration": "sandbox-key"}
        # A frame of somebody else's beside it, and a window that the page opened: both reach it, neither is its page.
        await maya.page.evaluate(PUT_BESIDE, elsewhere)
        stranger = maya.page.frame(name="stranger")
        assert stranger is not None
        await stranger.evaluate("(message) => parent.frames[0].postMessage(message, '*')", spoken)
        for odd in ODD_MESSAGES:
            await maya.page.evaluate(
                "(odd) => document.querySelector('iframe').contentWindow.postMessage(odd, '*')", odd
            )
        await maya.page.wait_for_timeout(300)
        await expect(shop.get_by_role("heading", name="Connect your apps")).to_be_visible()
        # Nor does the page around it decide what there is: that is for previews, in a page of their own.
        await maya.page.evaluate("say({type: 'preview', options, product: 'Mallory', shop: {items: []}})")
        # The page itself is heard, so that the silence above means something.
        await maya.page.evaluate("say({type: 'show', integration: 'sandbox-key'})")
        await expect(shop.get_by_role("heading", name="Sandbox Keys", level=1)).to_be_visible()
        await expect(shop.get_by_text("Mallory")).to_have_count(0)


async def test_a_ticket_that_was_used_opens_nothing_again(stage: Stage) -> None:
    maya, mallory = await stage.somebody(), await stage.somebody()
    mallory.forgiven.append("404 (Not Found)")
    async with running_product(stage) as product:
        await sees(await product.open(maya), "Connect your apps")
        product.replayed = await maya.page.evaluate("spent")
        shop = await product.open(mallory)
        assert (await hears(mallory.page, "error"))["code"] == "frame_ticket_refused"
        await sees(shop, "This page has to be opened again")
        await expect(shop.get_by_text("Sandbox Contacts")).to_have_count(0)
        assert await heard(mallory.page, "entered") == []
        assert [one["reason"] for one in await heard(mallory.page, "ticket_needed")] == ["lost", "lost"]


async def test_no_token_is_in_an_address_a_message_or_the_browser(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await allow(await press_for_popup(maya, shop.get_by_role("button", name="Connect Sandbox Contacts")))
        await sees(shop, "Sandbox Contacts is connected")
        framed = await frame_of(maya.page)
        assert await framed.evaluate(STORED) == ["", 0, 0]
        markup = await framed.content()
        secrets = ("_cs_", "_cf_", "_ft_", "sbx_at_", "sbx_rt_")
        said = json.dumps(await maya.page.evaluate("heard"))
        assert [secret for secret in secrets if secret in said or secret in markup] == []
        assert [url for url, _ in maya.asked if any(secret in url for secret in secrets)] == []
        assert len(await heard(maya.page, "event")) == 1


PUT_BESIDE = """(src) => new Promise((loaded) => document.body.append(
    Object.assign(document.createElement("iframe"), {src, name: "stranger", onload: () => loaded()})))"""
# Browsers may refuse a frame of another site any storage at all.
STORED = """() => [document.cookie, ...["localStorage", "sessionStorage"].map((name) => {
    try { return window[name].length } catch { return 0 }
})]"""
INTRUDER = "<!doctype html><title>Somebody else</title>"
ODD_MESSAGES = [
    None,
    "show",
    {"type": "show", "integration": "sandbox-key"},
    {"bothways": 2, "type": "show", "integration": "sandbox-key"},
    {"bothways": 1, "type": "show", "integration": {"toString": "sandbox-key"}},
    {"bothways": 1, "type": "constructor"},
    {"bothways": 1, "type": "enter", "ticket": "<script>", "options": {"mode": "modal"}},
]
