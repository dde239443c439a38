"""A backup is put back after tokens were rotated: flagged, and not burnt by showing a spent one (row 49)."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import RunningSandbox, running_sandbox

# Longer than the sandbox's tokens live.
LATER = 400


@dataclass
class Installation:
    """One database that is started and stopped, beside a sandbox that knows all that was ever said to it.

    Each start is on a machine of its own, unless a `state` folder makes it the same one.
    """

    url: str
    clock: ManualClock
    sandbox: RunningSandbox
    state: Path | None = None
    token: str = ""
    starts: int = 0

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Walk]:
        """The product over the database; the key of the first start works in all of them."""
        self.starts += 1
        settings = {} if self.state is None else {"BOTHWAYS_STATE_DIR": str(self.state)}
        async with running_hub(self.url, self.clock, SeededEntropy(self.starts), settings=settings) as hub:
            self.token = self.token or hub.token
            yield Walk(replace(hub, token=self.token), self.sandbox)


@pytest.fixture
async def installation(database_url: str, clock: ManualClock) -> AsyncIterator[Installation]:
    async with running_sandbox(clock, clients=(DEMO_CLIENT,)) as sandbox:
        yield Installation(database_url, clock, sandbox)


@dataclass
class Backups:
    """Copies of a database that nobody uses at the time, and putting them back."""

    url: str
    count: int = 0

    async def take(self) -> str:
        """A copy of everything as it is now; returns its name."""
        self.count += 1
        name = f"{self._name()}_backup_{self.count}"
        if folder := self._folder():
            shutil.copytree(folder, folder.with_name(name))
        else:
            await self._command(f"CREATE DATABASE {name} TEMPLATE {self._name()}")
        return name

    async def put_back(self, name: str) -> None:
        """Everything as it was then; the copy stays."""
        if folder := self._folder():
            shutil.rmtree(folder)
            shutil.copytree(folder.with_name(name), folder)
        else:
            await self._command(f"DROP DATABASE {self._name()}")
            await self._command(f"CREATE DATABASE {self._name()} TEMPLATE {name}")

    async def remove(self) -> None:
        """Every copy."""
        for number in range(1, self.count + 1):
            name = f"{self._name()}_backup_{number}"
            if folder := self._folder():
                shutil.rmtree(folder.with_name(name))
            else:
                await self._command(f"DROP DATABASE {name}")

    def _folder(self) -> Path | None:
        return Path(self.url.removeprefix("sqlite:///")).parent if self.url.startswith("sqlite") else None

    def _name(self) -> str:
        folder = self._folder()
        return folder.name if folder else urlsplit(self.url).path[1:]

    async def _command(self, sql: str) -> None:
        connection = await asyncpg.connect(urlsplit(self.url)._replace(path="/postgres").geturl())
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@pytest.fixture
async def backups(database_url: str) -> AsyncIterator[Backups]:
    backups = Backups(database_url)
    yield backups
    await backups.remove()


async def connect(installation: Installation) -> str:
    """A connection with its first tokens."""
    async with installation.started() as walk:
        return await walk.connect(await walk.integrate())


async def ask(hub: Hub, connection: str) -> Answer:
    return await hub.call("GET", f"/v1/connections/{connection}/credentials")


async def read(installation: Installation, connection: str) -> Answer:
    """Start, read credentials once, stop."""
    async with installation.started() as walk:
        return await ask(walk.hub, connection)


async def test_a_restored_connection_is_flagged_and_whoever_holds_the_newer_token_keeps_it(
    installation: Installation, backups: Backups
) -> None:
    connection = await connect(installation)
    old = await backups.take()
    installation.clock.advance(LATER)
    assert (await read(installation, connection)).status == 200
    newer = await backups.take()
    await backups.put_back(old)
    installation.clock.advance(LATER)
    async with installation.started() as walk:
        assert await walk.hub.bothways.outbound.connections.doubt() == 1
        for _ in range(3):
            await walk.hub.bothways.outbound.connections.refresh_ahead()
            answer = await ask(walk.hub, connection)
            assert (answer.status, answer.data["code"]) == (409, "needs_reauth")
        page = await walk.hub.call("GET", f"/v1/events?subject_id={connection}")
        assert [event["type"] for event in page.data["items"]].count("connection.needs_reauth") == 1
    await backups.put_back(newer)
    assert (await read(installation, connection)).status == 200


async def test_a_machine_remembers_what_it_showed_though_nobody_tells_it_of_the_restore(
    installation: Installation, backups: Backups, tmp_path: Path
) -> None:
    installation.state = tmp_path / "state"
    connection = await connect(installation)
    old = await backups.take()
    installation.clock.advance(LATER)
    assert (await read(installation, connection)).status == 200
    newer = await backups.take()
    await backups.put_back(old)
    installation.clock.advance(LATER)
    async with installation.started() as walk:
        for _ in range(3):
            await walk.hub.bothways.outbound.connections.refresh_ahead()
            answer = await ask(walk.hub, connection)
            assert (answer.status, answer.data["code"]) == (409, "needs_reauth")
        page = await walk.hub.call("GET", f"/v1/events?subject_id={connection}")
        assert [event["type"] for event in page.data["items"]].count("connection.needs_reauth") == 1
        shown = await walk.hub.call("GET", f"/v1/connections/{connection}")
        assert shown.data["reason"] == "rolled_back"
    await backups.put_back(newer)
    assert (await read(installation, connection)).status == 200


async def test_what_was_not_used_since_the_backup_is_renewed_as_ever(
    installation: Installation, backups: Backups, tmp_path: Path
) -> None:
    installation.state = tmp_path / "state"
    async with installation.started() as walk:
        integration = await walk.integrate()
        used, unused = [await walk.connect(integration, customer) for customer in ("cus-1", "cus-2")]
    old = await backups.take()
    installation.clock.advance(LATER)
    assert (await read(installation, used)).status == 200
    await backups.put_back(old)
    async with installation.started() as walk:
        assert [(await ask(walk.hub, one)).status for one in (used, unused)] == [409, 200]
        (integration,) = (await walk.hub.call("GET", "/v1/integrations")).data["items"]
        here = {"redirect_uri": integration["redirect_uri"]}
        await walk.sandbox.visitor.press("/", "/console/redirect-uris", **here)
        assert await walk.connect(integration["id"], "cus-1", connection_id=used) == used
        for _ in range(2):
            installation.clock.advance(LATER)
            assert [(await ask(walk.hub, one)).status for one in (used, unused)] == [200, 200]


async def test_on_another_machine_and_untold_the_provider_would_end_the_authorization(
    installation: Installation, backups: Backups
) -> None:
    """What the tests above protect from: the sandbox takes a spent token for theft, as RFC 9700 section 4.14.2 asks."""
    connection = await connect(installation)
    old = await backups.take()
    installation.clock.advance(LATER)
    assert (await read(installation, connection)).status == 200
    newer = await backups.take()
    await backups.put_back(old)
    assert (await read(installation, connection)).status == 409
    await backups.put_back(newer)
    installation.clock.advance(LATER)
    assert (await read(installation, connection)).status == 409


async def test_what_the_restored_copy_holds_is_served_while_it_lives_and_reconnecting_keeps_the_id(
    installation: Installation, backups: Backups
) -> None:
    connection = await connect(installation)
    first = (await read(installation, connection)).data["access_token"]
    await backups.put_back(await backups.take())
    async with installation.started() as walk:
        await walk.hub.bothways.outbound.connections.doubt()
        served = await ask(walk.hub, connection)
        assert (served.status, served.data["access_token"]) == (200, first)
        installation.clock.advance(LATER)
        assert (await ask(walk.hub, connection)).status == 409
        (integration,) = (await walk.hub.call("GET", "/v1/integrations")).data["items"]
        here = {"redirect_uri": integration["redirect_uri"]}
        await walk.sandbox.visitor.press("/", "/console/redirect-uris", **here)
        assert await walk.connect(integration["id"], connection_id=connection) == connection
        assert (await ask(walk.hub, connection)).status == 200
