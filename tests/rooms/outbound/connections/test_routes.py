"""The room's face: connections and credentials over HTTP."""

from typing import Any

from tests.support.clock import ManualClock
from tests.support.hub import Answer, Hub
from tests.support.hubs import Walk


async def bring(walk: Walk, customer: str = "cus-1", **changes: Any) -> Answer:
    body = {"customer": customer, "integration": "sandbox", "credentials": {"access_token": "at-1"}, **changes}
    return await walk.hub.call("POST", "/v1/connections", body)


async def test_a_connected_account_gives_a_working_token_today_and_after_it_expired(
    walk: Walk, clock: ManualClock
) -> None:
    connection_id = await walk.connect(await walk.integrate())
    path = f"/v1/connections/{connection_id}/credentials"
    tokens = set()
    for _ in range(2):
        answer = await walk.hub.call("GET", path)
        assert answer.status == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        called = await walk.sandbox.call("/api/me", answer.data["access_token"])
        assert called.status == 200, called.text
        assert answer.data["headers"] == {"Authorization": f"Bearer {answer.data['access_token']}"}
        assert answer.data["base_url"] == walk.sandbox.base_url
        tokens.add(answer.data["access_token"])
        clock.advance(7200)
        walk.sandbox.clock.advance(7200)
    assert len(tokens) == 2


async def test_credentials_are_found_by_customer_and_integration(walk: Walk) -> None:
    connection_id = await walk.connect(await walk.integrate())
    answer = await walk.hub.call("GET", "/v1/credentials?customer=cus-1&integration=sandbox")
    assert (answer.status, answer.data["connection_id"]) == (200, connection_id)
    answer = await walk.hub.call("GET", "/v1/credentials?customer=nobody&integration=sandbox")
    assert (answer.status, answer.data["code"]) == (404, "connection_not_found")
    answer = await walk.hub.call("GET", "/v1/credentials?customer=cus-1")
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "integration")


async def test_a_connection_is_shown_without_its_secrets(walk: Walk) -> None:
    connection_id = await walk.connect(await walk.integrate())
    answer = await walk.hub.call("GET", f"/v1/connections/{connection_id}")
    token = (await walk.hub.call("GET", f"/v1/connections/{connection_id}/credentials")).data["access_token"]
    assert answer.data["state"] == "active"
    assert answer.data["customer"]["external_id"] == "cus-1"
    assert (answer.data["type"], answer.data["renewable"], answer.data["version"]) == ("oauth2", True, 1)
    assert token not in answer.text


async def test_lists_are_paged_and_narrowed(walk: Walk) -> None:
    await walk.integrate()
    for number in range(3):
        await bring(walk, f"cus-{number}")
    first = await walk.hub.call("GET", "/v1/connections?limit=2")
    assert len(first.data["items"]) == 2
    rest = await walk.hub.call("GET", f"/v1/connections?limit=2&cursor={first.data['next_cursor']}")
    assert (len(rest.data["items"]), rest.data["next_cursor"]) == (1, None)
    mine = await walk.hub.call("GET", "/v1/connections?customer=cus-1&integration=sandbox&state=active")
    assert [item["customer"]["external_id"] for item in mine.data["items"]] == ["cus-1"]
    assert (await walk.hub.call("GET", "/v1/connections?customer=nobody")).data == {
        "items": [],
        "next_cursor": None,
        "total": None,
    }


async def test_wrong_queries_are_named(walk: Walk) -> None:
    queries = ["limit=-1", "limit=1000000000", "limit=x", "state=gone", "cursor=made-up", "colour=red", "customer="]
    for query in queries:
        answer = await walk.hub.call("GET", f"/v1/connections?{query}")
        assert answer.status == 422
        assert answer.data["errors"][0]["field"] == query.partition("=")[0]


async def test_a_cursor_of_another_environment_is_refused(walk: Walk) -> None:
    await walk.integrate()
    for number in range(2):
        await bring(walk, f"cus-{number}")
    cursor = (await walk.hub.call("GET", "/v1/connections?limit=1")).data["next_cursor"]
    other = await walk.hub.another_environment()
    assert (await other.call("GET", f"/v1/connections?limit=1&cursor={cursor}")).status == 422


async def test_label_and_metadata_can_be_changed_and_nothing_else(walk: Walk) -> None:
    await walk.integrate()
    path = f"/v1/connections/{(await bring(walk)).data['id']}"
    answer = await walk.hub.call("PATCH", path, {"label": "Sales", "metadata": {"team": "7"}})
    assert (answer.data["label"], answer.data["metadata"]) == ("Sales", {"team": "7"})
    answer = await walk.hub.call("PATCH", path, {"metadata": {}})
    assert (answer.data["label"], answer.data["metadata"]) == ("Sales", {})
    for body in ({"state": "active"}, {"customer_id": "cust_1"}, {"label": 7}, {"label": "a" * 101}, {"version": 9}):
        assert (await walk.hub.call("PATCH", path, body)).status == 422


async def test_disconnecting_answers_with_what_is_left(walk: Walk) -> None:
    connection_id = await walk.connect(await walk.integrate())
    path = f"/v1/connections/{connection_id}"
    for _ in range(2):
        answer = await walk.hub.call("DELETE", path)
        assert (answer.status, answer.data["state"]) == (200, "disconnected")
    answer = await walk.hub.call("GET", f"{path}/credentials")
    assert (answer.status, answer.data["code"]) == (409, "connection_disconnected")
    history = await walk.hub.call("GET", f"{path}/history")
    assert {item["type"] for item in history.data["items"]} == {"connection.created", "connection.disconnected"}


