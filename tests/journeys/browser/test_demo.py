"""`bothways demo` as people start it: a process of its own, on ports of its own, with the time that there is."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser

from tests.journeys.browser.stage import Person, listen
from tests.journeys.browser.steps import allow, closed, open_marketplace, press_for_popup, sees

COMMAND = Path(sys.executable).parent / "bothways"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
PROVIDERS = Path(__file__).parent / "providers"

pytestmark = pytest.mark.browser


@contextlib.asynccontextmanager
async def demo(
    data: Path, ports: list[int], ended_by: signal.Signals, own: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[dict[str, Any]]:
    """Start it, yield what it prints, and end it as Ctrl-C or a supervisor does; it must end well and say nothing."""
    options = ["--port", "--acme-port", "--sandbox-port"]
    chosen = [part for option, port in zip(options, ports, strict=True) for part in (option, str(port))]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        "demo",
        "--json",
        "--data",
        data,
        *chosen,
        stdout=pipe,
        stderr=pipe,
        env={**_clean_environment(), **own},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = await process.stdout.readline()
        yield json.loads(line)
        process.send_signal(ended_by)
        async with asyncio.timeout(STOP_SECONDS):
            assert await process.wait() == 0
        assert await process.stdout.read() == b""
        assert b"Traceback" not in await process.stderr.read()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _clean_environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("BOTHWAYS_")}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


async def test_the_demo_shows_an_account_being_connected_renewed_and_still_there_next_time(
    browser: Browser, tmp_path: Path
) -> None:
    ports = _free_ports(3)
    async with demo(tmp_path / "demo", ports, signal.SIGINT) as told:
        addresses = [told[name] for name in ("bothways", "acme", "sandbox")]
        assert addresses == [f"http://127.0.0.1:{port}" for port in ports]
        person = await _visit(browser, told)
        await _connect(person, told)
        await _expire(person, told)
        await person.context.close()
        assert person.complaints == []
    (tmp_path / "cs.json").write_text(json.dumps({"catalog.title": "Propojte své aplikace"}))
    widget = f"localhost:{ports[0]}"
    own = {
        "BOTHWAYS_PROVIDERS_DIR": str(PROVIDERS),
        "BOTHWAYS_SENTENCES_DIR": str(tmp_path),
        "BOTHWAYS_KOLLA_WIDGET_URL": f"http://{widget}",
    }
    async with demo(tmp_path / "demo", ports, signal.SIGTERM, own) as again:
        assert again == told
        assert (await _call(again, "GET", "/v1/providers/strict-identity"))["origin"] == "folder"
        link = await _call(again, "POST", "/v1/connect-links", {"customer": {"id": "bluebird-bakery"}, "locale": "cs"})
        assert "Propojte své aplikace" in await _page(link["url"])
        assert 'id="widget"' in await _page(told["bothways"], Host=widget)
        held = await _connections(again)
        assert [one["account"]["label"] for one in held] == ["grace@harbor.example"]


async def _visit(browser: Browser, told: dict[str, Any]) -> Person:
    context = await browser.new_context()
    person = Person(context, await context.new_page())
    listen(person, told["bothways"], told["acme"], told["sandbox"])
    await person.page.goto(told["acme"])
    await person.page.get_by_role("button", name="Bluebird Bakery").click()
    await person.page.get_by_role("link", name="Integrations", exact=True).click()
    return person


async def _connect(person: Person, told: dict[str, Any]) -> None:
    connect = await open_marketplace(person.page)
    popup = await press_for_popup(person, connect.get_by_role("button", name="Connect Sandbox Contacts"))
    await allow(popup, "Grace Hopper")
    await sees(connect, "Sandbox Contacts is connected")
    await closed(popup)
    await person.page.keyboard.press("Escape")
    await sees(person.page, "Harbor Compilers")


async def _expire(person: Person, told: dict[str, Any]) -> None:
    """By the sandbox's own button: Acme notices, has the credentials renewed, and goes on."""
    sandbox = await person.context.new_page()
    await sandbox.goto(told["sandbox"])
    await sandbox.get_by_role("button", name="Expire all tokens now").click()
    await sees(sandbox, "Access tokens expired by hand: 1.")
    await person.page.get_by_role("link", name="Ask again").click()
    await sees(person.page, "New, version 2", "Harbor Compilers")


async def _connections(told: dict[str, Any]) -> list[dict[str, Any]]:
    return list((await _call(told, "GET", "/v1/connections"))["items"])


async def _call(told: dict[str, Any], method: str, path: str, body: Any = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {told['api_key']}"}
    async with (
        aiohttp.ClientSession(told["bothways"], headers=headers) as session,
        session.request(method, path, json=body) as got,
    ):
        return dict(await got.json())


async def _page(address: str, **headers: str) -> str:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session, session.get(address, headers=headers) as got:
        return await got.text()
