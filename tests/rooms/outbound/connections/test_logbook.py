"""A connection's logbook: what the operator's backend writes about its work, bounded and kept apart."""

from typing import Any

import pytest

from bothways.outbound.connections import logbook
from tests.support.hubs import Walk


async def connected(walk: Walk) -> str:
    return f"/v1/connections/{await walk.connect(await walk.integrate())}/logs"


async def test_an_entry_is_kept_with_the_state_of_the_connection(walk: Walk) -> None:
    path = await connected(walk)
    note = {"level": "error", "action": "sync", "message": "page 7", "code": "E7", "error_class": "temporary"}
    made = await walk.hub.call("POST", path, note | {"request_id": "req-1"})
    assert made.status == 201
    assert made.data | {"id": "", "created_at": ""} == {
        **note,
        "request_id": "req-1",
        "state": "active",
        "id": "",
        "created_at": "",
    }
    assert (await walk.hub.call("GET", path)).data["items"] == [made.data]


async def test_entries_come_newest_first_and_in_pages(walk: Walk) -> None:
    path = await connected(walk)
    for number in range(3):
        await walk.hub.call("POST", path, {"level": "info", "action": "sync", "message": str(number)})
    first = (await walk.hub.call("GET", f"{path}?limit=2")).data
    rest = (await walk.hub.call("GET", f"{path}?limit=2&cursor={first['next_cursor']}")).data
    assert [item["message"] for item in first["items"] + rest["items"]] == ["2", "1", "0"]
    assert rest["next_cursor"] is None


async def test_only_the_newest_entries_are_kept(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "KEPT", 2)
    path = await connected(walk)
    for number in range(4):
        await walk.hub.call("POST", path, {"level": "info", "action": "sync", "message": str(number)})
    assert [item["message"] for item in (await walk.hub.call("GET", path)).data["items"]] == ["3", "2"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": ""}, "action"),
        ({"action": "a\tb"}, "action"),
        ({"message": "m" * 301}, "message"),
        ({"message": "a\x1b[31m"}, "message"),
        ({"level": "loud"}, "level"),
        ({"error_class": "temporary"}, "error_class"),
        ({"code": "c" * 101}, "code"),
        ({"request_id": "a\nb"}, "request_id"),
        ({"state": "active"}, "state"),
    ],
)
async def test_what_is_wrong_with_an_entry_is_named(walk: Walk, change: dict[str, Any], field: str) -> None:
    answer = await walk.hub.call("POST", await connected(walk), {"level": "info", "action": "sync"} | change)
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, field)


async def test_another_environments_logbook_looks_unknown(walk: Walk) -> None:
    path = await connected(walk)
    other = await walk.hub.another_environment()
    for method, body in (("GET", None), ("POST", {"level": "info", "action": "sync"})):
        answer = await other.call(method, path, body)
        assert (answer.status, answer.data["code"]) == (404, "connection_not_found")
    assert (await walk.hub.call("GET", path)).data["items"] == []
