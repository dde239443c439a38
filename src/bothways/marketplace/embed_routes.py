"""The page that stands in the frame: an empty one, whose script draws the marketplace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.marketplace.brand import ReadBrand
from bothways.marketplace.languages import choose
from bothways.marketplace.screens import KEEPS_POPUPS

SCRIPT, STYLE = "embed.js", "embed.css"


@dataclass(frozen=True)
class Embed:
    """Serves the frame's page to the sites that an environment allows, and to nobody else's frames."""

    brands: ReadBrand
    pages: Pages

    def routes(self) -> Routes:
        """The page is the same for all customers: whom it is for comes later, by a ticket."""
        shell = Public("the page holds nothing of anybody: whom it is for, the page around it tells it by a ticket")
        return [Route("GET", "/embed/{environment_id:str}", shell, self.page, hidden=True)]

    async def page(
        self,
        environment_id: str,
        exchange: Exchange,
        locale: str = "",
        theme: Literal["light", "dark", "auto"] | None = None,
    ) -> Reply:
        """`locale` and `theme` go before what the browser and the environment prefer."""
        brand = await self.brands(environment_id)
        built = {SCRIPT, STYLE} <= self.pages.assets.files.keys()
        return self.pages.reply(
            "embed.html",
            Look(
                status=200 if built else 503,
                frame_ancestors=brand.frame_ancestors,
                opener_policy=KEEPS_POPUPS,
                images=brand.images,
            ),
            brand=brand,
            built=built,
            language=choose(locale, exchange.header("accept-language")),
            scheme=theme or brand.scheme,
            origins=_listed(brand.frame_ancestors),
        )


def _listed(origins: Sequence[str]) -> str:
    """As an attribute holds them; no origin has a blank in it."""
    return " ".join(origins)
