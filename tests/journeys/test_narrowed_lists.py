"""Lists of one customer, or of one type of event, read no more of a table than they show."""

import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine, event

from tests.support.clock import ManualClock
from tests.support.databases import SQLiteDatabases
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub
from tests.support.witness import Witness

LINK = {"lifetime_seconds": 3600}


@pytest.fixture
async def heard() -> AsyncIterator[list[tuple[str, object]]]:
    """Every statement of the test's process, with its values."""
    statements: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        statements.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("path", "table", "narrowed"),
    [
        ("connections?customer=cus-1", "connections", "customer_id=? AND environment_id=?"),
        ("connect-links?customer=cus-1", "connect_links", "customer_id=? AND environment_id=?"),
        ("connect-sessions?customer=cus-1", "connect_sessions", "customer_id=? AND environment_id=?"),
        ("events?customer=cus-1", "events", "customer_id=? AND environment_id=?"),
        ("events?type=customer.created", "events", "environment_id=? AND type=?"),
    ],
)
async def test_an_index_leads_to_the_rows_in_their_order(
    path: str,
    table: str,
    narrowed: str,
    sqlite_databases: SQLiteDatabases,
    clock: ManualClock,
    entropy: SeededEntropy,
    heard: list[tuple[str, object]],
) -> None:
    url = await sqlite_databases.create()
    async with running_hub(url, clock, entropy) as hub:
        assert (await hub.call("POST", "/v1/customers", {"id": "cus-1"})).status == 200
        heard.clear()
        assert (await hub.call("GET", f"/v1/{path}")).status == 200
    (listed,) = [one for one in heard if f"FROM {table} " in one[0].replace("\n", " ") and "LIMIT" in one[0]]
    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        plan = [str(row[3]) for row in file.execute(f"EXPLAIN QUERY PLAN {listed[0]}", listed[1])]  # type: ignore[arg-type]
    await sqlite_databases.remove(url)
    assert len(plan) == 1, plan
    assert narrowed in plan[0]


async def test_a_page_of_links_reads_its_customers_at_once(
    database_url: str, clock: ManualClock, entropy: SeededEntropy
) -> None:
    witness = Witness.of(database_url)
    async with running_hub(database_url, clock, entropy, database=witness.database) as hub:
        one = await reads_of(hub, witness, {"cus-0"})
        assert await reads_of(hub, witness, {f"cus-{number}" for number in range(1, 6)}) == one


async def reads_of(hub: Hub, witness: Witness, customers: set[str]) -> int:
    """How many transactions it takes to list, with links for these customers more."""
    for customer in customers:
        made = await hub.call("POST", "/v1/connect-links", LINK | {"customer": {"id": customer}})
        assert made.status == 201, made.text
    witness.forget()
    listed = await hub.call("GET", "/v1/connect-links")
    assert customers <= {link["customer"]["external_id"] for link in listed.data["items"]}
    return len(witness.transactions)