async def test_a_refresh_is_asked_for_with_and_without_a_reason(walk: Walk, clock: ManualClock) -> None:
    path = f"/v1/connections/{await walk.connect(await walk.integrate())}/refresh"
    answer = await walk.hub.call("POST", path)
    assert (answer.status, answer.data["version"]) == (200, 2)
    answer = await walk.hub.call("POST", path)
    assert (answer.status, answer.data["code"]) == (429, "refresh_too_soon")
    assert answer.headers["retry-after"] == "30"
    answer = await walk.hub.call("POST", path, {"rejected_version": 1})
    assert (answer.status, answer.data["version"]) == (200, 2)
    answer = await walk.hub.call("POST", path, {"rejected_version": 3})
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "rejected_version")
    answer = await walk.hub.call("POST", path, {"rejected_version": 2})
    assert (answer.status, answer.data["code"]) == (409, "needs_reauth")
    answer = await walk.hub.call("GET", path.replace("refresh", "credentials"))
    assert (answer.status, answer.data["code"]) == (409, "needs_reauth")
    assert "POST /v1/authorizations" in answer.data["next_step"]


async def test_an_import_is_kept_once_for_one_idempotency_key(walk: Walk) -> None:
    await walk.integrate()
    body = {"customer": "cus-1", "integration": "sandbox", "credentials": {"access_token": "planted-4711"}}
    answers = [await walk.hub.call("POST", "/v1/connections", body, idempotency_key="import-1") for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].data["id"] == answers[1].data["id"]
    assert len((await walk.hub.call("GET", "/v1/connections")).data["items"]) == 1
    assert "planted-4711" not in walk.hub.log_text() + answers[0].text


WRONG_IMPORTS: list[tuple[dict[str, Any], str]] = [
    ({"customer": ""}, "customer"),
    ({"credentials": {"access_token": ""}}, "credentials.access_token"),
    ({"credentials": {"access_token": "a\r\nb"}}, "credentials"),
    ({"credentials": {"access_token": "a", "fields": {"x": "y"}}}, "credentials.fields"),
    ({"credentials": {"access_token": "a", "expires_in": 1, "expires_at": "2027-01-01T00:00:00Z"}},
     "credentials.expires_in"),
    ({"credentials": {"access_token": "a", "expires_at": "2027-01-01T00:00:00"}}, "credentials.expires_at"),
    ({"credentials": {"access_token": "a", "scopes": ["two words"]}}, "credentials.scopes[0]"),
    ({"credentials": {}}, "credentials"),
    ({"values": {"base_url": "x"}}, "values.base_url"),
    ({"state": "active"}, "state"),
]  # fmt: skip


async def test_a_wrong_import_names_the_field(walk: Walk) -> None:
    await walk.integrate()
    for changes, field in WRONG_IMPORTS:
        answer = await bring(walk, **changes)
        assert answer.status == 422, answer.text
        assert field in [error["field"] for error in answer.data["errors"]]
    assert (await walk.hub.call("GET", "/v1/connections")).data["items"] == []


async def test_a_key_that_is_wrong_is_named_by_where_an_import_has_it(walk: Walk) -> None:
    await walk.integrate("sandbox-key")
    body = {"customer": "cus-1", "integration": "sandbox-key", "credentials": {"fields": {"api_key": "planted"}}}
    answer = await walk.hub.call("POST", "/v1/connections", body)
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "credentials.fields.api_key")
    assert answer.data["detail"].startswith("credentials.fields.api_key: ")


async def test_a_key_without_the_scope_sees_no_secret(walk: Walk) -> None:
    connection_id = await walk.connect(await walk.integrate())
    identity = walk.hub.bothways.identity
    key = await identity.create_api_key(
        walk.hub.environment.id, "reader", ("connections:read", "connections:write"), actor="test"
    )
    token = key.token.reveal()
    path = f"/v1/connections/{connection_id}"
    assert (await walk.hub.call("GET", path, token=token)).status == 200
    for secret in (f"{path}/credentials", "/v1/credentials?customer=cus-1&integration=sandbox"):
        answer = await walk.hub.call("GET", secret, token=token)
        assert (answer.status, answer.data["code"]) == (403, "scope_missing")


async def test_another_environment_hears_the_same_as_of_unknown_ids(walk: Walk) -> None:
    connection_id = await walk.connect(await walk.integrate())
    other = await walk.hub.another_environment()
    unknown = connection_id[:-4] + "2222"
    calls = [("GET", ""), ("GET", "/credentials"), ("GET", "/history"), ("DELETE", ""), ("POST", "/refresh")]
    for method, rest in calls:
        heard = [await other.call(method, f"/v1/connections/{one}{rest}") for one in (connection_id, unknown)]
        assert [answer.status for answer in heard] == [404, 404]
        assert heard[0].data | {"request_id": ""} == heard[1].data | {"request_id": ""}
    assert (await other.call("PATCH", f"/v1/connections/{connection_id}", {"label": "x"})).status == 404
    assert (await walk.hub.call("GET", f"/v1/connections/{connection_id}")).data["state"] == "active"


async def test_no_token_stands_in_the_log(walk: Walk, hub: Hub, clock: ManualClock) -> None:
    connection_id = await walk.connect(await walk.integrate())
    path = f"/v1/connections/{connection_id}/credentials"
    tokens = []
    for _ in range(2):
        tokens.append((await hub.call("GET", path)).data["access_token"])
        clock.advance(7200)
        walk.sandbox.clock.advance(7200)
    await hub.call("POST", f"/v1/connections/{connection_id}/refresh")
    assert [token for token in tokens if token in hub.log_text()] == []
