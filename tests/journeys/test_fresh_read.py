"""Reading fresh credentials over HTTP costs one indexed read: no write, no transaction, no lock, no network."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from bothways.outbound.connections.store import connections
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox
from tests.support.witness import Witness

READS = 10


@dataclass
class Ground:
    """A connection with fresh credentials that were read once already."""

    walk: Walk
    witness: Witness
    connection: str

    async def read(self) -> Answer:
        return await self.walk.hub.call("GET", f"/v1/connections/{self.connection}/credentials")


@pytest.fixture
async def ground(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Ground]:
    witness = Witness.of(database_url)
    async with (
        running_hub(database_url, clock, entropy, database=witness.database) as hub,
        running_sandbox(clients=(DEMO_CLIENT,)) as sandbox,
    ):
        walk = Walk(hub, sandbox)
        ground = Ground(walk, witness, await walk.connect(await walk.integrate()))
        assert (await ground.read()).status == 200
        witness.forget()
        yield ground


async def test_one_statement_is_all_that_the_database_hears(ground: Ground) -> None:
    answers = [await ground.read() for _ in range(READS)]

    assert [answer.status for answer in answers] == [200] * READS
    assert [one.get_final_froms() for one in ground.witness.points] == [[connections]] * READS
    assert ground.witness.transactions == []


async def test_that_statement_finds_its_row_by_an_index(ground: Ground) -> None:
    await ground.read()
    (statement,) = ground.witness.points
    sqlite = ground.witness.dialect == "sqlite"
    # On a table of one row PostgreSQL would rather look at it all; whether an index could serve is the question.
    explain = ["EXPLAIN QUERY PLAN "] if sqlite else ["SELECT set_config('enable_seqscan', 'off', true)", "EXPLAIN "]
    async with ground.witness.database.read() as tx:
        for before in explain[:-1]:
            await tx.all(text(before))
        plan = "\n".join(str(row[-1]) for row in await tx.all(text(explain[-1] + _escaped(ground, statement))))
    assert ("SEARCH connections USING INDEX" if sqlite else "Index Scan using") in plan, plan
    assert ("(id=?)" if sqlite else "(id = ") in plan, plan


def _escaped(ground: Ground, statement: object) -> str:
    return ground.witness.sql(statement).replace(":", r"\:")  # type: ignore[arg-type]


async def test_it_waits_for_no_writer(ground: Ground) -> None:
    """Somebody holds the row, and on SQLite the whole file, for writing."""
    database = ground.witness.database
    async with database.begin() as tx:
        await tx.execute(text("UPDATE connections SET label = 'held'"))
        async with asyncio.timeout(5):
            assert (await ground.read()).status == 200


async def test_it_asks_nobody_outside(ground: Ground) -> None:
    await ground.walk.hub.bothways.edges.egress.close()

    assert (await ground.read()).status == 200
