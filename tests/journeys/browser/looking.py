"""Looking at a page as a strict visitor does: by machine, in the dark, on a phone, without a mouse."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, ViewportSize

from tests.house.tree import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 860}

# Colours and widths in one go each, so that thirty pages are quick.
FIND = """([parts, rules]) => axe.run(parts.length ? {include: parts.map((part) => [part])} : document,
    {runOnly: rules, resultTypes: ['violations']})"""
IS_DARK = """() => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 64;
}"""
WIDER_THAN_WINDOW = "document.documentElement.scrollWidth > innerWidth"
MOVES = """() => [...new Set(document.getAnimations().filter((one) => one.playState === 'running')
    .flatMap((one) => one.effect.getKeyframes()).flatMap(Object.keys))]
    .filter((name) => !['offset', 'computedOffset', 'easing', 'composite', 'opacity'].includes(name))"""


@dataclass
class Findings:
    """What there is to complain about, page by page."""

    found: list[str] = field(default_factory=list)

    async def look(self, page: Page, name: str, *parts: str) -> None:
        """Look at what the page shows now; at these parts of it alone where it repeats itself a hundred times."""
        # Colours that are still on their way to the other scheme would be measured half-way.
        await page.emulate_media(reduced_motion="reduce")
        # Evaluated by the debugger, not loaded by the page: the policy would rightly refuse it.
        await page.evaluate(AXE.read_text() + "; 0")
        await self._axe(page, name, parts, {"type": "tag", "values": RULES})
        await page.emulate_media(color_scheme="dark")
        if not await page.evaluate(IS_DARK):
            self.found.append(f"{name}: it is not dark in the dark")
        await self._axe(page, f"{name}, dark", parts, ["color-contrast"])
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(PHONE)
        if await page.evaluate(WIDER_THAN_WINDOW):
            self.found.append(f"{name}: it is wider than a phone")
        await page.set_viewport_size(DESK)

    async def _axe(self, page: Page, name: str, parts: Sequence[str], rules: object) -> None:
        result = await page.evaluate(FIND, [parts, rules])
        for violation in result["violations"]:
            for node in violation["nodes"]:
                self.found.append(f"{name}: {violation['id']}: {node['html'][:160]}")


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; it must be reached within a reasonable number of presses."""
    await wanted.wait_for()
    for _ in range(80):
        if await wanted.evaluate("(one) => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")
