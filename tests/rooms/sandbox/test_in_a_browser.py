"""The pages in a real browser: they work without script, and their policy stops nothing of their own."""

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.support.sandbox import CALLBACK, RunningSandbox, response_fields

pytestmark = pytest.mark.browser


async def open_page(browser: Browser, *, script: bool) -> tuple[Page, list[str], list[str]]:
    """A page, the callbacks that it is sent to, and what the browser complains about."""
    context = await browser.new_context(java_script_enabled=script)
    callbacks: list[str] = []
    complaints: list[str] = []

    async def land(route: Route) -> None:
        callbacks.append(route.request.url)
        await route.fulfill(body="landed")

    await context.route(f"{CALLBACK}**", land)
    page = await context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, callbacks, complaints


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_a_person_consents_with_the_mouse(sandbox: RunningSandbox, browser: Browser, script: bool) -> None:
    page, callbacks, complaints = await open_page(browser, script=script)
    await page.goto(sandbox.authorize_url())
    await page.get_by_text("Grace Hopper").click()
    await page.get_by_label("Add contacts").uncheck()
    await page.get_by_role("button", name="Allow").click()
    await expect(page.get_by_text("landed")).to_be_visible()
    tokens = (await sandbox.exchange(response_fields(callbacks[0])["code"])).json
    assert tokens["scope"] == "profile.read contacts.read"
    assert (await sandbox.call("/api/me", tokens["access_token"])).json["id"] == "usr_grace"
    assert complaints == []


async def test_a_person_consents_with_the_keyboard_alone(sandbox: RunningSandbox, browser: Browser) -> None:
    page, callbacks, _ = await open_page(browser, script=False)
    await page.goto(sandbox.authorize_url())
    for key in ["Tab", "ArrowDown", "Tab", "Space", "Enter"]:
        await page.keyboard.press(key)
    await expect(page.get_by_text("landed")).to_be_visible()
    tokens = (await sandbox.exchange(response_fields(callbacks[0])["code"])).json
    assert tokens["scope"] == "profile.read contacts.write"
    assert (await sandbox.call("/api/me", tokens["access_token"])).json["id"] == "usr_grace"


async def test_a_person_says_no(sandbox: RunningSandbox, browser: Browser) -> None:
    page, callbacks, _ = await open_page(browser, script=False)
    await page.goto(sandbox.authorize_url())
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_text("landed")).to_be_visible()
    assert response_fields(callbacks[0])["error"] == "access_denied"


async def test_the_start_page_follows_what_happens(sandbox: RunningSandbox, browser: Browser) -> None:
    page, _, complaints = await open_page(browser, script=True)
    await page.goto(sandbox.base_url)
    await expect(page.get_by_text("Nobody has connected yet")).to_be_visible()
    await sandbox.connect()
    await expect(page.get_by_text("Token good for 5 min")).to_be_visible(timeout=10_000)
    await page.get_by_role("button", name="Expire all tokens now").click()
    await expect(page.get_by_text("Token expired")).to_be_visible()
    assert complaints == []


async def test_no_page_is_wider_than_a_phone(sandbox: RunningSandbox, browser: Browser) -> None:
    page, _, _ = await open_page(browser, script=False)
    await page.set_viewport_size({"width": 360, "height": 740})
    await sandbox.connect()
    for url in [f"{sandbox.base_url}/", f"{sandbox.base_url}/keys", sandbox.authorize_url()]:
        await page.goto(url)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
