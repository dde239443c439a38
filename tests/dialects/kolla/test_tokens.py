"""Consumer tokens: readable by a browser, good for one consumer, and dead with their session."""

import base64
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey

from bothways.core.identity.model import ConnectSession, Customer
from bothways.dialects.kolla.tokens import ConsumerTokens
from bothways.kit.secret import Secret
from tests.dialects.kolla.conftest import Kolla, reason_of
from tests.support.clock import ManualClock


def parts_of(token: str) -> tuple[dict[str, Any], bytes]:
    header, payload, _ = token.split(".")
    return json.loads(decoded(header)), decoded(payload)


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims_of(token: str) -> dict[str, Any]:
    return dict(json.loads(parts_of(token)[1]))


def encoded(data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


async def test_a_token_says_what_the_browser_reads(kolla: Kolla) -> None:
    given = await kolla.ok(
        "POST",
        "consumers:consumerToken",
        {"consumer_id": "cus-1", "metadata": {"title": "Example Ltd", "username": "Zoë", "email": "zoe@example.test"}},
    )
    claims = claims_of(given["token"])
    program = kolla.hub.environment.id.removeprefix("env_")
    assert claims | {"iat": 0, "exp": 0, "jti": ""} == {
        "iss": kolla.hub.base_url,
        "aud": f"programs/{program}",
        "sub": "cus-1",
        "iat": 0,
        "exp": 0,
        "jti": "",
        "https://kolla.dev/organization": f"organizations/{kolla.hub.environment.workspace_id.removeprefix('ws_')}",
        "https://kolla.dev/program": f"programs/{program}",
        "metadata": {"username": "Zoë", "email": "zoe@example.test"},
    }
    assert claims["exp"] - claims["iat"] == 3600
    assert given["name"].startswith("consumertokens/")
    assert given["expiry_time"].endswith("Z")
    customers = (await kolla.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"]
    assert (customers[0]["name"], customers[0]["email"]) == ("Example Ltd", "zoe@example.test")
    assert customers[0]["metadata"] == {"username": "Zoë"}


async def test_more_metadata_is_kept_and_less_forgets_nothing(kolla: Kolla) -> None:
    await kolla.consumer_token("cus-1", tenant_id="t-1", tenant_display_name="Tenant", plan="gold")
    await kolla.consumer_token("cus-1", tenant_id="t-2")
    (customer,) = (await kolla.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"]
    assert customer["name"] == "Tenant"
    assert customer["metadata"] == {"tenant_id": "t-2", "tenant_display_name": "Tenant", "plan": "gold"}


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_token_can_be_decoded_by_atob(consumer_id: str, username: str, email: str) -> None:
    clock = ManualClock()
    session = ConnectSession("cs_" + "a" * 26, "env_" + "b" * 26, "cust_1", None, None, clock.now(), clock.now())
    customer = Customer("cust_1", session.environment_id, consumer_id, None, email, {}, clock.now(), clock.now())
    tokens = ConsumerTokens(Secret(b"k" * 32), None, clock, "https://hub.example.test")  # type: ignore[arg-type]
    payload = tokens.write(session, "ws_" + "c" * 26, customer, username).reveal().split(".")[1]
    # atob knows the standard alphabet alone, and JSON.parse reads its bytes as Latin-1.
    assert not set(payload) & set("-_")
    read = json.loads(base64.b64decode(payload + "=" * (-len(payload) % 4)).decode("latin-1"))
    assert (read["sub"], read["metadata"]["username"], read["metadata"]["email"]) == (consumer_id, username, email)


async def test_a_token_ends_with_its_session_and_with_its_time(kolla: Kolla, clock: ManualClock) -> None:
    token = await kolla.consumer_token()
    await kolla.ok("GET", "connectors/-/linkedaccounts", token=token)
    await kolla.hub.call("DELETE", f"/v1/connect-sessions/cs_{claims_of(token)['jti']}")
    assert (await kolla.refused("GET", "connectors/-/linkedaccounts", token=token))[:2] == (401, 16)
    token = await kolla.consumer_token()
    clock.advance(3600)
    assert (await kolla.refused("GET", "connectors/-/linkedaccounts", token=token))[:2] == (401, 16)


async def test_tokens_that_are_not_ours_are_refused_alike(kolla: Kolla) -> None:
    token = await kolla.consumer_token()
    header, payload, signature = token.split(".")
    claims = claims_of(token)
    other = await kolla.hub.another_environment()
    foreign = f"programs/{other.environment.id.removeprefix('env_')}"
    key = OctKey.import_key(kolla.hub.bothways.edges.key_ring.derive("kolla consumer tokens"))

    def signed(changed: dict[str, Any], kind: dict[str, Any] | None = None) -> str:
        return jws.serialize_compact(kind or {"alg": "HS256", "typ": "JWT"}, json.dumps(changed).encode(), key)

    assert (await kolla.call("GET", "connectors/-/linkedaccounts", token=signed(claims))).status == 200
    strangers = {
        "alg none": f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{payload}.",
        "alg none with the signature": f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{payload}.{signature}",
        "another algorithm": f"{encoded({'alg': 'RS256', 'typ': 'JWT'})}.{payload}.{signature}",
        "an altered claim": f"{header}.{encoded(claims | {'sub': 'cus-2'})}.{signature}",
        "no signature": f"{header}.{payload}.",
        "an altered signature": f"{header}.{payload}.{signature[::-1]}",
        "another key": jws.serialize_compact({"alg": "HS256"}, json.dumps(claims), OctKey.import_key(b"k" * 32)),
        "another environment": signed(claims | {"aud": foreign}),
        "another session": signed(claims | {"jti": "a" * 26}),
        "another issuer": signed(claims | {"iss": "https://evil.example"}),
        "no end": signed({name: value for name, value in claims.items() if name != "exp"}),
        "an end as text": signed(claims | {"exp": "9999999999"}),
        "an end long ago": signed(claims | {"exp": 1}),
        "a key in its header": signed(claims, {"alg": "HS256", "typ": "JWT", "kid": "../../etc/passwd"}),
        "a list": signed([]),  # type: ignore[arg-type]
        "rubbish": "a.b.c",
        "two dots": "..",
        "very long": f"{header}.{'a' * 10_000}.{signature}",
        "not ASCII": f"{header}.ü.{signature}",
        "our own session": (await kolla.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}})).data[
            "token"
        ],
    }
    wrong = {}
    for who, one in strangers.items():
        headers = {"authorization": f"Bearer {one}".encode().decode("latin-1")}
        answer = await kolla.call("GET", "connectors/-/linkedaccounts", token="", **headers)
        if (answer.status, answer.data["code"]) != (401, 16):
            wrong[who] = answer.text
    assert wrong == {}


