"""API keys that make API keys, against the whole product: what one may learn of another's."""

from tests.support.hub import Hub


async def test_an_answer_with_a_token_is_given_again_to_the_key_that_got_it_and_to_no_other(hub: Hub) -> None:
    helper = await hub.call("POST", "/v1/api-keys", {"name": "helper", "scopes": ["api_keys:write"]})
    body = {"name": "backend", "scopes": ["credentials:read", "connections:read"]}
    first = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend")
    again = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend")
    assert again.data == first.data
    assert again.headers["idempotency-replayed"] == "true"

    other = await hub.call("POST", "/v1/api-keys", body, idempotency_key="make-backend", token=helper.data["token"])
    assert (other.status, other.data["code"]) == (403, "scopes_beyond_own")
    keys = (await hub.call("GET", "/v1/api-keys")).data["items"]
    assert [key["name"] for key in keys] == ["test", "helper", "backend"]
