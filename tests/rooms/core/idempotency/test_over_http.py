"""Idempotency-Key at the border, with the real store behind it."""

import asyncio
from typing import Any

import httpx
import pytest

from bothways.core.idempotency.stored_replays import StoredReplays
from bothways.kit.web.route import Route, Routes
from tests.rooms.kit.web import things
from tests.rooms.kit.web.things import Caller, Key, NewThing, Session, Thing, ThingBusy, ThingNotFound


class Room:
    """Counts what was made; `mood` is what happens next."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.mood: Exception | None = None
        self.entered = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    def routes(self) -> Routes:
        async def make(caller: Caller, data: NewThing) -> Thing:
            """Make a thing."""
            self.entered.set()
            await self.gate.wait()
            if self.mood:
                raise self.mood
            self.made.append(data.name)
            return Thing(f"thing_{len(self.made)}", data.name, things.MADE)

        async def make_mine(caller: Caller, data: NewThing) -> Thing:
            """Make a thing of the customer's."""
            return await make(caller, data)

        return [
            Route("POST", "/v1/things", Key("things:write"), make, status=201, idempotent=True),
            Route("POST", "/v1/my/things", Session(), make_mine, status=201, idempotent=True),
        ]


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def site(room: Room, replays: StoredReplays) -> things.Site:
    return things.site(room.routes(), replays=replays)


async def make(
    site: things.Site, name: str = "a", key: str | None = "key", path: str = "/v1/things", **headers: str
) -> httpx.Response:
    more: dict[str, Any] = {"headers": {**({} if key is None else {"idempotency-key": key}), **headers}}
    return await site.send("POST", path, json={"name": name}, **more)


async def test_a_repeated_call_is_done_once_and_answered_alike(site: things.Site, room: Room) -> None:
    first, second = await make(site), await make(site)

    assert room.made == ["a"]
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["content-type"] == "application/json"
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_without_a_key_every_call_is_done(site: things.Site, room: Room) -> None:
    await make(site, key=None)
    await make(site, key=None)

    assert room.made == ["a", "a"]


async def test_another_body_is_a_conflict(site: things.Site, room: Room) -> None:
    await make(site)
    response = await make(site, name="b")

    assert (response.status_code, response.json()["code"]) == (409, "idempotency_key_reused")
    assert room.made == ["a"]


async def test_two_keys_of_one_environment_share_their_idempotency_keys(site: things.Site, room: Room) -> None:
    await make(site)
    response = await make(site, authorization="Bearer key-2")

    assert response.headers["idempotency-replayed"] == "true"
    assert room.made == ["a"]


async def test_environments_and_customers_do_not(site: things.Site, room: Room) -> None:
    await make(site)
    await make(site, authorization="Bearer other-environment")
    for session in ("session-1", "session-2"):
        response = await make(site, path="/v1/my/things", authorization=f"Bearer {session}")
        assert "idempotency-replayed" not in response.headers

    assert len(room.made) == 4


async def test_a_call_under_way_is_not_begun_again(site: things.Site, room: Room) -> None:
    room.gate.clear()
    first = asyncio.create_task(make(site))
    await room.entered.wait()
    second = await make(site)
    room.gate.set()

    assert (second.status_code, second.json()["code"]) == (409, "request_in_flight")
    assert second.headers["retry-after"] == "1"
    assert (await first).status_code == 201
    assert room.made == ["a"]


@pytest.mark.parametrize("mood", [ThingNotFound("gone"), ThingBusy("busy"), RuntimeError("broken")])
async def test_a_call_that_failed_may_be_sent_again(site: things.Site, room: Room, mood: Exception) -> None:
    room.mood = mood
    assert (await make(site)).is_error

    room.mood = None
    assert (await make(site)).status_code == 201
    assert room.made == ["a"]


async def test_a_body_that_was_refused_does_not_use_the_key_up(site: things.Site, room: Room) -> None:
    assert (await make(site, name="")).status_code == 422

    assert (await make(site, name="better")).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "ü".encode().decode("latin-1"), "x" * 256])
async def test_a_key_that_cannot_be_one_is_refused(site: things.Site, room: Room, key: str) -> None:
    response = await site.send(
        "POST", "/v1/things", json={"name": "a"}, headers={"idempotency-key": key.encode("latin-1")}
    )

    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"
    assert room.made == []


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(room: Room, replays: StoredReplays) -> None:
    class Forgetful(StoredReplays):
        async def keep(self, claim: object, reply: object) -> None:
            raise OSError("disk full: hunter2")

    site = things.site(room.routes(), replays=Forgetful(**vars(replays)))

    assert (await make(site)).status_code == 201
    assert site.lines()[0]["replay"]["error"] == "OSError"
    assert b"hunter2" not in site.text()
