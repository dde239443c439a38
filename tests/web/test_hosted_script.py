"""What hosted.js adds to a server-rendered page, in a real browser."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.support.servers import serve, serve_built
from tests.web.pages import Connecting, consent

pytestmark = pytest.mark.browser

PAST_A_DOUBLE_CLICK_MS = 600


@dataclass
class Story:
    """The page that a customer has open, and what stands behind it."""

    site: Connecting
    page: Page
    context: BrowserContext
    complaints: list[str]


@pytest.fixture
async def story(browser: Browser) -> AsyncIterator[Story]:
    site = Connecting()
    async with serve(site) as base_url, serve_built(lambda _: consent(f"{base_url}/finished")) as provider:
        # Another site, not only another port: localhost is not 127.0.0.1 to a browser.
        site.provider = provider.replace("127.0.0.1", "localhost")
        context = await browser.new_context()
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{base_url}/page")
        yield Story(site, page, context, complaints)
        await context.close()


async def test_consent_opens_in_a_popup_and_the_page_shows_the_result_when_it_closes(story: Story) -> None:
    async with story.context.expect_page() as opened:
        await story.page.get_by_role("button", name="Connect").click()
    popup = await opened.value
    await expect(story.page.get_by_role("button", name="Waiting for Slack")).to_have_attribute("aria-busy", "true")
    await expect(popup).to_have_title("has no opener")
    async with popup.expect_event("close"):
        await popup.get_by_text("Allow").click()
    await expect(story.page.get_by_text("version 2")).to_be_visible()
    await expect(story.page.get_by_role("button", name="Connect")).to_be_enabled()
    assert (story.site.modes, story.complaints) == (["popup"], [])
    assert "authorization=auth_1" in story.site.asked_for


async def test_a_blocked_popup_leaves_the_full_page_flow(story: Story) -> None:
    await story.page.evaluate("window.open = () => null")
    await story.page.get_by_role("button", name="Connect").click()
    await story.page.get_by_text("Allow").click()
    await expect(story.page.get_by_text("Connected")).to_be_visible()
    assert story.site.modes == ["page"]


async def test_what_the_server_refuses_is_shown_in_the_page_and_no_popup_stays(story: Story) -> None:
    story.site.refuses = True
    async with story.context.expect_page() as opened:
        await story.page.get_by_role("button", name="Connect").click()
    popup = await opened.value
    await expect(story.page.get_by_text("Fill this in.")).to_be_visible()
    assert popup.is_closed()


async def test_the_result_is_found_even_when_no_message_comes(story: Story) -> None:
    async with story.context.expect_page() as opened:
        await story.page.get_by_role("button", name="Connect").click()
    await (await opened.value).close()
    story.site.version = 7
    await expect(story.page.get_by_text("version 7")).to_be_visible()


async def test_a_lost_popup_can_be_opened_again(story: Story) -> None:
    for _ in range(2):
        async with story.context.expect_page() as opened:
            await story.page.locator("form[data-popup] button").click()
        await expect(await opened.value).to_have_title("has no opener")
        await story.page.wait_for_timeout(PAST_A_DOUBLE_CLICK_MS)
    await (await opened.value).get_by_text("Allow").click()
    await expect(story.page.get_by_text("version 2")).to_be_visible()
    assert story.site.modes == ["popup", "popup"]


async def test_a_double_click_opens_one_popup(story: Story) -> None:
    async with story.context.expect_page() as opened:
        twice = "button => { button.click(); button.click() }"
        await story.page.locator("form[data-popup] button").evaluate(twice)
    await (await opened.value).get_by_text("Allow").click()
    await expect(story.page.get_by_text("version 2")).to_be_visible()
    assert (story.site.modes, story.complaints) == (["popup"], [])


async def test_a_second_try_gets_a_window_of_its_own_while_the_first_closes(story: Story) -> None:
    for version in ("version 2", "version 3"):
        async with story.context.expect_page() as opened:
            await story.page.locator("form[data-popup] button").click()
        await (await opened.value).get_by_text("Allow").click()
        await expect(story.page.get_by_text(version)).to_be_visible()
    assert story.complaints == []


async def test_a_session_that_ends_meanwhile_shows_so(story: Story) -> None:
    async with story.context.expect_page():
        await story.page.get_by_role("button", name="Connect").click()
    story.site.over = True
    await expect(story.page.get_by_text("This session is over.")).to_be_visible()


async def test_a_message_from_elsewhere_changes_nothing(story: Story) -> None:
    await story.page.evaluate("new BroadcastChannel('bothways:connect').postMessage({version: '9', html: '<b>'})")
    await story.page.evaluate("window.postMessage('finished', '*')")
    await expect(story.page.get_by_text("version 1")).to_be_visible()


async def test_search_finds_without_accents_and_says_how_many(story: Story) -> None:
    search = story.page.get_by_role("searchbox")
    await search.fill("cafe")
    await expect(story.page.locator("li:visible")).to_have_text(["Caf\u00e9"])
    await expect(story.page.get_by_role("status")).to_have_text("1 app")
    await search.fill("nothing like it")
    await expect(story.page.get_by_text("Nothing found")).to_be_visible()


async def test_a_category_that_the_address_named_narrows_what_is_searched(story: Story) -> None:
    page = await (await story.page.context.request.get(story.page.url)).text()
    pressed = page.replace('data-filter-by="crm"', 'data-filter-by="crm" aria-pressed="true"')
    await story.page.route(story.page.url, lambda route: route.fulfill(body=pressed, content_type="text/html"))
    await story.page.reload()
    await story.page.get_by_role("searchbox").fill("a")
    await expect(story.page.get_by_text("Nothing found")).to_be_visible()
    await story.page.get_by_role("searchbox").fill("s")
    await expect(story.page.locator("li:visible")).to_have_text(["HubSpot"])


async def test_a_category_narrows_the_list_and_survives_a_refresh(story: Story) -> None:
    await story.page.get_by_role("button", name="CRM").click()
    await expect(story.page.locator("li:visible")).to_have_text(["HubSpot"])
    async with story.context.expect_page() as opened:
        await story.page.get_by_role("button", name="Connect").click()
    await (await opened.value).get_by_text("Allow").click()
    await expect(story.page.get_by_text("version 2")).to_be_visible()
    await expect(story.page.locator("li:visible")).to_have_text(["HubSpot"])
