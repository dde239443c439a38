"""Lists that people look through: searched, sorted, narrowed, counted, page by page."""

from datetime import datetime
from urllib.parse import urlencode

import pytest

from tests.rooms.core.conftest import Tenant
from tests.rooms.core.identity.site import SESSION, Site
from tests.support.clock import ManualClock

PEOPLE = [
    {"id": "own-1", "name": "Zoë Größe", "email": "zoe@example.com"},
    {"id": "own-2", "name": "ida", "email": "ida@example.com"},
    {"id": "own-3", "name": "Ida", "email": "100%_sure@example.com"},
    {"id": "own-4"},
]


@pytest.fixture
async def people(site: Site, clock: ManualClock) -> dict[str, str]:
    """Our ids of the customers by the operator's, oldest first; one was there before."""
    made = {}
    for body in PEOPLE:
        clock.advance(1)
        made[body["id"]] = (await site.call("POST", "/v1/customers", body=body)).json()["id"]
    return made


async def listed(site: Site, path: str = "/v1/customers", name: str = "external_id", /, **query: object) -> list[str]:
    answer = await site.call("GET", f"{path}?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return [item[name] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("GRÖSSE", ["own-1"]),
        ("größe zoe@", ["own-1"]),
        ("ida", ["own-2", "own-3"]),
        ("ida own-3", ["own-3"]),
        ("%", ["own-3"]),
        ("_", ["own-3"]),
        ("own-", ["own-1", "own-2", "own-3", "own-4"]),
        ("nobody", []),
        ("' OR 1=1 --", []),
    ],
)
async def test_customers_are_found_by_words(site: Site, people: dict[str, str], q: str, found: list[str]) -> None:
    assert await listed(site, q=q) == found


