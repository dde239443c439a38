"""An operator's product that was built on Kolla: a page with the browser SDK as npm has it, and Kolla's hosts led here.

Names and ports of hosts are mapped in the browser, and `?kolla_local=true` is the SDK's own switch; nothing of the SDK
is changed. Kolla's API is https there, so the product is served a second time, with a certificate of ours.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.dialects.kolla.conftest import WIDGET, Kolla
from tests.support.browser import ARGUMENTS, PATIENCE_MS, find_chromium
from tests.support.certificates import make_certificate
from tests.support.servers import App, serve, serve_built

ROOT = Path(__file__).parents[3]
SDK = ROOT / "web" / "node_modules" / "@kolla" / "js-sdk" / "index.esm.js"
PAGE = """<!doctype html><title>Product</title><h1>Product</h1>
<script type="module">
import { kollaSDK } from "/sdk.js";
window.heard = [];
for (const name of ["onLinkCreated", "onLinkDisabled", "onMarketplaceOpened", "onMarketplaceClosed", "onError"])
  kollaSDK.subscribe(name, (event) => window.heard.push(event));
window.posted = [];
window.addEventListener("message", (event) => window.posted.push([event.origin, event.data]));
</script>"""


async def product(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
    """An ASGI app with a page, and the SDK as it lies in node_modules."""
    if scope["type"] != "http":
        return
    script = scope["path"] == "/sdk.js"
    body = SDK.read_bytes() if script else PAGE.encode()
    kind = b"text/javascript" if script else b"text/html; charset=utf-8"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})


def already_started(app: App) -> App:
    """The app for a second server: it is started once."""

    async def served(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": f"{message['type']}.complete"})
        return await send({"type": "lifespan.shutdown.complete"})

    return served


@dataclass
class Product:
    """The product's page in a browser that takes Kolla's hosts for ours."""

    kolla: Kolla
    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)

    async def page(self, url: str = "", **options: Any) -> Page:
        """The page, with the SDK loaded."""
        context = await self.browser.new_context(ignore_https_errors=True, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        await page.goto(url or f"{self.url}/?kolla_local=true")
        await page.wait_for_function("window.kolla && window.heard")
        return page


@contextlib.asynccontextmanager
async def showing(kolla: Kolla, folder: Path, *, allowed: bool = True) -> AsyncIterator[Product]:
    """The product on loopback; its site is one of the environment's `allowed` ones, or not."""
    hub = urlsplit(kolla.hub.base_url)
    over_tls = serve_built(lambda _: already_started(kolla.hub.bothways.asgi), make_certificate(folder))
    async with serve(product) as url, over_tls as secure, async_playwright() as playwright:
        origins = [WIDGET, url] if allowed else [WIDGET]
        await kolla.hub.call("PATCH", "/v1/environment", {"allowed_origins": origins})
        rules = ", ".join(
            [
                f"MAP api.getkolla.com:443 127.0.0.1:{urlsplit(secure).port}",
                f"MAP connect.getkolla.com:443 127.0.0.1:{urlsplit(secure).port}",
                f"MAP {urlsplit(WIDGET).netloc} 127.0.0.1:{hub.port}",
                "MAP * ~NOTFOUND",
                "EXCLUDE 127.0.0.1",
            ]
        )
        arguments = [one for one in ARGUMENTS if not one.startswith("--host-resolver-rules")]
        expect.set_options(timeout=PATIENCE_MS)
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=[*arguments, f"--host-resolver-rules={rules}"]
        )
        try:
            yield Product(kolla, browser, url)
        finally:
            await browser.close()
