"""Connections to Bothways are kept and shared, and closed in the end."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bothways_client import AsyncBothways, Bothways
from tests.clients.python.speaker import API_KEY, Speaker, speaking
from tests.support.servers import serve


class Counting:
    """An app that answers every request alike, and knows from how many connections they came."""

    def __init__(self) -> None:
        self.peers: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.peers.add(scope["client"])
        headers = [(b"content-type", b"application/json"), (b"content-length", b"25")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":true,"findings":[]}'})


@pytest.fixture
def app() -> Counting:
    return Counting()


@pytest.fixture
async def base_url(app: Counting) -> AsyncIterator[str]:
    async with serve(app) as base_url:
        yield base_url


async def test_calls_one_after_the_other_share_a_connection(kind: str, app: Counting, base_url: str) -> None:
    async with speaking(kind, base_url) as speaker:
        for _ in range(5):
            assert (await speaker.ask(lambda hub: hub.integrations.test("slack"))).ok
    assert len(app.peers) == 1


async def test_many_may_call_at_once(kind: str, app: Counting, base_url: str) -> None:
    async with speaking(kind, base_url) as speaker:
        reports = await asyncio.gather(*(speaker.ask(lambda hub: hub.integrations.test("slack")) for _ in range(20)))
    assert [report.ok for report in reports] == [True] * 20


async def test_a_closed_client_opens_new_connections(kind: str, app: Counting, base_url: str) -> None:
    async with speaking(kind, base_url) as speaker:
        for _ in range(2):
            assert (await speaker.ask(lambda hub: hub.integrations.test("slack"))).ok
            await close(speaker)
    assert len(app.peers) == 2


async def close(speaker: Speaker) -> None:
    done = speaker.hub.close()
    if done is not None:
        await done


def test_the_async_client_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(ImportError, match=r"pip install bothways-client\[async\]"):
        AsyncBothways("https://connect.example.com", API_KEY)
    Bothways("https://connect.example.com", API_KEY).close()


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_timeout_is_more_than_nothing(seconds: float) -> None:
    with pytest.raises(ValueError, match="timeout_seconds"):
        Bothways("https://connect.example.com", API_KEY, timeout_seconds=seconds)
