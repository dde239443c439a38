"""`bothways` as people run it: a process of its own, with settings from its environment and real time."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

import bothways
from bothways.app.compose import compose
from bothways.core.bearer.model import Mode
from bothways.core.identity.scopes import SCOPES
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.crypto import SystemEntropy
from bothways.settings import load

COMMAND = Path(sys.executable).with_name("bothways")
# What processes of this machine remember for each other, and no person's own.
STATE = tempfile.TemporaryDirectory(prefix="bothways-state-")
# Starting takes seconds where cores are shared by many.
START_SECONDS = 60.0
STOP_SECONDS = 30.0


def new_key(name: str = "k1") -> str:
    """A master key as the settings want it."""
    return new_master_key(name, SystemEntropy()).reveal()


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Nothing of the machine's own settings, and this tree's code before any that is installed."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BOTHWAYS_")}
    source = str(Path(bothways.__file__).parents[1])
    named = {f"BOTHWAYS_{name.upper()}": text for name, text in settings.items()}
    return {**kept, "XDG_STATE_HOME": STATE.name, **named, "PYTHONPATH": source}


@dataclass(frozen=True)
class Finished:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document that it printed."""
        return json.loads(self.out)


async def run(*arguments: str, **settings: str) -> Finished:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        COMMAND, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment(settings)
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())


@dataclass(frozen=True)
class Running:
    """A process that serves or works until it is told to stop."""

    process: asyncio.subprocess.Process
    base_url: str
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, token: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of a call."""
        headers = {"authorization": f"Bearer {token}"}
        async with self.session.request(method, self.base_url + path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.content_length else None

    async def stopped(self) -> int:
        """The exit status, once it has ended."""
        async with asyncio.timeout(STOP_SECONDS):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def started(command: str, log: Path, **settings: str) -> AsyncIterator[Running]:
    """Start `serve` (and wait until it is ready) or `worker`; kill it at the end if it still runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    base_url = f"http://127.0.0.1:{port}"
    chosen = {"port": port, "public_url": base_url, "allowed_networks": "127.0.0.0/8", **settings}
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            COMMAND, command, stdout=output, stderr=output, env=environment(chosen)
        )
    try:
        async with aiohttp.ClientSession() as session:
            running = Running(process, base_url, session)
            if command == "serve":
                await _ready(running, log)
            yield running
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(running: Running, log: Path) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            assert running.process.returncode is None, log.read_text()
            with contextlib.suppress(aiohttp.ClientError):
                async with running.session.get(f"{running.base_url}/readyz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.05)


async def make_environment(database_url: str, master_keys: str) -> tuple[str, str]:
    """An environment's id and the token of a key that may do everything, in a database that was prepared."""
    settings = load({"BOTHWAYS_DATABASE_URL": database_url, "BOTHWAYS_MASTER_KEYS": master_keys})
    product = await compose(settings)
    try:
        workspace = await product.identity.create_workspace("Acme", actor="test")
        made = await product.identity.create_environment(workspace.id, "Acme", Mode.TEST, actor="test")
        key = await product.identity.create_api_key(made.id, "test", SCOPES, actor="test")
        return made.id, key.token.reveal()
    finally:
        await product.close()
