"""Examining an installation: what is wrong, and what to do about it."""

import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import text

from bothways import settings as configuration
from bothways.app.edges import ASSETS, open_notebook
from bothways.app.own_files import own_providers, own_sentences
from bothways.core.vault.key_ring import KeyRing
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock, SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import EgressError
from bothways.kit.egress.messages import Request
from bothways.kit.errors import DomainError
from bothways.kit.log import configure
from bothways.migrations.run import pending
from bothways.settings import Settings, SettingsError

MOST_SKEW_SECONDS = 5.0
# A machine without a clock battery wakes up in 1970 or in the year it was built.
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
LEAST_FREE_BYTES = 256 * 1024**2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    check: str
    outcome: Literal["ok", "warning", "failed"]
    message: str
    next_step: str = ""


Check = Callable[[Settings], Awaitable[Finding]]


async def examine(clock: Clock | None = None) -> list[Finding]:
    """Look at everything; one failing check does not hide the others. Changes nothing."""
    # What is wrong becomes a finding; standard output is for these alone.
    configure(sys.stderr, "error")
    try:
        found = configuration.load()
    except SettingsError as error:
        return [Finding("settings", "failed", problem, "Correct the variable.") for problem in error.problems]
    return [Finding("settings", "ok", "every BOTHWAYS_ variable is understood")] + [
        finding async for finding in _look(found, clock or SystemClock())
    ]


async def _look(found: Settings, clock: Clock) -> AsyncIterator[Finding]:
    ring = _keys(found)
    yield ring if isinstance(ring, Finding) else Finding("master keys", "ok", f"key {ring.current} seals")
    async for finding in _database(found, clock, None if isinstance(ring, Finding) else ring):
        yield finding
    yield _memory(found, clock)
    yield _assets()
    for finding in _own_files(found):
        yield finding
    yield _address(found.public_url)
    if (unnamed := _proxies(found)) is not None:
        yield unnamed
    yield await _reachable(found.public_url)


def _keys(found: Settings) -> KeyRing | Finding:
    try:
        return KeyRing.parse(None if found.master_keys is None else found.master_keys.reveal())
    except DomainError as error:
        return Finding("master keys", "failed", error.detail, error.next_step)


async def _database(found: Settings, clock: Clock, ring: KeyRing | None) -> AsyncIterator[Finding]:
    try:
        database = await Database.open(found.database_url.reveal())
    except DomainError as error:
        yield Finding("database", "failed", str(error), error.next_step)
        return
    try:
        await database.ping()
        yield Finding("database", "ok", f"{database.dialect} answers")
        if database.dialect == "sqlite":
            yield _disk(found)
        waiting = await pending(found.database_url.reveal())
        if waiting:
            yield Finding("schema", "failed", f"{len(waiting)} migrations have not run", "Run `bothways migrate`.")
            return
        yield Finding("schema", "ok", "the database has this version's schema")
        if ring is not None:
            await Vault(database, ring, clock, SystemEntropy()).check()
            yield Finding("vault", "ok", "the master keys fit the database")
        yield await _clock(database, clock)
    except DomainError as error:
        yield Finding("database", "failed", str(error), error.next_step)
    finally:
        await database.close()


def _disk(found: Settings) -> Finding:
    file = Path(found.database_url.reveal().removeprefix("sqlite:///")).absolute()
    free = shutil.disk_usage(file.parent).free
    message = f"{free // 1024**2} MB are free where the database is"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "warning", message, f"Make room in {file.parent}: a full disk stops every write.")
    return Finding("disk", "ok", message)


async def _clock(database: Database, clock: Clock) -> Finding:
    now = clock.now()
    if now < EARLIEST:
        return Finding("clock", "failed", f"this machine believes it is {now:%Y-%m-%d}", "Set the clock; use NTP.")
    if database.dialect == "sqlite":
        return Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M:%S} UTC")
    async with database.read() as tx:
        row = await tx.first(text("SELECT extract(epoch FROM clock_timestamp())"))
    assert row is not None, "an aggregate of nothing is a row"
    skew = now.timestamp() - float(row[0])
    if abs(skew) > MOST_SKEW_SECONDS:
        message = f"this machine and the database differ by {abs(skew):.0f} seconds"
        return Finding("clock", "warning", message, "Use NTP on both.")
    return Finding("clock", "ok", "this machine and the database agree")


def _memory(found: Settings, clock: Clock) -> Finding:
    notebook = open_notebook(found, clock)
    try:
        if notebook.lasts:
            return Finding("memory", "ok", f"{found.state_dir} remembers what this machine showed to providers")
    finally:
        notebook.close()
    return Finding(
        "memory",
        "warning",
        "this machine cannot remember what it showed to providers, so that a backup put back would not be noticed",
        "Set BOTHWAYS_STATE_DIR to a folder that stays and can be written.",
    )


def _own_files(found: Settings) -> Iterator[Finding]:
    for check, folder, read in (
        ("own providers", found.providers_dir, own_providers),
        ("own sentences", found.sentences_dir, own_sentences),
    ):
        if folder is None:
            continue
        try:
            read(found)
        except SettingsError as error:
            yield from (Finding(check, "failed", problem, "Correct it, or take it away.") for problem in error.problems)
        else:
            yield Finding(check, "ok", f"every file in {folder} can be used")


def _assets() -> Finding:
    if (ASSETS / "manifest.json").exists():
        return Finding("browser code", "ok", "built")
    return Finding("browser code", "failed", "it was not built, so pages have no style", "Run `make setup`.")


def _address(public_url: str) -> Finding:
    parts = urlsplit(public_url)
    if parts.scheme == "https" or _is_loopback(parts.hostname or ""):
        return Finding("public address", "ok", public_url)
    return Finding(
        "public address",
        "failed",
        f"{public_url} sends cookies and authorization codes in the clear",
        "Put a TLS proxy in front and set BOTHWAYS_PUBLIC_URL to its https address.",
    )


def _proxies(found: Settings) -> Finding | None:
    if found.trusted_proxies or not found.public_url.startswith("https://"):
        return None
    # Only a proxy speaks https here, and to it belong all the connections that arrive.
    return Finding(
        "proxies",
        "warning",
        "no proxy is trusted to say whose requests it passes on, so that all visitors share one address's allowance",
        "Set BOTHWAYS_TRUSTED_PROXIES to the networks that your proxies connect from.",
    )


async def _reachable(public_url: str) -> Finding:
    # The operator asks about an address of their own, so any address will do.
    egress = Egress(("0.0.0.0/0", "::/0"))
    try:
        answer = await egress.send(Request("GET", f"{public_url}/healthz", deadline_seconds=5))
    except EgressError as error:
        return Finding(
            "reachability", "warning", f"{public_url} does not answer: {error}", "Start it, or check the proxy."
        )
    finally:
        await egress.close()
    if answer.status == 200:
        return Finding("reachability", "ok", "the public address leads here")
    return Finding(
        "reachability", "warning", f"{public_url}/healthz answers {answer.status}", "Check what the proxy passes on."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