async def test_a_customer_is_found_by_our_id_too(site: Site, people: dict[str, str]) -> None:
    assert await listed(site, q=people["own-4"]) == ["own-4"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("created_at", ["customer-1", "own-1", "own-2", "own-3", "own-4"]),
        ("-created_at", ["own-4", "own-3", "own-2", "own-1", "customer-1"]),
        ("name", ["customer-1", "own-2", "own-3", "own-4", "own-1"]),
        ("-name", ["own-1", "own-4", "own-3", "own-2", "customer-1"]),
    ],
)
async def test_customers_are_sorted_and_paged_alike(
    site: Site, people: dict[str, str], sort: str, order: list[str]
) -> None:
    assert await listed(site, sort=sort) == order
    seen, cursor = [], {}
    while True:
        page = (await site.call("GET", f"/v1/customers?{urlencode({'sort': sort, 'limit': 2, **cursor})}")).json()
        seen += [item["external_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == order


async def test_a_cursor_holds_for_its_own_search_and_order(site: Site, people: dict[str, str]) -> None:
    cursor = (await site.call("GET", "/v1/customers?q=own-&sort=name&limit=1")).json()["next_cursor"]
    for query in ({"sort": "name"}, {"q": "own-"}, {"q": "own", "sort": "name"}, {"q": "own-", "sort": "-name"}):
        answer = await site.call("GET", f"/v1/customers?{urlencode({**query, 'cursor': cursor})}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")


async def test_all_are_counted_when_asked(site: Site, people: dict[str, str]) -> None:
    first = (await site.call("GET", "/v1/customers?q=own-&limit=1&total=true")).json()
    assert (len(first["items"]), first["total"]) == (1, 4)
    assert (await site.call("GET", "/v1/customers?q=own-&limit=1")).json()["total"] is None
    assert (await site.call("GET", "/v1/customers?external_id=own-1&total=true")).json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "field"), [({"q": "x" * 101}, "q"), ({"q": "a b c d e f g h i"}, "q"), ({"sort": "email"}, "sort")]
)
async def test_what_cannot_be_searched_or_sorted_is_named(site: Site, query: dict[str, str], field: str) -> None:
    answer = await site.call("GET", f"/v1/customers?{urlencode(query)}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_a_renamed_customer_is_found_by_the_new_name_alone(site: Site, people: dict[str, str]) -> None:
    await site.call("PATCH", f"/v1/customers/{people['own-2']}", body={"name": "Zora"})
    assert await listed(site, q="zora") == ["own-2"]
    assert await listed(site, q="own-2") == ["own-2"]
    assert await listed(site, q="ida", sort="-name") == ["own-2", "own-3"]
    assert (await site.call("GET", "/v1/customers?q=own-", site.test)).json()["items"] == []


# ------------------------------------------------------------------------------------------- connect sessions


async def test_sessions_are_listed_without_tokens_and_told_apart(site: Site, clock: ManualClock) -> None:
    opened = {}
    for name, more in [("kept", {}), ("short", {"lifetime_seconds": 60}), ("ended", {"integrations": ["slack"]})]:
        clock.advance(1)
        opened[name] = (await site.call("POST", "/v1/connect-sessions", body=SESSION | more)).json()
    await site.call("DELETE", f"/v1/connect-sessions/{opened['ended']['id']}")
    clock.advance(60)

    answer = await site.call("GET", "/v1/connect-sessions")
    sessions = answer.json()["items"]
    ids = {opened[name]["id"]: name for name in opened}
    told = [(ids[session["id"]], session["state"]) for session in sessions]
    assert told == [("ended", "revoked"), ("short", "expired"), ("kept", "active")]
    assert sessions[0]["customer"]["external_id"] == SESSION["customer"]["id"]
    assert sessions[0]["integrations"] == ["intg_1"]
    assert not [one for one in opened.values() if one["token"] in answer.text]
    for state, name in [("active", "kept"), ("expired", "short"), ("revoked", "ended")]:
        assert await listed(site, "/v1/connect-sessions", "id", state=state) == [opened[name]["id"]]
    assert (await site.call("GET", f"/v1/connect-sessions/{opened['ended']['id']}")).json() == sessions[0]


async def test_sessions_of_one_customer_come_page_by_page(site: Site, clock: ManualClock) -> None:
    for customer in ("ann", "bob", "ann", "ann"):
        clock.advance(1)
        await site.call("POST", "/v1/connect-sessions", body={"customer": {"id": customer}})
    first = (await site.call("GET", "/v1/connect-sessions?customer=ann&limit=2")).json()
    second = (await site.call("GET", f"/v1/connect-sessions?customer=ann&cursor={first['next_cursor']}")).json()
    ids = [session["id"] for session in first["items"] + second["items"]]
    assert (len(ids), ids) == (3, sorted(ids, reverse=True))
    assert await listed(site, "/v1/connect-sessions", "id", customer="nobody") == []
    assert (await site.call("GET", "/v1/connect-sessions", site.test)).json()["items"] == []


# ------------------------------------------------------------------------------------------- events and audit


async def test_events_are_narrowed_to_a_customer_by_either_id(site: Site, people: dict[str, str]) -> None:
    by_own = await listed(site, "/v1/events", "subject_id", customer="own-1")
    by_ours = await listed(site, "/v1/events", "subject_id", customer_id=people["own-1"])
    assert by_own == by_ours == [people["own-1"]]
    assert await listed(site, "/v1/events", "subject_id", customer="nobody") == []
    assert await listed(site, "/v1/events", "subject_id", customer="own-1", customer_id=people["own-2"]) == []
    assert await listed(site, "/v1/events", "subject_id", connection="conn_x") == []
    assert await listed(site, "/v1/events", "subject_id", connection=people["own-1"], subject_id="other") == []


async def test_audit_entries_are_found_by_words_and_by_time(
    site: Site, people: dict[str, str], clock: ManualClock
) -> None:
    before = clock.now()
    clock.advance(60)
    made = (await site.call("POST", "/v1/api-keys", body={"name": "Größe 50%", "scopes": ["events:read"]})).json()
    clock.advance(60)
    await site.call("DELETE", f"/v1/api-keys/{made['id']}")

    async def actions(**query: object) -> list[str]:
        return await listed(site, "/v1/audit-entries", "action", **query)

    assert await actions(q="größe") == ["api_key.created"]
    assert await actions(q="50%") == ["api_key.created"]
    assert await actions(q="5_%") == []
    assert await actions(q=f"REVOKED {made['id']}") == ["api_key.revoked"]
    assert await actions(since=at(before), until=at(clock.now())) == ["api_key.created"]
    assert await actions(since=at(clock.now())) == ["api_key.revoked"]
    counted = (await site.call("GET", f"/v1/audit-entries?q={made['id']}&total=true&limit=1")).json()
    assert (len(counted["items"]), counted["total"]) == (1, 2)


@pytest.mark.parametrize("query", ["since=yesterday", "until=2026-01-01T00:00:00", "since=1"])
async def test_a_time_without_its_zone_is_no_time(site: Site, tenant: Tenant, query: str) -> None:
    answer = await site.call("GET", f"/v1/audit-entries?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, query.partition("=")[0])


def at(instant: datetime) -> str:
    return instant.isoformat()
