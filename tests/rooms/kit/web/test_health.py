"""Alive, ready, measured."""

import asyncio

from bothways.kit.secret import Secret
from bothways.kit.web.health import Readiness
from tests.rooms.kit.web import things
from tests.support.clock import ManualClock


async def good() -> None:
    pass


async def bad() -> None:
    raise RuntimeError("postgresql://user:hunter2@host refused")


async def hanging() -> None:
    await asyncio.Event().wait()


async def test_alive_says_so_without_looking_at_anything() -> None:
    response = await things.site(checks={"database": bad}).send("GET", "/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})


async def test_ready_when_every_check_passes() -> None:
    response = await things.site(checks={"vault": good, "database": good}).send("GET", "/readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": {"database": "ok", "vault": "ok"}}


async def test_not_ready_names_the_check_and_no_more() -> None:
    site = things.site(checks={"vault": good, "database": bad})

    response = await site.send("GET", "/readyz")

    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "checks": {"database": "failing", "vault": "ok"}}
    assert site.lines()[0]["failing"] == ["database"]
    assert b"hunter2" not in site.text()


async def test_a_check_that_hangs_is_failing() -> None:
    assert await Readiness({"database": hanging}, ManualClock(), seconds=0.01).look() == {"database": "failing"}


async def test_many_askers_cost_one_look_a_second() -> None:
    looks: list[int] = []

    async def counted() -> None:
        looks.append(1)

    site = things.site(checks={"database": counted})
    for _ in range(5):
        await site.send("GET", "/readyz")
    site.clock.advance(1)
    await site.send("GET", "/readyz")

    assert len(looks) == 2


async def test_metrics_are_open_unless_a_token_is_set() -> None:
    response = await things.site().send("GET", "/metrics")

    assert response.status_code == 200
    assert "bothways_http_request_duration_seconds" in response.text


async def test_metrics_ask_for_their_token() -> None:
    site = things.site(metrics_token=Secret("scrape"))

    assert (await site.send("GET", "/metrics")).status_code == 401
    assert (
        await site.send("GET", "/metrics", headers={"authorization": "Bearer scrap\u00e9".encode()})
    ).status_code == 401
    assert (await site.send("GET", "/metrics", headers={"authorization": "Bearer scrape"})).status_code == 200
