"""The portal in a real browser: somebody who is signed in, beside the product and a sandbox provider."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bothways.app.edges import ASSETS
from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret
from bothways.kit.web.assets import Assets
from tests.house.tree import ROOT
from tests.support.browser import PATIENCE_MS
from tests.support.hub import Hub
from tests.support.hubs import Walk

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long enough password"
NARROW = 320


@dataclass
class Screen:
    """One person's browser. What it complains about fails the test, but for what a test provokes."""

    walk: Walk
    page: Page
    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    @property
    def hub(self) -> Hub:
        return self.walk.hub

    def address(self, path: str = "") -> str:
        """A page of the environment, or with a slash before it one of the workspace."""
        below = path if path.startswith("/") else f"/{self.hub.environment.id}" + (path and f"/{path}")
        return f"{self.hub.base_url}/portal{below}"

    async def open(self, path: str = "", heading: str | None = None) -> None:
        await self.page.goto(self.address(path))
        if heading is not None:
            await self.titled(heading)

    async def titled(self, heading: str) -> None:
        """The page with this heading has come."""
        await expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.page.get_by_text(text).first).to_be_visible()

    async def press(self, name: str, *, inside: Locator | None = None) -> None:
        await (inside or self.page).get_by_role("button", name=name, exact=True).click()

    async def choose(self, name: str) -> None:
        """From the menu of further actions."""
        await self.press("More actions")
        await self.page.get_by_role("menuitem", name=name, exact=True).click()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def row(self, text: str) -> Locator:
        """The row of a table that holds the text."""
        return self.page.get_by_role("row").filter(has_text=text)

    async def look_closely(self, name: str) -> None:
        """Axe in the light and in the dark, and the whole of it on the narrowest phone."""
        await self.page.emulate_media(reduced_motion="reduce", color_scheme="light")
        await self.page.evaluate(AXE.read_text() + "; 0")
        found = await self._axe(RULES)
        await self.page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in await self._axe(["wcag2aa"])]
        size = self.page.viewport_size
        await self.page.set_viewport_size({"width": NARROW, "height": 640})
        if await self.page.evaluate("document.documentElement.scrollWidth") > NARROW:
            found.append("it is wider than a phone")
        assert size is not None
        await self.page.set_viewport_size(size)
        await self.page.emulate_media(color_scheme="light")
        assert found == [], f"{name}: {found}"

    async def _axe(self, rules: list[str]) -> list[str]:
        run = "(tags) => axe.run({runOnly: {type: 'tag', values: tags}})"
        found: Any = await self.page.evaluate(run, rules)
        return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


@contextlib.asynccontextmanager
async def signed_in(walk: Walk, browser: Browser, role: Role = Role.OWNER, **options: Any) -> AsyncIterator[Screen]:
    """Sam, at a desk unless `options` say otherwise. Copying is allowed."""
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    await _cookie(walk.hub, context, role)
    screen = Screen(walk, await context.new_page())
    listen(screen)
    yield screen
    unforgiven = [one for one in screen.complaints if not any(part in one for part in screen.forgiven)]
    assert unforgiven == [], unforgiven


def listen(screen: Screen) -> None:
    """Broken policies, faults of the script, and answers that it did not expect."""

    def heard(message: Any) -> None:
        if message.type in {"error", "warning"}:
            screen.complaints.append(f"{message.text} ({message.location['url']})")

    screen.page.on("console", heard)
    screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))


async def _cookie(hub: Hub, context: BrowserContext, role: Role) -> None:
    staff, workspace, email = hub.bothways.staff, hub.environment.workspace_id, f"{role}@acme.example"
    await staff.create(workspace, email, "Sam", Secret(PASSWORD), actor="test", role=role)
    signed = await staff.sign_in(email, Secret(PASSWORD), address="127.0.0.1")
    await context.add_cookies([{"name": "bothways_staff", "value": signed.token.reveal(), "url": hub.base_url}])


def built_assets() -> Assets:
    """The browser code as it is shipped."""
    assets = Assets.load(ASSETS)
    assert "portal.js" in assets.files, "the browser code is not built: run `make setup`"
    return assets
