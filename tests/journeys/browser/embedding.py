"""A product on a site of its own that shows the marketplace in a frame, and people who use it there."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from playwright.async_api import Frame, FrameLocator, Page

from tests.journeys.browser.stage import Person, Stage
from tests.support.servers import serve

# What every operator's page does with the messages of `web/contract/messages.ts`, and a note of all that was heard.
_SCRIPT = """
const {base, environment, options, renews, replayed} = JSON.parse(document.getElementById("setting").textContent);
const frame = document.querySelector("iframe");
const heard = (window.heard = []);
const say = (message) => frame.contentWindow.postMessage({bothways: 1, ...message}, base);
let token;
async function ticket(fresh) {
    if (replayed) return replayed;
    if (fresh || !token) token = await (await fetch("/token", {method: "POST"})).text();
    const headers = {authorization: `Bearer ${token}`};
    return (await (await fetch(`${base}/v1/session/tickets`, {method: "POST", headers})).json()).ticket;
}
window.enter = async (fresh) => say({type: "enter", ticket: (window.spent = await ticket(fresh)), options});
window.say = say;
addEventListener("message", async ({data, origin, source}) => {
    if (source !== frame.contentWindow || origin !== base) return;
    heard.push(data);
    if (data.type === "ready") enter(false);
    if (data.type === "ticket_needed" && renews) enter(data.reason === "expired");
    if (data.type === "resize") frame.style.height = `${data.height}px`;
    if (data.type === "focus_out") say({type: "focus_in", direction: data.direction});
    if (data.type === "close") frame.hidden = true;
});
frame.src = `${base}/embed/${environment}`;
"""
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bluebird</title>
<style>
body {{ margin: 0 }}
iframe {{ width: 100%; height: 90vh; border: 0; display: block }}
iframe[hidden] {{ display: none }}
</style>
<h1>Bluebird</h1><iframe title="Integrations"></iframe><a href="#below">Below</a>
<script type="application/json" id="setting">{setting}</script><script>{script}</script></html>"""

# The same by the SDK, as an operator writes it.
_BY_SDK = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bluebird</title><script src="{base}/sdk/v1/bothways.js"></script>
<main><h1>Bluebird</h1><button id="open">Integrations</button></main>
<script>
const news = (window.news = []);
const token = async () => (await fetch("/token", {{method: "POST"}})).text();
for (const name of ["connection.created", "connection.updated", "connection.disconnected", "error"])
    bothways.on(name, (data) => news.push([name, data.connection_id ?? data.code]));
const ready = token().then((first) => bothways.authenticate(first, {{renew: token}}));
document.getElementById("open").onclick = () => ready.then(() => bothways.openMarketplace({options}));
</script></html>"""


@dataclass
class Product:
    """The product's site: one page, and the backend behind it that opens sessions."""

    stage: Stage
    base_url: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    session: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    renews: bool = True
    replayed: str | None = None
    by_sdk: bool = False

    async def open(self, person: Person) -> FrameLocator:
        """Go to the page; what is inside is the marketplace."""
        await person.page.goto(self.base_url)
        return inside(person.page)

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] == "POST":
            await _answer(send, (await self._token()).encode(), "text/plain")
        else:
            await _answer(send, self._page().encode(), "text/html", self.headers)

    def _page(self) -> str:
        if self.by_sdk:
            return _BY_SDK.format(base=self.stage.hub.base_url, options=json.dumps(dict(self.options)))
        setting = {
            "base": self.stage.hub.base_url,
            "environment": self.stage.hub.environment.id,
            "options": {"mode": "modal", **self.options},
            "renews": self.renews,
            "replayed": self.replayed,
        }
        return _PAGE.format(setting=json.dumps(setting), script=_SCRIPT)

    async def _token(self) -> str:
        body = {"customer": {"id": "bluebird-bakery"}, **self.session}
        answer = await self.stage.hub.call("POST", "/v1/connect-sessions", body)
        assert answer.status == 201, answer.text
        return str(answer.data["token"])


@contextlib.asynccontextmanager
async def running_product(stage: Stage, **setting: Any) -> AsyncIterator[Product]:
    """Start a product whose site the environment allows; `setting` are fields of Product.

    Another site than the product's own in every sense: not only another port, another name.
    """
    product = Product(stage, **setting)
    async with serve(product) as served:
        product.base_url = served.replace("127.0.0.1", "localhost")
        await allow_site(stage, product.base_url)
        yield product


async def allow_site(stage: Stage, origin: str) -> None:
    """Let a site frame the marketplace, and be come back to."""
    settings = {
        "allowed_origins": [stage.acme, origin],
        "return_urls": [f"{origin}/back", f"{stage.acme}/integrations"],
    }
    answer = await stage.hub.call("PATCH", "/v1/environment", settings)
    assert answer.status == 200, answer.text


def inside(page: Page) -> FrameLocator:
    """The marketplace on somebody's page."""
    return page.frame_locator("iframe[title=Integrations]")


async def frame_of(page: Page) -> Frame:
    """The same, to run a script in."""
    element = await page.query_selector("iframe[title=Integrations]")
    frame = None if element is None else await element.content_frame()
    assert frame is not None
    return frame


async def heard(page: Page, kind: str) -> list[dict[str, Any]]:
    """What the frame said of one kind, oldest first."""
    said = await page.evaluate("window.heard")
    return [message for message in said if message["type"] == kind]


async def hears(page: Page, kind: str, **fields: Any) -> dict[str, Any]:
    """Wait until the frame has said it, with these fields; a blank in time is no answer."""
    for _ in range(100):
        for message in await heard(page, kind):
            if message.items() >= fields.items():
                return message
        await asyncio.sleep(0.1)
    raise AssertionError(f"the frame never said {kind} {fields}; it said {await page.evaluate('window.heard')}")


async def _answer(send: Any, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
    named = {"content-type": kind, "cache-control": "no-store", **(headers or {})}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def query_of(url: str) -> dict[str, str]:
    """What stands behind the question mark."""
    return {name: texts[0] for name, texts in parse_qs(url.partition("?")[2]).items()}
