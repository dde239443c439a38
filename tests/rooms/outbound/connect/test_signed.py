"""Connecting by a private key of the customer's: an assertion is signed, and traded at a real token endpoint."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.clock import ManualClock
from tests.support.hub import Answer, Hub
from tests.support.signing import ASSERTION, TYPED, Exchange, definition, ec_key, exchange, pem, rsa_key


@pytest.fixture
async def served(clock: ManualClock) -> AsyncIterator[Exchange]:
    async with exchange(clock, rsa_key()) as running:
        yield running


async def switch_on(hub: Hub, described: dict[str, Any]) -> None:
    made = await hub.call("POST", "/v1/providers", {"definition": described})
    assert made.status == 201, made.text
    made = await hub.call("POST", "/v1/integrations", {"provider": "robots", "slug": "robots"})
    assert made.status == 201, made.text


async def connect(hub: Hub, fields: dict[str, str], **more: Any) -> Answer:
    body = {"integration": "robots", "customer": "cus-1", "fields": fields, **more}
    return await hub.call("POST", "/v1/authorizations", body)


async def token_of(hub: Hub, connected: Answer) -> Answer:
    return await hub.call("GET", f"/v1/connections/{connected.data['connection_id']}/credentials")


async def test_a_key_is_traded_for_tokens_again_and_again(hub: Hub, served: Exchange, clock: ManualClock) -> None:
    await switch_on(hub, definition(served, TYPED, ASSERTION | {"subject": "{credential.issuer}"}))
    fields = {"issuer": "robot-1", "key_id": "k-1", "private_key": pem(rsa_key())}
    connected = await connect(hub, fields)
    assert connected.status == 201, connected.text
    found = await token_of(hub, connected)
    assert (found.data["type"], found.data["access_token"]) == ("oauth2", "signed-at-1")
    now = int(clock.now().timestamp())
    times = {"iat": now, "exp": now + 300}
    assert served.claims == [{"iss": "robot-1", "sub": "robot-1", "aud": served.token_url, **times}]
    assert served.headers == [{"alg": "RS256", "typ": "JWT", "kid": "k-1"}]
    assert served.heard[0].form["scope"] == "read write"

    clock.advance(3_600)
    found = await token_of(hub, connected)
    assert found.data["access_token"] == "signed-at-2"
    assert served.claims[1]["iat"] == now + 3_600
    clock.advance(3_600)
    served.down = True
    assert (await token_of(hub, connected)).status == 503
    served.down = False

    # The provider does not know the key any more: the customer has something to correct, and nothing is given up.
    served.key = ec_key()
    clock.advance(3_600)
    refused = await hub.call("POST", f"/v1/connections/{connected.data['connection_id']}/refresh")
    assert (refused.status, refused.data["code"]) == (422, "connection_misconfigured")
    again = await connect(hub, fields | {"private_key": pem(ec_key())}, connection_id=connected.data["connection_id"])
    assert again.data["connection_id"] == connected.data["connection_id"], again.text
    assert served.headers[-1]["alg"] == "ES256"

    body = pem(rsa_key()).splitlines()[5]
    assert body not in hub.log_text() + found.text + connected.text + refused.text


async def test_the_key_file_of_a_provider_says_who_signs(hub: Hub, served: Exchange, clock: ManualClock) -> None:
    fields = [{"name": "key_file", "label": "JSON key"}, {"name": "user", "label": "Acts for", "secret": False}]
    await switch_on(
        hub,
        definition(
            served,
            fields,
            {
                "key": "key_file",
                "file": ["client_email", "private_key_id"],
                "issuer": "{credential.client_email}",
                "key_id": "{credential.private_key_id}",
                "subject": "{credential.user}",
                "scope_claim": True,
                "lifetime_seconds": 3600,
            },
        ),
    )
    key_file = {
        "type": "service_account",
        "private_key_id": "k-2",
        "private_key": pem(rsa_key()),
        "client_email": "robot@project.example",
        "token_uri": "https://elsewhere.example/token",
    }
    body = {
        "customer": "cus-1",
        "integration": "robots",
        "credentials": {"fields": {"key_file": json.dumps(key_file, indent=2), "user": "ada@acme.example"}},
    }
    brought = await hub.call("POST", "/v1/connections", body)
    assert brought.status == 201, brought.text
    now = int(clock.now().timestamp())
    said = {"iss": "robot@project.example", "sub": "ada@acme.example", "aud": served.token_url, "scope": "read write"}
    assert served.claims == [said | {"iat": now, "exp": now + 3600}]
    assert served.headers == [{"alg": "RS256", "typ": "JWT", "kid": "k-2"}]
    assert "scope" not in served.heard[0].form
    for wrong, reason in {
        "{": "JSON key file",
        "[]": "JSON key file",
        json.dumps({**key_file, "private_key": None}): "has no private_key",
        json.dumps({**key_file, "client_email": ""}): "has no client_email",
        json.dumps({**key_file, "private_key": pem(rsa_key(1024))}): "1024 bits",
        "[" * 8_000: "JSON key file",
    }.items():
        answer = await connect(hub, {"key_file": wrong, "user": "u"})
        assert (answer.status, [fault["field"] for fault in answer.data["errors"]]) == (422, ["fields.key_file"])
        assert reason in answer.data["errors"][0]["reason"]
        # By its code the form says it in the customer's language.
        assert answer.data["errors"][0]["code"].startswith("key_")
    assert len(served.heard) == 1


async def test_a_key_that_the_provider_does_not_know_is_the_customers_to_correct(hub: Hub, served: Exchange) -> None:
    await switch_on(hub, definition(served, TYPED, ASSERTION))
    answer = await connect(hub, {"issuer": "robot-1", "private_key": pem(ec_key())})
    assert (answer.status, answer.data["code"]) == (422, "connection_misconfigured")
    assert "Invalid JWT Signature" in answer.data["detail"]
    assert (await hub.call("GET", "/v1/connections")).data["items"] == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"assertion": None}, "assertion"),
        ({"token": None}, "token"),
        ({"client": "operator"}, "client"),
        ({"revoke": {"url": "https://x.example/revoke"}}, "revoke"),
        ({"assertion": {"key": "issuer", "issuer": "x"}}, "assertion.key"),
        ({"assertion": {"key": "nothing", "issuer": "x"}}, "assertion.key"),
        ({"assertion": {"key": "private_key", "issuer": ""}}, "assertion.issuer"),
        ({"assertion": {"key": "private_key", "issuer": "{credential.private_key}"}}, "assertion.issuer"),
        ({"assertion": {"key": "private_key", "issuer": "x", "lifetime_seconds": 86400}}, "assertion.lifetime_seconds"),
        ({"assertion": {"key": "private_key", "issuer": "x", "file": ["issuer"]}}, "assertion.file[0]"),
    ],
)
async def test_a_description_that_could_sign_nothing_is_refused(
    hub: Hub, served: Exchange, changes: dict[str, Any], place: str
) -> None:
    described = definition(served, TYPED, ASSERTION)
    method = {**described["methods"][0], **changes}
    described["methods"] = [{name: part for name, part in method.items() if part is not None}]
    answer = await hub.call("POST", "/v1/providers", {"definition": described})
    assert answer.status == 422
    assert f"definition.methods[0].{place}" in [fault["field"] for fault in answer.data["errors"]], answer.text