async def test_a_token_is_no_key_of_ours_and_no_session_of_ours(kolla: Kolla) -> None:
    token = await kolla.consumer_token()
    for path in ("/v1/connections", "/v1/environment", "/v1/catalog", "/v1/session"):
        assert (await kolla.hub.call("GET", path, token=token)).status == 401


async def test_a_key_comes_with_and_without_bearer(kolla: Kolla) -> None:
    key = kolla.hub.token
    for value in (f"Bearer {key}", f"bearer {key}", key):
        assert (await kolla.call("GET", "connectors", token="", authorization=value)).status == 200
    for value in (f"Basic {key}", f"Token {key}", "", "Bearer", f"{key} {key}"):
        status, code, problem = await kolla.refused("GET", "connectors", token="", authorization=value)
        assert (status, code, reason_of(problem)) == (401, 16, "UNAUTHENTICATED")


@pytest.mark.parametrize("consumer", ["", " x", "x" * 129, "a\nb"])
async def test_consumer_ids_follow_our_rules(kolla: Kolla, consumer: str) -> None:
    status, code, _ = await kolla.refused("POST", "consumers:consumerToken", {"consumer_id": consumer})
    assert (status, code) == (400, 3)


async def test_no_token_is_logged(kolla: Kolla) -> None:
    token = await kolla.consumer_token()
    await kolla.ok("GET", "connectors/-/linkedaccounts", token=token)
    await kolla.call("GET", "connectors/-/linkedaccounts", token=token + "x")
    assert token.split(".")[1] not in kolla.hub.log_text()
