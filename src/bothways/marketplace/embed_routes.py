"""The page that stands in the frame: an empty one, whose script draws the marketplace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import JSON, Header, Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.marketplace.brand import Brand, ReadBrand
from bothways.marketplace.languages import Language, Languages
from bothways.marketplace.screens import KEEPS_POPUPS, with_headers

SCRIPT, STYLE = "embed.js", "embed.css"
_ENCODER = msgspec.json.Encoder()
# The address stays the same when a file changes.
_SHORT: Header = (b"cache-control", b"public, max-age=300")


@dataclass(frozen=True)
class Embed:
    """Serves the frame's page to the sites that an environment allows, and to nobody else's frames."""

    brands: ReadBrand
    pages: Pages
    languages: Languages

    def routes(self) -> Routes:
        """The page is the same for all customers: whom it is for comes later, by a ticket."""
        shell = Public("the page holds nothing of anybody: whom it is for, the page around it tells it by a ticket")
        words = Public("sentences are everybody's")
        design = Public("the page holds a name that everybody may see; the portal around it brings what is shown")
        return [
            Route("GET", "/embed/{environment_id:str}", shell, self.page, hidden=True),
            Route("GET", "/embed/{environment_id:str}/preview", design, self.preview, hidden=True),
            Route("GET", "/embed/sentences/{language:str}", words, self.sentences, hidden=True),
        ]

    async def page(
        self,
        environment_id: str,
        exchange: Exchange,
        locale: str = "",
        theme: Literal["light", "dark", "auto"] | None = None,
    ) -> Reply:
        """`locale` and `theme` go before what the browser and the environment prefer."""
        brand = await self.brands(environment_id)
        language = self.languages.for_reader(exchange, locale)
        look = Look(frame_ancestors=brand.frame_ancestors, opener_policy=KEEPS_POPUPS, images=brand.images)
        return self._reply(look, brand=brand, language=language, scheme=theme or brand.scheme, preview=False)

    async def preview(self, environment_id: str, exchange: Exchange) -> Reply:
        """The same page for the portal, which dresses it in a look that is not saved yet.

        `frame-ancestors 'self'` is safe here although staff are signed in at this very origin: nothing of ours may be
        framed by others, so no site gets at this page by framing the portal either; and there is nothing in it to be
        led to press. Its script makes no call, has no session and opens no window: what it shows, the portal has read
        by its own right and hands in. Pictures may come from anywhere, since a logo is looked at before it is saved.
        """
        brand = await self.brands(environment_id)
        language = self.languages.for_reader(exchange)
        look = Look(frame_ancestors=("'self'",), images=("https:",))
        return self._reply(look, brand=brand, language=language, scheme=brand.scheme, preview=True)

    async def sentences(self, language: str) -> Reply:
        """A language that the operator's files added or corrected, whole; the frame's script has the others."""
        if language not in self.languages.own:
            raise RouteNotFound("The operator has no sentences of their own in that language.")
        return Reply(200, _ENCODER.encode(self.languages.read(language).table), (JSON, _SHORT))

    def _reply(self, look: Look, *, brand: Brand, language: Language, **values: object) -> Reply:
        built = {SCRIPT, STYLE} <= self.pages.assets.files.keys()
        look = replace(look, status=200 if built else 503)
        origins = _listed(brand.frame_ancestors)
        said = {"language": language.tag, "say": language.html, "own": " ".join(self.languages.own)}
        page = self.pages.reply("embed.html", look, brand=brand, built=built, origins=origins, **said, **values)
        return with_headers(page, *language.headers)


def _listed(origins: Sequence[str]) -> str:
    """As an attribute holds them; no origin has a blank in it."""
    return " ".join(origins)
