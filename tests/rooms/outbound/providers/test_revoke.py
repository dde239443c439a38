"""Giving a grant back: RFC 7009 and the ways around it."""

import json
from collections.abc import AsyncIterator

import pytest

from bothways.kit.secret import Secret
from bothways.oauth.client_auth import ClientAuth
from bothways.outbound.providers.calls import BodyFormat, Expectation, Revoke, RevokeAuth, RevokedToken
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.revoke import HeldTokens, RevokeToken
from bothways.outbound.providers.verdict import (
    ConnectionMisconfigured,
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
    loopback_egress,
    page,
    provider_server,
    says,
)

CLIENT = ClientCredentials("id", Secret("planted-secret"))
HELD = HeldTokens(Secret("planted-at-1"), Secret("planted-rt-1"))


@pytest.fixture
async def server() -> AsyncIterator[ProviderServer]:
    async with provider_server() as running:
        running.script("/revoke", Scripted(200, b""))
        yield running


@pytest.fixture
async def revoke() -> AsyncIterator[RevokeToken]:
    async with loopback_egress() as egress:
        yield RevokeToken(egress, ManualClock())


async def give_back(revoke: RevokeToken, server: ProviderServer, how: Revoke | None, held: HeldTokens = HELD) -> None:
    method = code_method(server.url, revoke=how)
    await revoke(a_provider(method, server.url), method, CLIENT, {}, held)


async def test_both_tokens_are_handed_in_refresh_token_first(server: ProviderServer, revoke: RevokeToken) -> None:
    await give_back(revoke, server, Revoke(f"{server.url}/revoke"))
    assert [heard.form["token"] for heard in server.heard] == ["planted-rt-1", "planted-at-1"]
    assert server.heard[0].form == {
        "token": "planted-rt-1",
        "token_type_hint": "refresh_token",
        "client_id": "id",
        "client_secret": "planted-secret",
    }


async def test_a_token_that_is_not_held_is_passed_over(server: ProviderServer, revoke: RevokeToken) -> None:
    await give_back(revoke, server, Revoke(f"{server.url}/revoke"), HeldTokens(Secret("at")))
    assert [heard.form["token_type_hint"] for heard in server.heard] == ["access_token"]


async def test_without_a_way_to_be_told_nothing_is_sent(server: ProviderServer, revoke: RevokeToken) -> None:
    await give_back(revoke, server, None)
    assert server.heard == []


async def test_the_client_may_prove_itself_in_another_way(server: ProviderServer, revoke: RevokeToken) -> None:
    await give_back(revoke, server, Revoke(f"{server.url}/revoke", client_auth=ClientAuth.BASIC))
    assert server.last.headers["authorization"] == "Basic aWQ6cGxhbnRlZC1zZWNyZXQ="
    assert "client_secret" not in server.last.form


async def test_a_deletion_with_a_body_of_its_own(server: ProviderServer, revoke: RevokeToken) -> None:
    server.script("/applications/id/token", Scripted(204, b""))
    how = Revoke(
        server.url + "/applications/{client.id}/token",
        method="DELETE",
        format=BodyFormat.JSON,
        client_auth=ClientAuth.BASIC,
        params={"access_token": "{token.access_token}"},
        tokens=(RevokedToken.ACCESS,),
    )
    await give_back(revoke, server, how)
    assert server.last.method == "DELETE"
    assert json.loads(server.last.body) == {"access_token": "planted-at-1"}
    assert server.last.headers["authorization"].startswith("Basic ")


async def test_a_deletion_by_the_tokens_own_address(server: ProviderServer, revoke: RevokeToken) -> None:
    server.script("/refresh-tokens/planted-rt-1", Scripted(204, b""))
    how = Revoke(
        server.url + "/refresh-tokens/{token.refresh_token}",
        method="DELETE",
        auth=RevokeAuth.NONE,
        params={},
        tokens=(RevokedToken.REFRESH,),
    )
    await give_back(revoke, server, how)
    assert (server.last.method, "authorization" in server.last.headers) == ("DELETE", False)


async def test_the_token_itself_may_say_so(server: ProviderServer, revoke: RevokeToken) -> None:
    how = Revoke(f"{server.url}/revoke", auth=RevokeAuth.TOKEN, params={}, tokens=(RevokedToken.ACCESS,))
    await give_back(revoke, server, how)
    assert server.last.headers["authorization"] == "Bearer planted-at-1"
    assert server.last.body == b""


@pytest.mark.parametrize(
    "answer",
    [
        says({"error": "invalid_token"}, 400),
        says({"error": "invalid_grant"}, 400),
        says({"error": "unsupported_token_type"}, 400),
        says({"ok": False, "error": "token_revoked"}),
        Scripted(404),
        Scripted(410),
        page(),
    ],
)
async def test_a_token_that_is_dead_already_counts_as_revoked(
    server: ProviderServer, revoke: RevokeToken, answer: Scripted
) -> None:
    server.script("/revoke", answer)
    await give_back(revoke, server, Revoke(f"{server.url}/revoke"))


async def test_a_dead_token_cannot_say_so_itself_any_more(server: ProviderServer, revoke: RevokeToken) -> None:
    server.script("/revoke", Scripted(401))
    await give_back(revoke, server, Revoke(f"{server.url}/revoke", auth=RevokeAuth.TOKEN))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (says({"error": "invalid_client"}, 401), IntegrationMisconfigured),
        (says({}, 429), ProviderThrottled),
        (says({"error": "server_error"}, 500), ProviderDown),
        (page(503), ProviderDown),
        (Scripted(drop=True), ProviderDown),
        (Scripted(307, headers={"location": "https://evil.example/"}), ProviderUnclear),
        (says({"error": "planted-rt-1 is odd"}, 400), ProviderUnclear),
    ],
)
async def test_everything_else_is_a_judged_error(
    server: ProviderServer, revoke: RevokeToken, answer: Scripted, kind: type[ProviderError]
) -> None:
    server.script("/revoke", answer)
    with pytest.raises(kind) as caught:
        await give_back(revoke, server, Revoke(f"{server.url}/revoke"))
    assert "planted" not in f"{caught.value!r} {caught.value.detail} {caught.value.debug}"


async def test_an_answer_must_meet_what_is_expected(server: ProviderServer, revoke: RevokeToken) -> None:
    how = Revoke(f"{server.url}/revoke", expect=Expectation("ok", True))
    server.script("/revoke", says({"ok": True}))
    await give_back(revoke, server, how)
    server.script("/revoke", says({"ok": False, "error": "fatal"}))
    with pytest.raises(ProviderError):
        await give_back(revoke, server, how)


async def test_a_missing_value_is_named(server: ProviderServer, revoke: RevokeToken) -> None:
    method = code_method(server.url, revoke=Revoke(server.url + "/{connection.tenant}"), values=("tenant",))
    with pytest.raises(ConnectionMisconfigured) as caught:
        await revoke(a_provider(method, server.url, values=(a_value("tenant"),)), method, CLIENT, {}, HELD)
    assert [fault.field for fault in caught.value.fields] == ["values.tenant"]


def test_held_tokens_are_not_printed() -> None:
    assert "planted" not in repr(HELD)
