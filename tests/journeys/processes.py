"""`bothways` as people run it: a process of its own, with settings from its environment and real time.

Only the seconds that an interpreter takes to import everything are spared.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

from bothways.app.compose import compose
from bothways.cli.main import main
from bothways.core.bearer.model import Mode
from bothways.core.identity.scopes import SCOPES
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.crypto import SystemEntropy
from bothways.settings import load
from tests.support import forked

# What processes of this machine remember for each other, and no person's own.
STATE = tempfile.TemporaryDirectory(prefix="bothways-state-")
# Starting takes seconds where cores are shared by many.
START_SECONDS = 60.0
STOP_SECONDS = 30.0


def new_key(name: str = "k1") -> str:
    """A master key as the settings want it."""
    return new_master_key(name, SystemEntropy()).reveal()


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Nothing of the machine's own settings."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BOTHWAYS_")}
    named = {f"BOTHWAYS_{name.upper()}": text for name, text in settings.items()}
    return {**kept, "XDG_STATE_HOME": STATE.name, **named}


@dataclass(frozen=True)
class Process:
    """One that was started."""

    child: ForkServerProcess

    @classmethod
    def of(cls, arguments: tuple[str, ...], settings: dict[str, str], out: Path, err: Path) -> "Process":
        """`bothways` with these arguments; what it prints is appended to the files."""
        return cls(forked.start(_live, arguments, environment(settings), str(out), str(err)))

    @property
    def returncode(self) -> int | None:
        """As of now."""
        return self.child.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """As a supervisor or a terminal does."""
        assert self.child.pid is not None
        os.kill(self.child.pid, number)

    def kill(self) -> None:
        """At once, without a word."""
        self.child.kill()

    async def wait(self, seconds: float) -> int:
        """The exit status, once it has ended; minus the signal's number where one ended it."""
        return await forked.end_of(self.child, seconds=seconds)


def _live(arguments: tuple[str, ...], variables: dict[str, str], out: str, err: str) -> None:
    os.environ.clear()
    os.environ.update(variables)
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.argv = ["bothways", *arguments]
    main()


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
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = Process.of(arguments, settings, out, err)
        try:
            status = await process.wait(START_SECONDS)
        finally:
            process.kill()
        return Finished(status, out.read_text(), err.read_text())


@dataclass(frozen=True)
class Running:
    """A process that serves or works until it is told to stop."""

    process: Process
    base_url: str
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, token: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of a call."""
        headers = {"authorization": f"Bearer {token}"}
        async with self.session.request(method, self.base_url + path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.content_length else None

    async def stopped(self) -> int:
        """The exit status, once it has ended."""
        return await self.process.wait(STOP_SECONDS)


@contextlib.asynccontextmanager
async def started(command: str, log: Path, **settings: str) -> AsyncIterator[Running]:
    """Start `serve` (and wait until it is ready) or `worker`; kill it at the end if it still runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    base_url = f"http://127.0.0.1:{port}"
    chosen = {"port": port, "public_url": base_url, "allowed_networks": "127.0.0.0/8", **settings}
    process = Process.of((command,), chosen, log, log)
    try:
        async with aiohttp.ClientSession() as session:
            running = Running(process, base_url, session)
            if command == "serve":
                await _ready(running, log)
            yield running
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait(STOP_SECONDS)


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
