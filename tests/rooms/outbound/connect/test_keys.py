"""Connecting by what a customer types: checked at the provider first, kept only when it works."""

import pytest

from tests.support.hubs import Walk

KEY = "sandbox_key_ada_engine"


async def key_of(walk: Walk) -> str:
    page = await walk.sandbox.visitor.get("/keys")
    start = page.text.index("sandbox_key_")
    end = start
    while page.text[end].isalnum() or page.text[end] == "_":
        end += 1
    return page.text[start:end]


async def test_a_key_that_works_is_kept_and_handed_out(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-key")
    key = await key_of(walk)
    answer = await walk.authorize(integration, fields={"api_key": key})
    assert (answer.status, answer.data["status"], answer.data["url"]) == (201, "connected", None)
    path = f"/v1/connections/{answer.data['connection_id']}/credentials"
    found = (await walk.hub.call("GET", path)).data
    assert found["headers"]["X-API-Key"] == key
    assert (await walk.sandbox.visitor.get("/key-api/me", X_API_Key=key)).status == 200


async def test_a_key_that_the_provider_refuses_is_not_kept(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-key")
    answer = await walk.authorize(integration, fields={"api_key": "sandbox_key_wrong"})
    assert (answer.status, answer.data["code"]) == (422, "credentials_refused")
    assert answer.data["errors"][0]["field"] == "fields.api_key"
    assert "sandbox_key_wrong" not in answer.text
    assert (await walk.hub.call("GET", "/v1/connections")).data["items"] == []


async def test_an_attempt_that_is_refused_makes_no_customer(walk: Walk) -> None:
    by_key, by_consent = await walk.integrate("sandbox-key"), await walk.integrate()
    refused = [
        await walk.authorize(by_key, fields={"api_key": "sandbox_key_wrong"}),
        await walk.authorize(by_consent, return_url="https://elsewhere.example/"),
        await walk.authorize(by_consent, lifetime_seconds=1),
    ]
    assert [answer.status for answer in refused] == [422, 422, 422]
    assert (await walk.hub.call("GET", "/v1/customers")).data["items"] == []
    assert (await walk.authorize(by_consent)).status == 201
    assert len((await walk.hub.call("GET", "/v1/customers")).data["items"]) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"api_key": ""},
        {"api_key": " sandbox_key_x"},
        {"api_key": "sandbox_key_x\r\nX-Admin: 1"},
        {"api_key": "sandbox_key_\u00fc"},
        {"api_key": "k" * 8_193},
        {"api_key": "not a key"},
    ],
)
async def test_a_malformed_key_never_leaves_the_house(walk: Walk, typed: dict[str, str]) -> None:
    integration = await walk.integrate("sandbox-key")
    answer = await walk.authorize(integration, fields=typed)
    assert answer.status == 422
    assert [error["field"] for error in answer.data["errors"]] == ["fields.api_key"] or len(typed["api_key"]) > 8_192


async def test_a_field_that_nobody_asked_for_is_named(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-key")
    answer = await walk.authorize(integration, fields={"api_key": await key_of(walk), "admin": "yes"})
    assert [error["field"] for error in answer.data["errors"]] == ["fields.admin"]


async def test_a_client_of_the_customers_own_obtains_a_token(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-m2m")
    fields = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    answer = await walk.authorize(integration, fields=fields)
    assert answer.status == 201, answer.text
    found = (await walk.hub.call("GET", f"/v1/connections/{answer.data['connection_id']}/credentials")).data
    me = await walk.sandbox.visitor.get("/m2m/me", authorization=found["headers"]["Authorization"])
    assert me.status == 200


async def test_a_wrong_client_secret_is_blamed_on_the_customer(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-m2m")
    answer = await walk.authorize(integration, fields={"client_id": "sandbox-client", "client_secret": "wrong"})
    assert (answer.status, answer.data["code"]) == (422, "connection_misconfigured")


async def test_a_form_is_not_accepted_where_the_provider_asks_itself(walk: Walk) -> None:
    answer = await walk.authorize(await walk.integrate(), fields={"api_key": "x"})
    assert answer.data["errors"][0]["field"] == "fields"


async def test_a_key_can_be_replaced_in_its_connection(walk: Walk) -> None:
    integration = await walk.integrate("sandbox-key")
    first = (await walk.authorize(integration, fields={"api_key": await key_of(walk)})).data["connection_id"]
    again = await walk.authorize(integration, fields={"api_key": await key_of(walk)}, connection_id=first)
    assert again.data["connection_id"] == first
