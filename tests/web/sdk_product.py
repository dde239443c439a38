"""A product's page that has the browser SDK, and what a test does on it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, FrameLocator, Page

from tests.web.sdk_stand_in import StandIn


@dataclass
class Product:
    """A page of an operator's, on another site than the hub."""

    hub: StandIn
    address: str
    hub_url: str
    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    async def run(self, call: str) -> Any:
        """What a call of the page's resolves to, or the parts of its error."""
        return await self.page.evaluate(f"told(Promise.resolve().then(() => bothways.{call}))")

    async def enter(self, options: str = "{}") -> Any:
        return await self.run(f"authenticate('first', {options})")

    async def said(self) -> list[list[str]]:
        return list(await self.page.evaluate("said"))

    async def on_click(self, script: str, button: str = "Open") -> None:
        """Do something in a click, as only that may open windows. The outcome is in `window.outcome`."""
        await self.page.evaluate(
            f"window.outcome = undefined; window.click = () => window.pending ="
            f" told({script}).then((one) => window.outcome = one); 0"
        )
        await self.page.get_by_role("button", name=button).click()

    async def until(self, condition: str) -> None:
        """Asked from outside: the page's policy allows no evaluation, and its clock may stand still."""
        for _ in range(300):
            if await self.page.evaluate(f"Boolean({condition})"):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"it never came to {condition}")

    async def outcome(self) -> Any:
        await self.until("window.outcome")
        return await self.page.evaluate("outcome")

    async def heard(self) -> list[dict[str, Any]]:
        """What the frame that is there now was told."""
        return list(await self.frame.locator("body").evaluate("() => heard"))

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")
