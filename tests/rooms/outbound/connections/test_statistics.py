"""Numbers of connections: what was done is counted once, on its day, and nothing else is."""

from typing import Any

import pytest

from bothways.outbound.connections.store import connection_days
from tests.support.clock import ManualClock
from tests.support.hub import Hub
from tests.support.hubs import Walk

DAY = 86_400


async def statistics(hub: Hub, query: str = "") -> Any:
    answer = await hub.call("GET", f"/v1/statistics{query}")
    assert answer.status == 200, answer.text
    return answer.data


def told(counts: dict[str, Any]) -> dict[str, int]:
    """What is not nought."""
    return {name: value for name, value in counts.items() if value and name != "day"}


async def test_nothing_happened_on_any_day(hub: Hub, clock: ManualClock) -> None:
    found = await statistics(hub, "?days=3")
    assert found["connections"] == {"active": 0, "needs_reauth": 0, "disconnected": 0, "trouble": 0}
    assert [told(day) for day in found["days"]] == [{}, {}, {}]
    assert found["days"][-1]["day"] == clock.now().date().isoformat()
    assert found["integrations"] == []
    assert len((await statistics(hub))["days"]) == 30


async def test_each_deed_is_counted_on_its_day(walk: Walk, clock: ManualClock) -> None:
    integration = await walk.integrate()
    connection = await walk.connect(integration)
    await walk.connect(integration, "cus-2", person="usr_grace")
    clock.advance(DAY)
    await walk.connect(integration, connection_id=connection)
    await walk.hub.call("POST", f"/v1/connections/{connection}/refresh")
    clock.advance(DAY)
    await walk.hub.call("DELETE", f"/v1/connections/{connection}")
    await walk.hub.call("DELETE", f"/v1/connections/{connection}")

    found = await statistics(walk.hub, "?days=4")
    days = [told(day) for day in found["days"]]
    assert days == [{}, {"connected": 2}, {"reconnected": 1, "renewed": 1}, {"disconnected": 1}]
    assert told(found["connections"]) == {"active": 1, "disconnected": 1}
    (part,) = found["integrations"]
    assert (part["integration_id"], part["connections"]) == (integration, found["connections"])
    assert told(part["counts"]) == {"connected": 2, "reconnected": 1, "renewed": 1, "disconnected": 1}
    assert [told(day) for day in (await statistics(walk.hub, "?days=1"))["days"]] == [{"disconnected": 1}]


async def test_a_grant_that_is_gone_is_a_renewal_that_failed(walk: Walk) -> None:
    integration = await walk.integrate()
    body = {
        "customer": "cus-1",
        "integration": integration,
        "credentials": {"access_token": "nobodys", "refresh_token": "nobodys", "expires_in": 3600},
    }
    connection = (await walk.hub.call("POST", "/v1/connections", body)).data["id"]
    assert (await walk.hub.call("POST", f"/v1/connections/{connection}/refresh")).status == 409
    found = await statistics(walk.hub, "?days=1")
    assert told(found["days"][0]) == {"connected": 1, "renewal_failed": 1, "needs_reauth": 1}
    assert told(found["connections"]) == {"needs_reauth": 1}


async def test_one_integration_is_looked_at_alone(walk: Walk) -> None:
    await walk.connect(await walk.integrate())
    key = await walk.integrate("sandbox-key")
    assert told((await statistics(walk.hub, "?integration=sandbox"))["connections"]) == {"active": 1}
    alone = await statistics(walk.hub, f"?integration={key}")
    assert (told(alone["connections"]), alone["integrations"]) == ({}, [])
    unknown = await walk.hub.call("GET", "/v1/statistics?integration=nothing")
    assert (unknown.status, unknown.data["code"]) == (404, "integration_not_found")


async def test_another_environment_counts_for_itself(walk: Walk) -> None:
    await walk.connect(await walk.integrate())
    other = await walk.hub.another_environment()
    assert told((await statistics(other, "?days=1"))["days"][0]) == {}


async def test_what_was_counted_stays_when_its_customer_goes(walk: Walk) -> None:
    connection = await walk.connect(await walk.integrate())
    customer = (await walk.hub.call("GET", f"/v1/connections/{connection}")).data["customer"]["id"]
    await walk.hub.call("DELETE", f"/v1/customers/{customer}")
    found = await statistics(walk.hub, "?days=1")
    assert (told(found["connections"]), told(found["days"][0])) == ({}, {"connected": 1})


async def test_days_that_nobody_can_ask_for_are_forgotten(walk: Walk, clock: ManualClock) -> None:
    await walk.connect(await walk.integrate())
    (sweep,) = [job for job in walk.hub.bothways.outbound.jobs if job.name == "sweep statistics"]
    clock.advance(365 * DAY)
    await sweep.run()
    assert told((await statistics(walk.hub, "?days=366"))["integrations"][0]["counts"]) == {"connected": 1}
    clock.advance(36 * DAY)
    await sweep.run()
    async with walk.hub.bothways.edges.database.read() as tx:
        assert await tx.all(connection_days.select()) == []


@pytest.mark.parametrize("days", ["0", "367", "-1", "x"])
async def test_a_period_that_is_none_is_refused(hub: Hub, days: str) -> None:
    answer = await hub.call("GET", f"/v1/statistics?days={days}")
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "days")
