"""Token requests to a real little server: the standard, its oddities, and what goes wrong."""

import json
import socket
from base64 import b64decode
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bothways.kit.egress.client import Egress
from bothways.kit.secret import Secret
from bothways.oauth.client_auth import ClientAuth
from bothways.oauth.token import Layout, TokenAnswer
from bothways.outbound.providers.calls import BodyFormat, TokenRequest
from bothways.outbound.providers.grants import ClientCredentials, ClientCredentialsGrant, CodeGrant, Grant, RefreshGrant
from bothways.outbound.providers.model import (
    ClientOwner,
    Method,
    Provider,
    RefreshBehaviour,
    Scopes,
    ValueKind,
    ValueSource,
)
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.verdict import (
    ConnectionMisconfigured,
    GrantDead,
    IntegrationMisconfigured,
    ProviderDown,
    ProviderError,
    ProviderThrottled,
    ProviderUnclear,
)
from tests.support.clock import ManualClock
from tests.support.provider_server import (
    ProviderServer,
    Scripted,
    a_provider,
    a_value,
    code_method,
    form,
    loopback_egress,
    page,
    provider_server,
    says,
)

SECRET = "planted:client%secret+with space"
CLIENT = ClientCredentials("client id:1", Secret(SECRET))
CODE = CodeGrant(Secret("planted-code-123"), "https://hub.example/oauth/callback/intg_1", Secret("v" * 43))
REFRESH = RefreshGrant(Secret("planted-refresh-123"), ("read", "write"))
TOKENS = says(
    {"access_token": "at", "token_type": "bearer", "expires_in": 3600, "refresh_token": "rt", "scope": "read"}
)


@pytest.fixture
async def server() -> AsyncIterator[ProviderServer]:
    async with provider_server() as running:
        running.script("/token", TOKENS)
        yield running


@pytest.fixture
async def egress() -> AsyncIterator[Egress]:
    async with loopback_egress() as running:
        yield running


@pytest.fixture
def request_token(egress: Egress) -> RequestToken:
    return RequestToken(egress, ManualClock())


async def ask(
    request_token: RequestToken,
    method: Method,
    grant: Grant = CODE,
    *,
    client: ClientCredentials = CLIENT,
    provider: Provider | None = None,
    values: dict[str, str] | None = None,
) -> TokenAnswer:
    return await request_token(provider or a_provider(method), method, client, values or {}, grant)


async def failure(request_token: RequestToken, method: Method, grant: Grant = CODE, **more: object) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await ask(request_token, method, grant, **more)  # type: ignore[arg-type]
    error = caught.value
    for planted in (SECRET, "planted-code-123", "planted-refresh-123"):
        assert planted not in f"{error!r} {error.detail} {error.debug} {error.fields} {error.__cause__!r}"
    return error


# --- what is sent ---


async def test_a_code_is_traded_in_a_form_with_the_secret_in_the_body(
    server: ProviderServer, request_token: RequestToken
) -> None:
    answer = await ask(request_token, code_method(server.url))
    assert answer.access_token.reveal() == "at"
    assert server.last.method == "POST"
    assert server.last.headers["content-type"] == "application/x-www-form-urlencoded"
    assert server.last.headers["accept"] == "application/json"
    assert server.last.form == {
        "grant_type": "authorization_code",
        "code": "planted-code-123",
        "redirect_uri": "https://hub.example/oauth/callback/intg_1",
        "code_verifier": "v" * 43,
        "client_id": "client id:1",
        "client_secret": SECRET,
    }


@pytest.mark.parametrize(
    ("auth", "sent"),
    [
        (ClientAuth.BASIC, b"client%20id%3A1:planted%3Aclient%25secret%2Bwith%20space"),
        (ClientAuth.BASIC_RAW, b"client:" + SECRET.encode()),
    ],
)
async def test_the_secret_travels_in_basic_encoded_or_raw(
    server: ProviderServer, request_token: RequestToken, auth: ClientAuth, sent: bytes
) -> None:
    client = CLIENT if auth is ClientAuth.BASIC else replace(CLIENT, id="client")
    await ask(
        request_token, code_method(server.url, TokenRequest(f"{server.url}/token", client_auth=auth)), client=client
    )
    assert b64decode(server.last.headers["authorization"].removeprefix("Basic ")) == sent
    assert "client_secret" not in server.last.form


async def test_a_public_client_sends_its_id_alone(server: ProviderServer, request_token: RequestToken) -> None:
    method = code_method(server.url, TokenRequest(f"{server.url}/token", client_auth=ClientAuth.NONE))
    await ask(request_token, method, client=ClientCredentials("public"))
    assert server.last.form["client_id"] == "public"
    assert "client_secret" not in server.last.form


async def test_parameters_may_travel_as_json(server: ProviderServer, request_token: RequestToken) -> None:
    await ask(request_token, code_method(server.url, TokenRequest(f"{server.url}/token", format=BodyFormat.JSON)))
    assert server.last.headers["content-type"] == "application/json"
    assert json.loads(server.last.body)["code"] == "planted-code-123"


