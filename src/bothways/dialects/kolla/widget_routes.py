"""The widget that Kolla's browser SDK frames: a page that holds nothing, and the door by which it brings a consumer in.

The SDK posts the consumer token to whatever it framed, and hears whoever posts to it. So the page asks us about the
site around it before it uses a token or says anything: `enter` answers when the consumer's environment allows that
site, with a ticket for the marketplace's own frame, which opens once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from bothways.core.identity.allowed_origins import AllowedOrigins
from bothways.core.identity.callers import CustomerCaller
from bothways.core.identity.open_frame_ticket import OpenFrameTicket
from bothways.dialects.kolla import bodies
from bothways.dialects.kolla.connectors import Wire
from bothways.dialects.kolla.errors import KollaSiteNotAllowed, KollaWidgetOnly
from bothways.dialects.kolla.gate import KollaWidget
from bothways.dialects.kolla.names import bare
from bothways.dialects.kolla.status import SPEECH
from bothways.kit.errors import InvalidInput
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.route import Public, Route, Routes

SCRIPT, STYLE = "kolla.js", "kolla.css"
ENTER = "/kolla/widget:enter"
_BODY_BYTES = 4_096
# What the page's script says by itself, in the reader's language.
WORDS = {
    "ended": "widget.ended",
    "endedText": "widget.ended.text",
    "failed": "widget.failed",
    "unreachable": "widget.unreachable",
    "refused": "widget.refused",
    "close": "close",
    "again": "try_again",
}


class Voice(Protocol):
    """One of the marketplace's languages."""

    @property
    def tag(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def headers(self) -> tuple[Header, ...]: ...
    def say(self, key: str, /) -> str: ...


@dataclass(frozen=True)
class Widget:
    """Serves the page at the root of `widget_url`, and nowhere else."""

    origins: AllowedOrigins
    open_ticket: OpenFrameTicket
    pages: Pages
    speak: Callable[[Exchange], Voice]
    widget_url: str
    public_url: str

    def routes(self) -> Routes:
        """The page, and the door."""
        shell = Public("the page holds nothing of anybody: whom it is for, the page around it says")
        return [
            Route("GET", "/", shell, self.page, hidden=True),
            Route("POST", ENTER, KollaWidget(), self.enter, hidden=True, speech=SPEECH, max_body_bytes=_BODY_BYTES),
        ]

    async def page(self, exchange: Exchange) -> Reply:
        """It may be framed by the sites that any environment allows: whose consumer comes is not known yet."""
        if (exchange.header("host") or "").lower() != urlsplit(self.widget_url).netloc:
            raise RouteNotFound("Nothing has this path.")
        built = {SCRIPT, STYLE} <= self.pages.assets.files.keys()
        look = Look(
            status=200 if built else 503,
            frame_ancestors=sorted(await self.origins.every()),
            opener_policy="same-origin-allow-popups",
            frames=(_origin(self.public_url),),
        )
        voice = self.speak(exchange)
        words = json.dumps({name: voice.say(key) for name, key in WORDS.items()})
        said = {"voice": voice, "words": words, "enter": ENTER, "base": self.public_url}
        reply = self.pages.reply("widget.html", look, built=built, **said)
        return replace(reply, headers=(*reply.headers, *voice.headers))

    async def enter(self, caller: CustomerCaller, body: bytes, exchange: Exchange) -> Wire:
        """A ticket for the marketplace's frame, when the site around the widget may show it.

        Raises KollaSiteNotAllowed, KollaWidgetOnly, InvalidInput.
        """
        if exchange.header("origin") != self.widget_url:
            raise KollaWidgetOnly("Only the widget's own page may ask for this.")
        site = bodies.text(bodies.read(body), "site")
        if site is None:
            raise InvalidInput.of("site", "is required: the origin of the page around the widget")
        for origin in (site, self.widget_url):
            if not await self.origins.allowed(origin, caller.environment_id):
                raise KollaSiteNotAllowed(f"{_shown(origin)} is not among the allowed origins of this environment.")
        ticket = await self.open_ticket(caller)
        return {
            "ticket": ticket.ticket.reveal(),
            "expiry_time": ticket.expires_at,
            "frame": f"{self.public_url}/embed/{caller.environment_id}",
            "program": bare(caller.environment_id),
        }


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def _shown(origin: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in origin[:200])
