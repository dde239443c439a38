"""A server that dies: a child process whose edges kill it, with SIGKILL, at a chosen step."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerProcess

from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.egress.client import Egress
from bothways.kit.egress.messages import Request, Response
from tests.rooms.outbound.connections.conftest import described
from tests.rooms.outbound.connections.node import Node
from tests.support import forked
from tests.support.hub import QUICK
from tests.support.ill_provider import IllProvider
from tests.support.provider_server import LOOPBACK

# The dead are found out soon; every ratio is the product's.
HASTY = replace(QUICK, lease=0.6, beat=0.1)
# A sign of life is a transaction, and on a slow machine it would fall among the steps that are counted.
HEARTLESS = replace(QUICK, beat=60.0)

NEVER = 0
FINISHED = 0


@dataclass
class Fuse:
    """Counts steps and ends the process at one of them, without a word to anybody."""

    at: int
    step: int = 0

    def burn(self) -> None:
        self.step += 1
        if self.step == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """Dies before a transaction begins, before it commits, or after."""

    fuse: Fuse

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        self.fuse.burn()
        async with super().begin() as tx:
            yield tx
            self.fuse.burn()
        self.fuse.burn()


class MortalEgress(Egress):
    """Dies before a request leaves, or when its answer has arrived."""

    fuse: Fuse

    async def send(self, request: Request) -> Response:
        self.fuse.burn()
        answer = await super().send(request)
        self.fuse.burn()
        return answer


@dataclass(frozen=True)
class Errand:
    """What the child does: `read` the credentials, or `disconnect`."""

    database_url: str
    provider_url: str
    environment_id: str
    connection_id: str
    what: str = "read"
    dies_at: int = NEVER


def run(errand: Errand) -> None:
    """The child's whole life."""
    asyncio.run(_run(errand))


async def _run(errand: Errand) -> None:
    fuse = Fuse(errand.dies_at)
    database = await MortalDatabase.open(errand.database_url)
    egress = MortalEgress(LOOPBACK)
    assert isinstance(database, MortalDatabase)
    database.fuse = egress.fuse = fuse
    provider = described(IllProvider(errand.provider_url))
    times = HEARTLESS if errand.dies_at else QUICK
    node = Node(
        database, egress, SystemClock(), SystemEntropy(), {"acme": provider}, owner=f"{os.getpid()}", times=times
    )
    if errand.what == "disconnect":
        await node.disconnect(errand.environment_id, errand.connection_id, actor="key_1")
    else:
        await node.read(errand.environment_id, errand.connection_id)
    await egress.close()
    await database.close()


def start(errand: Errand) -> ForkServerProcess:
    """Begin the child."""
    return forked.start(run, errand)
