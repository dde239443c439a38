"""Whoever is not asked who they are is counted by where they come from (row 64), and loses nothing by waiting."""

import pytest

from bothways.kit.web.route import Public
from tests.journeys.expectations import OPEN, in_turn
from tests.journeys.world import UNKNOWN, on_sqlite, send, send_form
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub

# The border's own: asked all the time by machines of the operator, or as cheap as a refusal.
FREE = {"GET /healthz", "GET /readyz", "GET /metrics", "GET /assets/{name}"}


async def knock(hub: Hub, method: str, template: str, **headers: str) -> Answer:
    path = template.format(**{**UNKNOWN, "name": "ui.css"})
    if method == "POST":
        return await send_form(hub, path, {}, **headers)
    return await send(hub, method, path, None, **headers)


@on_sqlite
async def test_every_public_page_is_limited_by_address(database_url: str, clock: ManualClock) -> None:
    settings = {"BOTHWAYS_PUBLIC_RATE_LIMIT_PER_SECOND": "1"}
    async with running_hub(database_url, clock, SeededEntropy(), settings=settings) as hub:
        limited = set()
        for method, template, expected in in_turn(OPEN):
            assert isinstance(expected.guard, Public)
            clock.advance(2)
            answers = [
                await knock(hub, method, template, x_forwarded_for=f"192.0.2.{number}", accept="text/html")
                for number in range(3)
            ]
            if [answer.status == 429 for answer in answers] == [False, False, True]:
                assert answers[-1].headers["retry-after"] == "1"
                limited.add(f"{method} {template}")
        assert OPEN.keys() - limited == FREE


@on_sqlite
@pytest.mark.parametrize("trusted", [True, False])
async def test_visitors_behind_one_proxy_are_told_apart_once_it_is_trusted(
    database_url: str, clock: ManualClock, trusted: bool
) -> None:
    settings = {"BOTHWAYS_PUBLIC_RATE_LIMIT_PER_SECOND": "1"}
    settings |= {"BOTHWAYS_TRUSTED_PROXIES": "127.0.0.0/8"} if trusted else {}
    async with running_hub(database_url, clock, SeededEntropy(), settings=settings) as hub:
        for _ in range(3):
            await knock(hub, "GET", "/portal/sign-in", x_forwarded_for="203.0.113.7")
        other = await knock(hub, "GET", "/portal/sign-in", x_forwarded_for="203.0.113.8")
        assert other.status == (200 if trusted else 429)
