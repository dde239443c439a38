"""The two conversations of OAuth 1 with a server that checks the signatures by itself."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import unquote

import pytest

from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import Approved, Signer, Stamp, TokenPair, sign
from bothways.outbound.providers.calls import OAuth1
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.oauth1 import ExchangeOAuth1, RequestTemporaryToken, signer_of
from bothways.outbound.providers.verdict import (
    GrantDead,
    IntegrationMisconfigured,
    ProviderDown,
    ProviderError,
    ProviderThrottled,
)
from tests.support.clock import START, ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.provider_server import (
    ProviderServer,
    Scripted,
    a_provider,
    a_value,
    form,
    loopback_egress,
    oauth1_method,
    page,
    provider_server,
    says,
)

SECRET = Secret("planted-consumer-secret")
CLIENT = ClientCredentials("consumer", SECRET)
CALLBACK = "https://hub.example/oauth/callback/intg_1?state=s"
APPROVED = Approved(Secret("temporary-token"), Secret("planted-verifier"))
TEMPORARY_SECRET = Secret("planted-temporary-secret")


@pytest.fixture
async def server() -> AsyncIterator[ProviderServer]:
    async with provider_server() as running:
        running.script("/request_token", form("oauth_token=tt&oauth_token_secret=ts&oauth_callback_confirmed=true"))
        running.script("/access_token", form("oauth_token=at&oauth_token_secret=as&user_id=17"))
        yield running


@pytest.fixture
async def temporary() -> AsyncIterator[RequestTemporaryToken]:
    async with loopback_egress() as egress:
        yield RequestTemporaryToken(egress, ManualClock(), SeededEntropy())


@pytest.fixture
async def exchange() -> AsyncIterator[ExchangeOAuth1]:
    async with loopback_egress() as egress:
        yield ExchangeOAuth1(egress, ManualClock(), SeededEntropy())


def heard(server: ProviderServer) -> dict[str, str]:
    pairs = re.findall(r'([a-z_]+)="([^"]*)"', server.last.headers["authorization"])
    return {name: unquote(text) for name, text in pairs}


async def test_a_temporary_token_is_requested_with_the_callback(
    server: ProviderServer, temporary: RequestTemporaryToken
) -> None:
    how = OAuth1(f"{server.url}/request_token", request_token_params={"x_auth_access_type": "write"})
    method = oauth1_method(server.url, oauth1=how)
    pair = await temporary(a_provider(method, server.url), method, CLIENT, {}, CALLBACK)
    assert (pair.token.reveal(), pair.secret.reveal()) == ("tt", "ts")
    said = heard(server)
    assert said["oauth_callback"] == CALLBACK
    assert said["oauth_timestamp"] == str(int(START.timestamp()))
    assert server.last.target == "/request_token?x_auth_access_type=write"
    stamp = Stamp(int(said["oauth_timestamp"]), said["oauth_nonce"])
    url = server.url + server.last.target
    expected = sign(Signer("consumer", SECRET), stamp, "POST", url, callback=CALLBACK)
    assert server.last.headers["authorization"] == expected


async def test_the_verifier_is_exchanged_under_the_temporary_token(
    server: ProviderServer, exchange: ExchangeOAuth1
) -> None:
    method = oauth1_method(server.url)
    pair = await exchange(a_provider(method, server.url), method, CLIENT, {}, APPROVED, TEMPORARY_SECRET)
    assert (pair.token.reveal(), pair.secret.reveal(), pair.extra) == ("at", "as", {"user_id": "17"})
    said = heard(server)
    assert (said["oauth_token"], said["oauth_verifier"]) == ("temporary-token", "planted-verifier")
    stamp = Stamp(int(said["oauth_timestamp"]), said["oauth_nonce"])
    signer = Signer("consumer", SECRET, APPROVED.token, TEMPORARY_SECRET)
    expected = sign(signer, stamp, "POST", f"{server.url}/access_token", verifier=APPROVED.verifier)
    assert server.last.headers["authorization"] == expected


async def test_every_request_has_a_nonce_of_its_own(server: ProviderServer, temporary: RequestTemporaryToken) -> None:
    method = oauth1_method(server.url)
    nonces = set()
    for _ in range(3):
        await temporary(a_provider(method, server.url), method, CLIENT, {}, CALLBACK)
        nonces.add(heard(server)["oauth_nonce"])
    assert len(nonces) == 3


def test_the_realm_may_be_a_connection_value() -> None:
    method = oauth1_method("https://x.example", oauth1=OAuth1("https://x.example/r", realm="{connection.account}"))
    provider = a_provider(method, values=(a_value("account"),))
    pair = TokenPair(Secret("t"), Secret("s"))
    assert signer_of(provider, method, CLIENT, {"account": "123_SB1"}, pair).realm == "123_SB1"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (form("oauth_problem=consumer_key_unknown", 401), IntegrationMisconfigured),
        (form("oauth_problem=signature_invalid", 401), IntegrationMisconfigured),
        (form("oauth_problem=timestamp_refused", 401), IntegrationMisconfigured),
        (says({"errors": [{"code": 32, "message": "Could not authenticate you."}]}, 401), ProviderError),
        (page(500), ProviderDown),
        (form("", 429), ProviderThrottled),
        (Scripted(drop=True), ProviderDown),
        (form("oauth_token=tt&oauth_token_secret=ts"), ProviderError),
        (form("oauth_token=a&oauth_token=b&oauth_token_secret=ts&oauth_callback_confirmed=true"), ProviderError),
    ],
)
async def test_a_refused_temporary_token_is_judged(
    server: ProviderServer, temporary: RequestTemporaryToken, answer: Scripted, kind: type[ProviderError]
) -> None:
    server.script("/request_token", answer)
    method = oauth1_method(server.url)
    with pytest.raises(kind) as caught:
        await temporary(a_provider(method, server.url), method, CLIENT, {}, CALLBACK)
    assert "planted" not in f"{caught.value!r} {caught.value.detail}"


async def test_a_refused_verifier_asks_the_person_again(server: ProviderServer, exchange: ExchangeOAuth1) -> None:
    server.script("/access_token", form("oauth_problem=verifier_invalid&oauth_problem_advice=planted-verifier", 401))
    method = oauth1_method(server.url)
    with pytest.raises(GrantDead) as caught:
        await exchange(a_provider(method, server.url), method, CLIENT, {}, APPROVED, TEMPORARY_SECRET)
    assert "planted" not in f"{caught.value!r} {caught.value.detail}"


@pytest.mark.parametrize(("minutes", "direction"), [(10, "behind"), (-10, "ahead of")])
async def test_a_clock_that_is_off_is_named_as_the_cause(
    server: ProviderServer, temporary: RequestTemporaryToken, minutes: int, direction: str
) -> None:
    date = format_datetime(START + timedelta(minutes=minutes), usegmt=True)
    server.script("/request_token", form("oauth_problem=timestamp_refused", 401, date=date))
    method = oauth1_method(server.url)
    with pytest.raises(IntegrationMisconfigured) as caught:
        await temporary(a_provider(method, server.url), method, CLIENT, {}, CALLBACK)
    assert f"clock is 600 seconds {direction} the provider's" in caught.value.detail
