"""API keys that make API keys, against the whole product: what one may learn of another's."""

from tests.support.hub import Hub


async def test_a_token_is_shown_once_also_to_whoever_repeats_the_call(hub: Hub) -> None:
    helper = await hub.call("POST", "/v1/api-keys", {"name": "helper", "scopes": ["api_keys:write"]})
    body = {"name": "backend", "scopes": ["credentials:read", "connections:read"]}
    first = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend")
    again = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend")
    assert (first.status, again.status, again.data["code"]) == (201, 409, "shown_once")
    assert "make another" in again.data["next_step"]
    assert first.data["token"] not in again.text

    other = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend", token=helper.data["token"])
    assert (other.status, other.data["code"]) == (409, "shown_once")
    keys = (await hub.call("GET", "/v1/api-keys")).data["items"]
    assert [key["name"] for key in keys] == ["test", "helper", "backend"]
