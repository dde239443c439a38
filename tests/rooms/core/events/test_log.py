from datetime import UTC, datetime

import pytest

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret
from tests.rooms.core.conftest import Tenant
from tests.support.clock import ManualClock


async def append(database: Database, events: EventLog, *wanted: Event) -> list[str]:
    async with database.begin() as tx:
        return [(await events.append(tx, event)).id for event in wanted]


async def listed(database: Database, events: EventLog, environment_id: str, **narrowed) -> list[str]:
    async with database.read() as tx:
        found = await events.list(tx, environment_id, **{"limit": 100, **narrowed})
        return [event.id for event in found if not event.type.startswith("customer.")]


async def test_an_event_comes_back_as_it_was_appended(
    database: Database, events: EventLog, tenant: Tenant, clock: ManualClock
) -> None:
    data = {"reason": "line\nbreak \x00 \ud800", "count": 2, "nested": {"list": [1, None, True, 0.5]}}
    event = Event("connection.created", tenant.live.id, "conn_1", tenant.customer.id, data)
    async with database.begin() as tx:
        recorded = await events.append(tx, event)
    async with database.read() as tx:
        found = await events.list(tx, tenant.live.id, subject_id="conn_1", limit=10)
    assert found == [recorded]
    assert (recorded.data, recorded.created_at, recorded.customer_id) == (data, clock.now(), tenant.customer.id)
    assert recorded.id.startswith("evt_")


async def test_an_event_of_a_transaction_that_is_undone_never_happened(
    database: Database, events: EventLog, tenant: Tenant
) -> None:
    with pytest.raises(RuntimeError, match="undo"):
        async with database.begin() as tx:
            await events.append(tx, Event("connection.created", tenant.live.id, "conn_1"))
            raise RuntimeError("undo")
    assert await listed(database, events, tenant.live.id) == []


async def test_events_are_listed_newest_first_and_page_by_page(
    database: Database, events: EventLog, tenant: Tenant, clock: ManualClock
) -> None:
    made = []
    for number in range(5):
        clock.advance(1)
        made += await append(database, events, Event("thing.done", tenant.live.id, f"thing_{number}"))
    first = await listed(database, events, tenant.live.id, limit=3)
    second = await listed(database, events, tenant.live.id, after=first[-1])
    assert first + second == made[::-1]
    assert await listed(database, events, tenant.live.id, newest_first=False) == made


async def test_a_list_can_be_narrowed(database: Database, events: EventLog, tenant: Tenant) -> None:
    one, two, three = await append(
        database,
        events,
        Event("thing.made", tenant.live.id, "thing_1", tenant.customer.id),
        Event("thing.moved", tenant.live.id, "thing_1"),
        Event("thing.gone", tenant.live.id, "thing_2"),
    )
    assert set(await listed(database, events, tenant.live.id, subject_id="thing_1")) == {one, two}
    assert set(await listed(database, events, tenant.live.id, types=["thing.made", "thing.gone"])) == {one, three}
    assert await listed(database, events, tenant.live.id, types=[]) == []
    assert await listed(database, events, tenant.live.id, customer_id=tenant.customer.id) == [one]


async def test_another_environment_sees_nothing(database: Database, events: EventLog, tenant: Tenant) -> None:
    await append(database, events, Event("thing.done", tenant.live.id, "thing_1"))
    assert await listed(database, events, tenant.test.id) == []


@pytest.mark.parametrize(
    "data",
    [
        {"token": Secret("x")},
        {"deep": [{"token": Secret(b"x")}]},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"bytes": b"x"},
        {"set": {1}},
    ],
)
async def test_data_that_is_secret_or_no_json_is_refused(
    database: Database, events: EventLog, tenant: Tenant, data: dict
) -> None:
    with pytest.raises(TypeError):
        await append(database, events, Event("thing.done", tenant.live.id, "thing_1", data=data))


@pytest.mark.parametrize(
    "name", ["", "thing", "thing.", "Thing.done", "thing.done\n", "thing.done.twice", "thing done"]
)
async def test_a_name_of_another_form_is_refused(
    database: Database, events: EventLog, tenant: Tenant, name: str
) -> None:
    with pytest.raises(ValueError, match=r"noun\.verbed"):
        await append(database, events, Event(name, tenant.live.id, "thing_1"))


async def test_not_a_number_is_refused(database: Database, events: EventLog, tenant: Tenant) -> None:
    with pytest.raises(ValueError, match="JSON"):
        await append(database, events, Event("thing.done", tenant.live.id, "thing_1", data={"n": float("nan")}))
