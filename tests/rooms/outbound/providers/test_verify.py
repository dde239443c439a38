"""Proving typed credentials: which field is wrong, without repeating any."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.ask import Ask
from bothways.outbound.providers.calls import Attach, BasicPair, Call, Expectation
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import Api, Field, Method, MethodType, Provider, ValueKind
from bothways.outbound.providers.verdict import (
    CredentialsRefused,
    IntegrationMisconfigured,
    ProviderDown,
    ProviderThrottled,
    ProviderUnclear,
)
from bothways.outbound.providers.verify import VerifyCredentials
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.provider_server import (
    ProviderServer,
    Scripted,
    a_provider,
    a_value,
    code_method,
    key_method,
    loopback_egress,
    oauth1_method,
    page,
    provider_server,
    says,
)

KEY = {"api_key": Secret("planted-key-7f3a9c")}
ME = {"id": 17, "name": "Zoë"}


@pytest.fixture
async def server() -> AsyncIterator[ProviderServer]:
    async with provider_server() as running:
        running.script("/me", says(ME))
        yield running


@pytest.fixture
async def verify() -> AsyncIterator[VerifyCredentials]:
    async with loopback_egress() as egress:
        yield verifier(egress)


def verifier(egress: Any) -> VerifyCredentials:
    return VerifyCredentials(Ask(egress, ManualClock(), SeededEntropy()))


async def refusal(
    verify: VerifyCredentials,
    provider: Provider,
    method: Method,
    values: dict[str, str] | None = None,
    fields: dict[str, Secret[str]] | None = None,
    kind: type[DomainError] = CredentialsRefused,
) -> DomainError:
    fields = KEY if fields is None else fields
    with pytest.raises(DomainError) as caught:
        await verify(provider, method, values or {}, fields=fields)
    error = caught.value
    for secret in fields.values():
        assert secret.reveal() not in f"{error!r} {error.detail} {error.debug} {error.fields} {error.__cause__!r}"
    assert type(error) is kind
    return error


def named(error: DomainError) -> list[str]:
    return [fault.field for fault in error.fields]


async def test_a_key_that_works_brings_the_answer(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method()
    assert await verify(a_provider(method, server.url), method, {}, fields=KEY) == ME
    assert server.last.headers["x-api-key"] == "planted-key-7f3a9c"


async def test_without_a_cheap_request_nothing_is_asked(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method(verify=None)
    assert await verify(a_provider(method, server.url), method, {}, fields=KEY) is None
    assert server.heard == []


async def test_a_key_may_travel_in_the_query_and_beside_fixed_headers(
    server: ProviderServer, verify: VerifyCredentials
) -> None:
    method = key_method(attach=Attach(query={"key": "{credential.api_key}"}))
    provider = a_provider(method, api=Api(server.url, {"X-Version": "2026-03-01"}))
    await verify(provider, method, {}, fields={"api_key": Secret("a&b=c d")})
    assert server.last.query == {"key": "a&b=c d"}
    assert server.last.headers["x-version"] == "2026-03-01"


async def test_basic_and_a_body_are_sent(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method(
        type=MethodType.BASIC,
        attach=Attach(basic=BasicPair("{credential.user}", "{credential.password}")),
        fields=(Field("user", "User", secret=False), Field("password", "Password")),
        verify=Call("/me", "POST", body={"query": "{ me { id } }"}),
    )
    await verify(a_provider(method, server.url), method, {}, fields={"user": Secret("u"), "password": Secret("p:w")})
    assert server.last.headers["authorization"] == "Basic dTpwOnc="
    assert server.last.body == b'{"query": "{ me { id } }"}'


@pytest.mark.parametrize("status", [400, 401, 403, 422])
async def test_a_no_names_the_secret_fields(server: ProviderServer, verify: VerifyCredentials, status: int) -> None:
    server.script("/me", says({"error": "bad key planted-key-7f3a9c"}, status))
    method = key_method(fields=(Field("account", "Account", secret=False), Field("api_key", "API key")))
    error = await refusal(verify, a_provider(method, server.url), method)
    assert named(error) == ["fields.api_key"]
    assert "Acme" in error.fields[0].reason


async def test_the_description_may_name_others(server: ProviderServer, verify: VerifyCredentials) -> None:
    server.script("/me", says({}, 403))
    method = key_method(
        fields=(Field("account", "Account", secret=False), Field("api_key", "API key")),
        verify=Call("/me", blame={"403": ("account", "region")}),
        values=("region",),
    )
    provider = a_provider(method, server.url, values=(a_value("region"),))
    assert named(await refusal(verify, provider, method)) == ["fields.account", "values.region"]


@pytest.mark.parametrize("answer", [says({"ok": False}), says({}), says([]), Scripted(200, b"not json")])
async def test_an_error_inside_a_success_is_a_no(
    server: ProviderServer, verify: VerifyCredentials, answer: Scripted
) -> None:
    server.script("/me", answer)
    method = key_method(verify=Call("/me", expect=Expectation("ok", True)))
    assert named(await refusal(verify, a_provider(method, server.url), method)) == ["fields.api_key"]


async def test_a_value_may_merely_have_to_be_there(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method(verify=Call("/me", expect=Expectation("id")))
    assert await verify(a_provider(method, server.url), method, {}, fields=KEY) == ME


async def test_a_wrong_part_of_the_path_is_named(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method(verify=Call("/accounts/{connection.account}"), values=("account",))
    provider = a_provider(method, server.url, values=(a_value("account"),))
    assert named(await refusal(verify, provider, method, {"account": "17"})) == ["values.account"]


async def test_a_key_inside_the_path_is_named(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = key_method(attach=Attach(), verify=Call("/bot{credential.api_key}/getMe"))
    assert named(await refusal(verify, a_provider(method, server.url), method)) == ["fields.api_key"]


def at_subdomain(base_url: str) -> tuple[Provider, Method]:
    method = key_method(values=("address",))
    value = a_value("address", kind=ValueKind.URL, allow_http=True)
    return a_provider(method, base_url, values=(value,)), method


@pytest.mark.parametrize("answer", [page(), page(404), Scripted(302, headers={"location": "https://x.example/login"})])
async def test_a_page_instead_of_an_api_blames_the_address(
    server: ProviderServer, verify: VerifyCredentials, answer: Scripted
) -> None:
    server.script("/me", answer)
    provider, method = at_subdomain("{connection.address}")
    assert named(await refusal(verify, provider, method, {"address": server.url})) == ["values.address"]


def nowhere(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


async def test_a_host_that_does_not_exist_blames_the_value_that_names_it() -> None:
    method = key_method(values=("subdomain",))
    value = a_value("subdomain", kind=ValueKind.LABEL)
    provider = a_provider(method, "https://{connection.subdomain}.acme.example", values=(value,))
    async with loopback_egress(lookup=nowhere) as egress:
        error = await refusal(verifier(egress), provider, method, {"subdomain": "typo"})
    assert named(error) == ["values.subdomain"]
    assert "no account of Acme was found there" in error.fields[0].reason


async def test_an_address_of_our_own_network_is_refused_and_named(verify: VerifyCredentials) -> None:
    provider, method = at_subdomain("{connection.address}")
    error = await refusal(verify, provider, method, {"address": "http://127.0.0.2:1"})
    assert named(error) == ["values.address"]


async def test_a_fixed_host_that_is_not_there_blames_nobody_who_typed() -> None:
    method = key_method()
    async with loopback_egress(lookup=nowhere) as egress:
        await refusal(verifier(egress), a_provider(method), method, kind=ProviderDown)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (says({}, 429, retry_after="30"), ProviderThrottled),
        (says({}, 500), ProviderDown),
        (page(503), ProviderDown),
        (Scripted(drop=True), ProviderDown),
        (Scripted(404), ProviderUnclear),
        (page(), ProviderUnclear),
        (says({}, 418), ProviderUnclear),
        (Scripted(200, b"x" * 1_100_000), ProviderUnclear),
    ],
)
async def test_what_is_not_about_the_key_is_not_blamed_on_it(
    server: ProviderServer, verify: VerifyCredentials, answer: Scripted, kind: type[DomainError]
) -> None:
    server.script("/me", answer)
    method = key_method()
    error = await refusal(verify, a_provider(method, server.url), method, kind=kind)
    assert named(error) == []
    assert error.retry_after_seconds == (30 if kind is ProviderThrottled else None)


@pytest.mark.parametrize("key", ["a\r\nX-Evil: 1", "kéy", "a\x00b"])
async def test_a_key_that_a_header_cannot_carry_is_named_and_not_sent(
    server: ProviderServer, verify: VerifyCredentials, key: str
) -> None:
    method = key_method()
    error = await refusal(verify, a_provider(method, server.url), method, fields={"api_key": Secret(key)})
    assert named(error) == ["fields.api_key"]
    assert server.heard == []


async def test_a_missing_value_is_named(server: ProviderServer, verify: VerifyCredentials) -> None:
    provider, method = at_subdomain("{connection.address}")
    with pytest.raises(DomainError) as caught:
        await verify(provider, method, {}, fields=KEY)
    assert named(caught.value) == ["values.address"]


async def test_a_token_is_proved_in_its_own_header(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = code_method(server.url, verify=Call("/me"))
    assert await verify(a_provider(method, server.url), method, {}, answer=TokenAnswer(Secret("at"))) == ME
    assert server.last.headers["authorization"] == "Bearer at"


async def test_an_oauth1_token_signs_its_proof(server: ProviderServer, verify: VerifyCredentials) -> None:
    method = oauth1_method(server.url, verify=Call("/me"))
    pair, client = TokenPair(Secret("t"), Secret("ts")), ClientCredentials("key", Secret("s"))
    await verify(a_provider(method, server.url), method, {}, pair=pair, client=client)
    assert server.last.headers["authorization"].startswith('OAuth oauth_consumer_key="key"')
    assert 'oauth_token="t"' in server.last.headers["authorization"]


async def test_a_refused_token_has_no_field_to_blame(server: ProviderServer, verify: VerifyCredentials) -> None:
    server.script("/me", says({}, 401))
    method = code_method(server.url, verify=Call("/me"))
    with pytest.raises(CredentialsRefused) as caught:
        await verify(a_provider(method, server.url), method, {}, answer=TokenAnswer(Secret("at")))
    assert named(caught.value) == []
    assert caught.value.detail == "Acme did not accept the credentials."


def test_our_settings_are_not_the_customers() -> None:
    assert IntegrationMisconfigured.next_step != CredentialsRefused.next_step
