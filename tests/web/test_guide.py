"""The style guide: every piece in use is accessible, fits a phone, and lives under the strict policy."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.house.tree import ROOT
from tests.support.servers import serve
from tests.web.pages import guide

pytestmark = pytest.mark.browser

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = sorted(path.name for path in (ROOT / "web" / "ui" / "guide").glob("*.html"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
async def site() -> AsyncIterator[str]:
    async with serve(guide) as base_url:
        yield f"{base_url}/web/ui/guide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing(browser: Browser, site: str, name: str, scheme: str) -> None:
    context = await browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(f"{site}/{name}")
    # Evaluated by the debugger, not loaded by the page: the policy would rightly refuse it.
    await page.evaluate(Path(AXE).read_text() + "; 0")
    found = await page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
    await context.close()
    assert [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]] == []


@pytest.mark.parametrize("name", PAGES)
async def test_a_phone_shows_the_whole_width_and_the_policy_stops_nothing(
    browser: Browser, site: str, name: str
) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 700})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "policy" in message.text.lower() else None)
    await page.goto(f"{site}/{name}")
    width = await page.evaluate("document.documentElement.scrollWidth")
    await context.close()
    assert (width, complaints) == (320, [])
