"""The guides to the embedded marketplace are executed: their backends, their pages, and what comes of them."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.docs.test_guides import blocks, run
from tests.house.tree import ROOT
from tests.journeys.browser.stage import ON_SQLITE, Stage, running_stage
from tests.journeys.browser.steps import allow, closed
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.servers import serve_built
from tests.web.scripts import packing

START, GUIDE = "start/embed-the-marketplace.md", "guides/web-sdk.md"
WRITTEN = "http://127.0.0.1:8700"
TOKEN = re.compile(r"bw_test_cs_[0-9A-Za-z]{43}")

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.fixture
async def stage(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> AsyncIterator[Stage]:
    async with running_stage(database_url, clock, entropy, browser) as stage:
        await stage.walk.integrate("sandbox", slug="contacts", display_name="Contacts")
        yield stage


def product(page: str, token: Callable[[], str], script: str = "") -> Any:
    """A product with one page, a module for it, and the address that its page gets tokens from."""
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Product</title>{page}</html>'

    async def app(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        kind, body = {
            "/bothways-token": ("application/json", json.dumps({"token": token()})),
            "/module.js": ("text/javascript", script),
        }.get(scope["path"], ("text/html", html))
        headers = [(b"content-type", f"{kind}; charset=utf-8".encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body.encode()})

    return app


async def connect_in(page: Page) -> None:
    """What the customer does in the marketplace."""
    shop = page.frame_locator("iframe")
    async with page.context.expect_page() as opened:
        await shop.get_by_role("button", name="Connect Contacts", exact=True).click()
    popup = await opened.value
    await allow(popup, "Grace Hopper")
    await closed(popup)


async def printed(stage: Stage, *command: str) -> str:
    """What a program prints that knows Bothways and the key from its environment."""
    environment = {**os.environ, "BOTHWAYS": stage.hub.base_url, "API_KEY": stage.hub.token}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=environment)
    async with asyncio.timeout(60):
        out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


async def test_the_three_parts_lead_from_nothing_to_the_customers_account(stage: Stage) -> None:
    _, allow_origins, open_session, read = blocks(START, "sh")
    [html], [python] = blocks(START, "html"), blocks(START, "python")
    tokens: list[str] = []
    page = html.replace(WRITTEN, stage.hub.base_url)

    async with serve_built(lambda _: product(page, lambda: tokens[-1])) as own:
        await run(allow_origins.replace("http://127.0.0.1:8701", own), stage.walk)
        tokens.append((await run(open_session.replace("http://127.0.0.1:8701", own), stage.walk))["token"])
        customer = await stage.somebody()
        await customer.page.goto(own)
        await customer.page.get_by_role("button", name="Integrations").click()
        await connect_in(customer.page)
        await expect(customer.page).to_have_title("contacts: grace@harbor.example")

    assert (await run(read, stage.walk))["type"] == "oauth2"
    assert json.loads(await printed(stage, sys.executable, "-c", python))["name"] == "Grace Hopper"


async def test_every_backend_of_the_guide_gets_a_session(stage: Stage, tmp_path: Path) -> None:
    [curl], [python] = blocks(GUIDE, "sh"), blocks(GUIDE, "python")
    [node], [go] = blocks(GUIDE, "javascript"), blocks(GUIDE, "go")
    assert TOKEN.fullmatch((await run(curl, stage.walk))["token"])
    assert TOKEN.fullmatch((await printed(stage, sys.executable, "-c", python)).strip())
    assert TOKEN.fullmatch((await printed(stage, "node", "--input-type=module", "-e", node)).strip())
    # Go is not everywhere that the tests run: without it, its example is only read, not executed.
    if shutil.which("go"):
        (tmp_path / "main.go").write_text(go)
        assert TOKEN.fullmatch((await printed(stage, "go", "run", str(tmp_path / "main.go"))).strip())


async def test_the_custom_element_shows_the_marketplace(stage: Stage) -> None:
    [html] = blocks(GUIDE, "html")
    await shows(stage, html.replace(WRITTEN, stage.hub.base_url))


async def test_the_react_example_shows_the_marketplace_and_counts(stage: Stage, tmp_path: Path) -> None:
    [jsx] = blocks(GUIDE, "jsx")
    page = await shows(stage, ROOM, bundled(jsx.replace(WRITTEN, stage.hub.base_url), "jsx", tmp_path), "1 connected")
    await expect(page.get_by_role("heading", name="Apps of Example Ltd")).to_be_visible()
    await expect(page.get_by_role("button", name="Connect your contacts")).to_be_enabled()


async def test_the_vue_example_shows_the_marketplace_and_counts(stage: Stage, tmp_path: Path) -> None:
    [js] = blocks(GUIDE, "js")
    await shows(stage, ROOM, bundled(js.replace(WRITTEN, stage.hub.base_url), "js", tmp_path), "1 connected")


ROOM = '<div id="root"></div><script type="module" src="/module.js"></script>'


async def shows(stage: Stage, page: str, script: str = "", *texts: str) -> Page:
    """Open a page of the guide, connect an account in its marketplace, and look for `texts`."""
    tokens: list[str] = []
    async with serve_built(lambda _: product(page, lambda: tokens[-1], script)) as own:
        await stage.hub.call("PATCH", "/v1/environment", {"allowed_origins": [own]})
        body = {"customer": {"id": "customer-42", "name": "Example Ltd"}}
        tokens.append((await stage.hub.call("POST", "/v1/connect-sessions", body)).data["token"])
        customer = await stage.somebody()
        await customer.page.goto(own)
        await connect_in(customer.page)
        for text in texts:
            await expect(customer.page.get_by_text(text)).to_be_visible()
        [one] = await stage.connections("customer-42")
        assert one["account"]["label"] == "grace@harbor.example"
        return customer.page


def bundled(code: str, kind: str, folder: Path) -> str:
    """As an operator's own build bundles it, with the packages as they are published."""
    web = ROOT / "web"
    tools = web / "node_modules" / ".bin"
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    # In the workspace, so that packages are found where npm has put them.
    source = web / "node_modules" / f".guide-{folder.name}.{kind}"
    source.write_text(code)
    command = ["rolldown", str(source), "--format", "esm", "--platform", "browser", "--file", str(folder / "out.js")]
    production = ["--transform.define", "process.env.NODE_ENV:'production'"]
    with packing():
        subprocess.run(["sh", "react/build.sh"], cwd=web, check=True, capture_output=True, env=environment)
        subprocess.run([*command, *production], cwd=web, check=True, capture_output=True, env=environment)
    source.unlink()
    return (folder / "out.js").read_text()