@pytest.mark.parametrize("how", ["GET", "POST"])
async def test_parameters_may_travel_in_the_query(
    server: ProviderServer, request_token: RequestToken, how: str
) -> None:
    token = TokenRequest(f"{server.url}/token?v=2", method=how, format=BodyFormat.QUERY)
    await ask(request_token, code_method(server.url, token))
    assert (server.last.method, server.last.body) == (how, b"")
    assert server.last.query["v"] == "2"
    assert server.last.query["client_secret"] == SECRET


async def test_parameters_are_renamed_omitted_added_and_templated(
    server: ProviderServer, request_token: RequestToken
) -> None:
    token = TokenRequest(
        f"{server.url}/token",
        headers={"accept": "application/vnd.acme+json", "X-App": "{client.id}"},
        params={"context": "stores/{connection.store}", "grant_type": "own_grant"},
        omit=("redirect_uri",),
    )
    method = code_method(server.url, token, renames={"client_id": "client_key", "code": "auth_code"}, values=("store",))
    client = ClientCredentials("key", Secret(SECRET))
    provider = a_provider(method, values=(a_value("store"),))
    await ask(request_token, method, client=client, provider=provider, values={"store": "s1"})
    assert server.last.headers["accept"] == "application/vnd.acme+json"
    assert server.last.headers["x-app"] == "key"
    assert server.last.form.keys() == {
        "grant_type",
        "auth_code",
        "code_verifier",
        "client_key",
        "client_secret",
        "context",
    }
    assert (server.last.form["context"], server.last.form["grant_type"]) == ("stores/s1", "own_grant")


async def test_a_refresh_goes_to_its_own_address_with_its_own_parameters(
    server: ProviderServer, request_token: RequestToken
) -> None:
    server.script("/refresh", TOKENS)
    token = TokenRequest(
        f"{server.url}/token",
        params={"type": "web_server"},
        refresh_url=f"{server.url}/refresh",
        refresh_params={"type": "refresh"},
    )
    await ask(request_token, code_method(server.url, token), REFRESH)
    assert server.last.path == "/refresh"
    assert server.last.form == {
        "grant_type": "refresh_token",
        "refresh_token": "planted-refresh-123",
        "type": "refresh",
        "client_id": CLIENT.id,
        "client_secret": SECRET,
    }


async def test_scopes_are_sent_on_refresh_where_the_provider_wants_them(
    server: ProviderServer, request_token: RequestToken
) -> None:
    method = code_method(server.url, refresh=RefreshBehaviour(sends_scope=True), scopes=Scopes(separator=","))
    await ask(request_token, method, REFRESH)
    assert server.last.form["scope"] == "read,write"


async def test_a_client_asks_for_itself(server: ProviderServer, request_token: RequestToken) -> None:
    await ask(request_token, code_method(server.url), ClientCredentialsGrant(("read",)))
    assert server.last.form["grant_type"] == "client_credentials"
    assert server.last.form["scope"] == "read"


async def test_typed_fields_and_connection_values_fill_the_request(
    server: ProviderServer, request_token: RequestToken
) -> None:
    server.script("/acme%2F1/token", TOKENS)
    token = TokenRequest(f"{server.url}/{{connection.tenant}}/token", params={"account": "{credential.account}"})
    method = code_method(server.url, token, values=("tenant",))
    provider = a_provider(method, values=(a_value("tenant"),))
    grant = ClientCredentialsGrant()
    await request_token(provider, method, CLIENT, {"tenant": "acme/1"}, grant, fields={"account": Secret("17")})
    assert server.last.target == "/acme%2F1/token"
    assert server.last.form["account"] == "17"


# --- what comes back ---


async def test_nested_and_form_encoded_answers_are_read_by_the_description(
    server: ProviderServer, request_token: RequestToken
) -> None:
    server.script("/token", form("access_token=gho&scope=repo%2Cgist&token_type=bearer"))
    answer = await ask(request_token, code_method(server.url, answer=Layout(scope_separator=",")))
    assert (answer.access_token.reveal(), answer.scope) == ("gho", ("repo", "gist"))
    server.script("/token", says({"ok": True, "authed_user": {"access_token": "xoxp"}}))
    answer = await ask(request_token, code_method(server.url, answer=Layout(fallback_object="authed_user")))
    assert answer.access_token.reveal() == "xoxp"


async def test_an_absolute_expiry_becomes_seconds_from_now(server: ProviderServer, request_token: RequestToken) -> None:
    server.script("/token", says({"access_token": "at", "expires_at": "2026-03-01T13:00:00Z"}))
    answer = await ask(request_token, code_method(server.url, answer=Layout(expires_at="expires_at")))
    assert answer.expires_in_seconds == 3600


