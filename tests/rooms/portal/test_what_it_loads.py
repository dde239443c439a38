"""How much of the portal's script comes, when, and what is said where it does not."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Request, expect

from bothways.app.edges import ASSETS
from tests.rooms.portal.screens import PASSWORD, Screen
from tests.support.browser import PATIENCE_MS

pytestmark = pytest.mark.browser

# Bytes of styles and scripts, packed as they are sent.
MOST_AT_THE_DOOR, MOST_AFTER_IT, MOST_OF_A_PAGE = 18_000, 185_000, 20_000


class Loaded:
    """The styles and scripts that a page asks for, and what they weigh as they are sent."""

    def __init__(self, page: Page) -> None:
        self.files: set[str] = set()
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        path = urlsplit(request.url).path.removeprefix("/assets/")
        if request.resource_type in {"script", "stylesheet"}:
            self.files.add(path)

    def weight(self) -> int:
        """Bytes since the last time."""
        files, self.files = self.files, set()
        return sum(len(gzip.compress((ASSETS / file).read_bytes(), 9)) for file in files)


async def test_the_first_pages_are_light_and_each_room_brings_its_own(screen: Screen, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE_MS)
    loaded = Loaded(page)
    await page.goto(f"{screen.hub.base_url}/portal/sign-in")
    await page.wait_for_load_state("networkidle")
    assert 0 < loaded.weight() < MOST_AT_THE_DOOR

    await page.get_by_label("E-mail address").fill("owner@acme.example")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", level=1, name="Acme", exact=True)).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert MOST_AT_THE_DOOR < loaded.weight() < MOST_AFTER_IT

    # What is needed in any case comes at once, not one after the other, and once.
    early = await page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map((one) => one.href)")
    fetched = await page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert [fetched.count(address) for address in early] == [1, 1, 1, 1]

    await page.get_by_role("link", name="Audit log").click()
    await expect(page.get_by_role("heading", level=1, name="Audit log")).to_be_visible()
    assert 0 < loaded.weight() < MOST_OF_A_PAGE


async def test_what_does_not_come_is_told_with_a_way_to_load_it_again(screen: Screen) -> None:
    page, gone = screen.page, "**/assets/parts/**"
    screen.forgiven += ["404", "Failed to fetch", "Failed to load", "did not load", "Unloaded"]
    await screen.open("addresses", "Origins and URLs")
    await page.route(gone, lambda route: route.fulfill(status=404))
    await page.get_by_role("link", name="Look").click()
    await expect(page.get_by_role("alert")).to_contain_text("This page did not load")
    await page.unroute(gone)
    await screen.press("Load it again")
    await screen.titled("Look")

    await page.route("**/assets/parts/portal-*", lambda route: route.fulfill(status=404))
    await page.reload()
    await expect(page.get_by_role("heading", name="The portal did not load")).to_be_visible()
    await page.unroute("**/assets/parts/portal-*")
    await page.get_by_role("link", name="Load it again").click()
    await screen.titled("Look")
