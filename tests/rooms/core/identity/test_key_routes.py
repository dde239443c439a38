"""API keys over the API: made, looked at and revoked by other keys."""

from datetime import timedelta

import pytest

from bothways.core.audit.trail import Audit
from bothways.kit.db.database import Database
from tests.rooms.core.conftest import Tenant, everything_stored
from tests.rooms.core.identity.composed import Identity
from tests.rooms.core.identity.site import Site
from tests.support.clock import ManualClock

BACKEND = {"name": "billing backend", "scopes": ["credentials:read", "connections:read"]}


async def test_a_key_is_made_used_listed_and_revoked(site: Site) -> None:
    made = await site.call("POST", "/v1/api-keys", body=BACKEND)
    assert made.status_code == 201, made.text
    key = made.json()
    token = key.pop("token")
    assert (key["name"], key["scopes"], key["state"]) == (BACKEND["name"], BACKEND["scopes"], "active")
    assert (await site.call("GET", "/v1/probe/either", token)).json() == {"actor": key["id"]}
    assert (await site.call("GET", f"/v1/api-keys/{key['id']}")).json() == key
    listed = (await site.call("GET", "/v1/api-keys")).json()["items"]
    assert listed[-1] == key
    ended = await site.call("DELETE", f"/v1/api-keys/{key['id']}")
    assert (ended.status_code, ended.json()["state"]) == (200, "revoked")
    assert (await site.call("GET", "/v1/probe/either", token)).status_code == 401
    assert (await site.call("DELETE", f"/v1/api-keys/{key['id']}")).json() == ended.json()


async def test_the_token_is_told_once_and_kept_nowhere(site: Site, database: Database) -> None:
    token = (await site.call("POST", "/v1/api-keys", body=BACKEND)).json()["token"]
    secret = token.removeprefix("bw_live_sk_")[4:-4]
    assert secret not in (await site.call("GET", "/v1/api-keys")).text
    assert secret not in await everything_stored(database)
    assert secret not in site.log.getvalue().decode()


async def test_nobody_gives_a_key_more_than_they_have(site: Site, identity: Identity, tenant: Tenant) -> None:
    some = await identity.create_key(tenant.live.id, "some", ["api_keys:write", "events:read"], actor="cli")
    token = some.token.reveal()
    wide = {"name": "wide", "scopes": ["events:read", "credentials:read", "customers:write"]}
    refused = await site.call("POST", "/v1/api-keys", token, wide)
    assert (refused.status_code, refused.json()["code"]) == (403, "scopes_beyond_own")
    assert "credentials:read, customers:write" in refused.json()["detail"]
    assert [key.name for key in await identity.list_keys(tenant.live.id)] == ["all", "some"]
    within = await site.call("POST", "/v1/api-keys", token, {"name": "narrow", "scopes": ["events:read"]})
    assert within.status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "scopes": ["events:read"]}, "name"),
        ({"name": "two\nlines", "scopes": ["events:read"]}, "name"),
        ({"name": "x" * 101, "scopes": ["events:read"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["events:read", "events:read"]}, "scopes"),
        ({"name": "x", "scopes": ["everything"]}, "scopes[0]"),
        ({"name": "x", "scopes": ["events:read"], "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "x", "scopes": ["events:read"], "expires_at": "2101-01-01T00:00:00"}, "expires_at"),
        ({"name": "x", "scopes": ["events:read"], "token": "bw_live_sk_x"}, "token"),
    ],
)
async def test_a_wrong_field_is_named_and_no_key_is_made(site: Site, body: dict, field: str) -> None:
    before = (await site.call("GET", "/v1/api-keys")).json()
    answer = await site.call("POST", "/v1/api-keys", body=body)
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]
    assert (await site.call("GET", "/v1/api-keys")).json() == before


async def test_keys_are_told_apart_by_their_state(site: Site, clock: ManualClock) -> None:
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    await site.call("POST", "/v1/api-keys", body=BACKEND | {"name": "short", "expires_at": soon})
    ended = (await site.call("POST", "/v1/api-keys", body=BACKEND | {"name": "ended"})).json()
    await site.call("DELETE", f"/v1/api-keys/{ended['id']}")
    clock.advance(3600)

    async def names(state: str) -> list[str]:
        return [key["name"] for key in (await site.call("GET", f"/v1/api-keys?state={state}")).json()["items"]]

    assert [await names(state) for state in ("active", "expired", "revoked")] == [["all"], ["short"], ["ended"]]


async def test_keys_come_in_pages(site: Site) -> None:
    for number in range(3):
        await site.call("POST", "/v1/api-keys", body=BACKEND | {"name": f"k{number}"})
    first = (await site.call("GET", "/v1/api-keys?limit=3")).json()
    second = (await site.call("GET", f"/v1/api-keys?cursor={first['next_cursor']}")).json()
    assert [key["name"] for key in first["items"] + second["items"]] == ["all", "k0", "k1", "k2"]
    assert (await site.call("GET", f"/v1/api-keys?state=active&cursor={first['next_cursor']}")).status_code == 422


async def test_a_key_of_another_environment_answers_like_an_unknown_one(site: Site) -> None:
    made = (await site.call("POST", "/v1/api-keys", body=BACKEND)).json()
    for method in ("GET", "DELETE"):
        foreign = (await site.call(method, f"/v1/api-keys/{made['id']}", site.test)).json()
        unknown = (await site.call(method, "/v1/api-keys/key_unknown", site.test)).json()
        assert foreign | {"request_id": ""} == unknown | {"request_id": ""}
        assert foreign["code"] == "api_key_not_found"
    assert (await site.call("GET", f"/v1/api-keys/{made['id']}")).json()["state"] == "active"


async def test_making_and_revoking_are_written_down(site: Site, audit: Audit, tenant: Tenant) -> None:
    made = (await site.call("POST", "/v1/api-keys", body=BACKEND)).json()
    await site.call("DELETE", f"/v1/api-keys/{made['id']}")
    entries = (await site.call("GET", f"/v1/audit-entries?subject={made['id']}")).json()["items"]
    assert [entry["action"] for entry in entries] == ["api_key.revoked", "api_key.created"]
    assert {entry["actor"] for entry in entries} == {(await site.call("GET", "/v1/probe/either")).json()["actor"]}
    assert await audit.verify(tenant.live.id) is None