async def test_a_dead_grant_says_so_and_hides_what_was_repeated(
    server: ProviderServer, request_token: RequestToken
) -> None:
    sentence = f"The token planted-refresh-123 of {SECRET} was revoked"
    server.script("/token", says({"error": "invalid_grant", "error_description": sentence}, 400))
    error = await failure(request_token, code_method(server.url), REFRESH)
    assert isinstance(error, GrantDead)
    assert error.detail == (
        "Acme no longer accepts this authorization: invalid_grant (The token [hidden] of [hidden] was revoked)."
    )
    assert not error.uncertain


async def test_throttling_says_when_to_come_back(server: ProviderServer, request_token: RequestToken) -> None:
    server.script("/token", says({"error": "rate_limited"}, 429, retry_after="120"))
    error = await failure(request_token, code_method(server.url), REFRESH)
    assert isinstance(error, ProviderThrottled)
    assert error.retry_after_seconds == 120


@pytest.mark.parametrize(
    ("scripted", "kind", "uncertain"),
    [
        (page(), ProviderDown, True),
        (page(502), ProviderDown, True),
        (page(503), ProviderDown, False),
        (says(None), ProviderDown, True),
        (says([]), ProviderDown, True),
        (says({}), ProviderDown, True),
        (says({"access_token": "a\r\nb"}), ProviderDown, True),
        (Scripted(200, b"[" * 200_000), ProviderDown, True),
        (Scripted(200, b'{"access_token": NaN}'), ProviderDown, True),
        (Scripted(drop=True), ProviderDown, True),
        (Scripted(200, b"x" * 1_100_000), ProviderUnclear, True),
        (says({"error": "invalid_client"}, 401), IntegrationMisconfigured, False),
        (says({"ok": False, "error": "bad_redirect_uri"}), IntegrationMisconfigured, False),
        (says({"error": "who_knows"}, 400), ProviderUnclear, False),
        (Scripted(307, headers={"location": "https://evil.example/"}), ProviderUnclear, False),
    ],
)
async def test_whatever_is_answered_becomes_one_judged_error(
    server: ProviderServer, request_token: RequestToken, scripted: Scripted, kind: type[ProviderError], uncertain: bool
) -> None:
    server.script("/token", scripted)
    error = await failure(request_token, code_method(server.url), REFRESH)
    assert (type(error), error.uncertain) == (kind, uncertain)
    assert len(server.heard) == 1


async def test_a_provider_that_does_not_listen_is_down(request_token: RequestToken) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = await failure(request_token, code_method(f"http://127.0.0.1:{port}"))
    assert isinstance(error, ProviderDown)
    assert not error.uncertain


# --- whose fault it is ---


def at_subdomain(source: ValueSource = ValueSource.ASK) -> tuple[Provider, Method]:
    token = TokenRequest("https://{connection.subdomain}.acme.example/token")
    method = code_method("https://acme.example", token, values=("subdomain",))
    return a_provider(method, values=(a_value("subdomain", kind=ValueKind.LABEL, source=source),)), method


def nowhere(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def inside(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    return [(socket.AF_INET, "10.0.0.1")]


@pytest.mark.parametrize("lookup", [nowhere, inside])
async def test_a_host_that_is_not_there_blames_the_value_that_names_it(lookup: object) -> None:
    async with loopback_egress(lookup=lookup) as egress:
        provider, method = at_subdomain()
        error = await failure(
            RequestToken(egress, ManualClock()), method, provider=provider, values={"subdomain": "typo"}
        )
        assert isinstance(error, ConnectionMisconfigured)
        assert [fault.field for fault in error.fields] == ["values.subdomain"]
        provider, method = at_subdomain(ValueSource.INTEGRATION)
        error = await failure(
            RequestToken(egress, ManualClock()), method, provider=provider, values={"subdomain": "typo"}
        )
        assert isinstance(error, IntegrationMisconfigured)


async def test_a_value_that_must_not_enter_an_address_blames_its_owner(request_token: RequestToken) -> None:
    provider, method = at_subdomain()
    for values in ({"subdomain": "evil.test/#"}, {}):
        error = await failure(request_token, method, provider=provider, values=values)
        assert isinstance(error, ConnectionMisconfigured)
        assert [fault.field for fault in error.fields] == ["values.subdomain"]


async def test_a_customers_own_client_is_the_customers_to_correct(
    server: ProviderServer, request_token: RequestToken
) -> None:
    server.script("/token", says({"error": "invalid_client"}, 401))
    method = code_method(server.url, client=ClientOwner.CUSTOMER)
    error = await failure(request_token, method, ClientCredentialsGrant())
    assert isinstance(error, ConnectionMisconfigured)
    assert [fault.field for fault in error.fields] == ["fields.client_id", "fields.client_secret"]


async def test_a_client_that_cannot_be_sent_is_the_operators_to_correct(request_token: RequestToken) -> None:
    method = code_method(
        "http://127.0.0.1:9", TokenRequest("http://127.0.0.1:9/token", client_auth=ClientAuth.BASIC_RAW)
    )
    assert isinstance(await failure(request_token, method), IntegrationMisconfigured)
