"""Servers that die in mid-refresh: what the provider and Bothways hold afterwards agrees, or the loss is told once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.outbound.connections.errors import ConnectionDisconnected, NeedsReauth
from bothways.outbound.connections.model import Connection, Reason, State
from tests.crash.victim import FINISHED, HASTY, Errand, start
from tests.rooms.outbound.connections.conftest import described
from tests.rooms.outbound.connections.node import Ground, Node, ground
from tests.support.clock import ManualClock
from tests.support.forked import end_of
from tests.support.ill_answers import Gate, after_work, gated
from tests.support.ill_provider import IllProvider, Pair, Reuse, ill_provider
from tests.support.provider_server import loopback_egress

KILLED = -signal.SIGKILL
MOST_STEPS = 40


@pytest.fixture
async def ill() -> AsyncIterator[IllProvider]:
    async with ill_provider() as provider:
        yield provider


@pytest.fixture
async def egress() -> AsyncIterator[Egress]:
    async with loopback_egress() as egress:
        yield egress


@pytest.fixture
async def acme(database: Database, egress: Egress, ill: IllProvider) -> Ground:
    """What stands before the crash; its clock is two hours behind, so that whatever it connects has expired."""
    provider = described(ill)
    past = ManualClock(datetime.now(UTC) - timedelta(hours=2))
    node = Node(database, egress, past, SystemEntropy(), {"acme": provider})
    return await ground(node, provider, client_id=ill.client_id, client_secret=ill.client_secret)


@pytest.fixture
def heir(acme: Ground) -> Node:
    """The server that is started after the crash."""
    node = acme.node
    return Node(node.database, node.egress, SystemClock(), SystemEntropy(), node.shipped, f"heir-{os.getpid()}", HASTY)


async def expired(acme: Ground, ill: IllProvider) -> tuple[Connection, Pair]:
    pair = ill.new_pair()
    return await acme.connect(pair.access_token, pair.refresh_token), pair


async def outcome(acme: Ground, heir: Node, connection: Connection) -> str | None:
    """The token that a reader gets after the crash, None when the customer is asked for. Reads three times."""
    found: set[str | None] = set()
    for _ in range(3):
        try:
            found.add(await acme.read(connection, heir))
        except NeedsReauth:
            found.add(None)
    assert len(found) == 1, "a token, or its loss, but not now this and now that"
    return found.pop()


async def held(heir: Node, connection: Connection) -> tuple[str, str]:
    now = await heir.get(connection.environment_id, connection.id)
    current, renewal = await heir.custody.current(now), await heir.custody.renewal(now)
    assert current.token is not None
    assert renewal is not None
    assert renewal.refresh_token is not None
    return current.token.reveal(), renewal.refresh_token.reveal()


@pytest.mark.parametrize("reuse", list(Reuse))
async def test_killed_at_every_step_of_a_refresh(
    acme: Ground, heir: Node, ill: IllProvider, database_url: str, reuse: Reuse
) -> None:
    ill.reuse = reuse
    lost_at: list[int] = []
    for step in range(1, MOST_STEPS):
        connection, _ = await expired(acme, ill)
        asked_before = len(ill.refreshes)
        errand = Errand(database_url, ill.base_url, acme.environment.id, connection.id, dies_at=step)
        ended = await end_of(start(errand))
        if ended == FINISHED:
            break
        assert ended == KILLED
        rotated = len(ill.refreshes) - asked_before
        token = await outcome(acme, heir, connection)
        if token is None:
            lost_at.append(step)
            assert (await acme.now(connection)).reason is Reason.ANSWER_LOST
        else:
            assert ill.agrees(*await held(heir, connection))
        asked = len(ill.refreshes) - asked_before
        # One try of the victim's at most, and one of the heir's at most: no loop over a token that may be spent.
        assert rotated <= 1
        assert asked <= 2
        assert (await acme.told(connection)).count("connection.needs_reauth") == (1 if token is None else 0)
    else:
        raise AssertionError("the victim never finished")
    # claim: 3 steps, ask: 2, note the answer: 3, apply it: 3.
    assert step == 12
    # Between the arrival of the answer (5) and its note (8) the only copy of the token dies with the process.
    assert lost_at == ([] if reuse is Reuse.GRACE else [5, 6, 7])


async def test_killed_while_the_provider_thinks(acme: Ground, heir: Node, ill: IllProvider, database_url: str) -> None:
    connection, _ = await expired(acme, ill)
    gate = Gate()
    ill.script(gated(gate))
    child = start(Errand(database_url, ill.base_url, acme.environment.id, connection.id))
    await gate.reached()
    child.kill()
    assert await end_of(child) == KILLED
    started = asyncio.get_running_loop().time()
    token = await acme.read(connection, heir)
    # The lease of the dead ends within its length; the provider had not rotated anything.
    assert asyncio.get_running_loop().time() - started < 5 * HASTY.lease
    assert ill.agrees(token)
    gate.release()


@pytest.mark.parametrize("reuse", list(Reuse))
async def test_killed_after_the_provider_rotated(
    acme: Ground, heir: Node, ill: IllProvider, database_url: str, reuse: Reuse
) -> None:
    ill.reuse = reuse
    connection, _ = await expired(acme, ill)
    gate = Gate()
    ill.script(after_work(gated(gate)))
    child = start(Errand(database_url, ill.base_url, acme.environment.id, connection.id))
    await gate.reached()
    child.kill()
    assert await end_of(child) == KILLED
    gate.release()
    token = await outcome(acme, heir, connection)
    assert len(ill.refreshes) == 2
    if reuse is Reuse.GRACE:
        assert ill.agrees(*await held(heir, connection))
    else:
        assert token is None
        assert (await acme.told(connection)).count("connection.needs_reauth") == 1


async def test_killed_at_every_step_of_a_disconnect(
    acme: Ground, heir: Node, ill: IllProvider, database_url: str
) -> None:
    for step in range(1, MOST_STEPS):
        connection, pair = await expired(acme, ill)
        errand = Errand(database_url, ill.base_url, acme.environment.id, connection.id, "disconnect", step)
        ended = await end_of(start(errand))
        now = await acme.now(connection)
        if now.state is State.DISCONNECTED:
            with pytest.raises(ConnectionDisconnected):
                await acme.read(connection, heir)
            assert await heir.revoke() == 1
            assert pair.refresh_token in ill.revoked
        else:
            assert ill.agrees(await acme.read(connection, heir))
            assert await heir.revoke() == 0
        if ended == FINISHED:
            break
    assert step == 4
