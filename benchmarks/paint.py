"""How soon somebody who opens the marketplace sees it: a real Chromium that has never been there, SDK and all."""

import asyncio
import tempfile
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.async_api import Browser, Frame, Page, async_playwright

from benchmarks.measure import start, wait_until_gone
from bothways.cli.serving import Server, listen
from tests.support.browser import ARGUMENTS, find_chromium

ROUNDS = 7
_PATIENCE_MS = 30_000
# The least that a frame can show: a document of one line, on the same server as the product's scripts.
BARE = "/healthz"


@dataclass(frozen=True)
class Paint:
    """Medians over the rounds, in milliseconds since the page asked for the marketplace."""

    name: str
    painted_ms: float
    ready_ms: float


async def first_paints(rounds: int = ROUNDS) -> list[Paint]:
    """Open the marketplace on a page of another origin, in a new browser context each time: nothing is in a cache."""
    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listener:
        host = f"http://localhost:{listener.getsockname()[1]}"
        process, facts = start("benchmarks.server", "shop", f"sqlite:///{folder}/shop.db", host)
        base = f"http://127.0.0.1:{facts['port']}"
        page = Server(_host_page(base), listener)
        serving = asyncio.create_task(page.run_to_end())
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
                bare = [await _bare(browser, host, base) for _ in range(rounds)]
                shop = [await _shop(browser, host, facts["session"]) for _ in range(rounds)]
                await browser.close()
            return [Paint("a bare frame", *_middle(bare)), Paint("the marketplace", *_middle(shop))]
        finally:
            page.should_exit = True
            await serving
            wait_until_gone(process)


async def _bare(browser: Browser, host: str, base: str) -> tuple[float, float]:
    page = await _arrive(browser, host)
    shown: float = await page.evaluate(
        """async (address) => {
            const began = performance.now();
            const frame = document.createElement("iframe");
            const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
            frame.src = address;
            document.body.append(frame);
            await loaded;
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
            return performance.now() - began;
        }""",
        base + BARE,
    )
    await page.context.close()
    return shown, shown


async def _shop(browser: Browser, host: str, session: str) -> tuple[float, float]:
    page = await _arrive(browser, host)
    began: float = await page.evaluate(
        """async (token) => {
            await bothways.authenticate(token);
            const began = performance.timeOrigin + performance.now();
            bothways.openMarketplace();
            return began;
        }""",
        session,
    )
    frame = await _embedded(page)
    await frame.locator(".card").first.wait_for(timeout=_PATIENCE_MS)
    # A card may stand in the document before anything was painted.
    times: dict[str, float] = await frame.evaluate(
        """async () => {
            const ready = performance.timeOrigin + performance.now();
            const painted = await new Promise((resolve) => {
                new PerformanceObserver((list) => {
                    const [first] = list.getEntriesByName("first-contentful-paint");
                    if (first) resolve(performance.timeOrigin + first.startTime);
                }).observe({ type: "paint", buffered: true });
            });
            return { painted, ready: Math.max(ready, painted) };
        }"""
    )
    await page.context.close()
    return times["painted"] - began, times["ready"] - began


async def _arrive(browser: Browser, host: str) -> Page:
    page = await (await browser.new_context()).new_page()
    await page.goto(host)
    await page.wait_for_function("window.bothways !== undefined", timeout=_PATIENCE_MS)
    return page


async def _embedded(page: Page) -> Frame:
    while True:
        for frame in page.frames:
            if "/embed/" in frame.url:
                return frame
        await asyncio.sleep(0.005)


def _middle(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(first for first, _ in times), median(second for _, second in times)


def _host_page(base: str) -> Any:
    """An operator's product: a page with the SDK."""
    body = f'<!doctype html><title>Product</title><script src="{base}/sdk/v1/bothways.js"></script><h1>Product</h1>'

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"].endswith("shutdown"):
                    return
        headers = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body.encode()})

    return app
