"""Whose account it is, by token answer, look-up and verification."""

from collections.abc import AsyncIterator

import pytest

from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.ask import Ask
from bothways.outbound.providers.calls import AccountNames, Call, Expectation
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.identify import Identify, Identity
from bothways.outbound.providers.model import ValueKind, ValueSource
from bothways.outbound.providers.verdict import ProviderDown, ProviderError, ProviderUnclear
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

ANSWER = TokenAnswer(Secret("at"), extra={"team": {"id": "T1", "name": "Acme\r\nteam"}, "api_host": "eu.acme.example"})


@pytest.fixture
async def server() -> AsyncIterator[ProviderServer]:
    async with provider_server() as running:
        running.script("/me", says({"id": 17, "name": "Zoë"}))
        yield running


@pytest.fixture
async def identify() -> AsyncIterator[Identify]:
    async with loopback_egress() as egress:
        yield Identify(Ask(egress, ManualClock(), SeededEntropy()))


async def test_the_token_answer_may_name_the_account(server: ProviderServer, identify: Identify) -> None:
    method = code_method(server.url, account=AccountNames("{token.team.id}", "{token.team.name} ({token.team.id})"))
    found = await identify(a_provider(method, server.url), method, {"a": "b"}, answer=ANSWER)
    assert found == Identity("T1", "Acme team (T1)", {"a": "b"})
    assert server.heard == []


async def test_the_verification_is_asked_when_it_knows(server: ProviderServer, identify: Identify) -> None:
    method = code_method(server.url, verify=Call("/me"), account=AccountNames("{verify.id}", "{verify.name}"))
    found = await identify(a_provider(method, server.url), method, {}, answer=ANSWER)
    assert (found.account_id, found.account_label) == ("17", "Zoë")
    assert server.last.headers["authorization"] == "Bearer at"


async def test_an_answer_that_is_known_is_not_asked_for_again(server: ProviderServer, identify: Identify) -> None:
    method = key_method()
    provider = a_provider(method, server.url)
    found = await identify(provider, method, {}, fields={"api_key": Secret("k")}, verified={"id": "x", "name": ""})
    assert (found.account_id, found.account_label) == ("x", "x")
    assert server.heard == []


@pytest.mark.parametrize("answer", [says({}, 403), page(502), says([]), says({"id": None}), Scripted(drop=True)])
async def test_not_knowing_the_account_is_no_error(
    server: ProviderServer, identify: Identify, answer: Scripted
) -> None:
    server.script("/me", answer)
    method = code_method(server.url, verify=Call("/me"), account=AccountNames("{verify.id}"))
    found = await identify(a_provider(method, server.url), method, {}, answer=ANSWER)
    assert (found.account_id, found.account_label) == (None, None)


async def test_a_provider_that_does_not_say_how_is_not_asked(server: ProviderServer, identify: Identify) -> None:
    method = code_method(server.url, verify=Call("/me"))
    assert (await identify(a_provider(method, server.url), method, {}, answer=ANSWER)).account_id is None
    assert server.heard == []


async def test_an_oauth1_answer_may_name_the_account(server: ProviderServer, identify: Identify) -> None:
    method = oauth1_method(server.url, account=AccountNames("{token.user_id}", "@{token.screen_name}"))
    pair = TokenPair(Secret("t"), Secret("ts"), {"user_id": "17", "screen_name": "zoe"})
    client = ClientCredentials("key", Secret("s"))
    found = await identify(a_provider(method, server.url), method, {}, pair=pair, client=client)
    assert (found.account_id, found.account_label) == ("17", "@zoe")


async def test_values_are_taken_from_the_token_answer(server: ProviderServer, identify: Identify) -> None:
    method = code_method(server.url, values=("api_host",))
    value = a_value("api_host", kind=ValueKind.HOSTNAME, source=ValueSource.TOKEN_ANSWER)
    found = await identify(a_provider(method, server.url, values=(value,)), method, {"a": "b"}, answer=ANSWER)
    assert found.values == {"a": "b", "api_host": "eu.acme.example"}


async def test_a_hostile_value_is_refused(server: ProviderServer, identify: Identify) -> None:
    method = code_method(server.url, values=("api_host",))
    value = a_value("api_host", kind=ValueKind.HOSTNAME, source=ValueSource.TOKEN_ANSWER, hosts=("acme.example",))
    for said in ("evil.example", "eu.acme.example/#", "127.0.0.1", None):
        answer = TokenAnswer(Secret("at"), extra={"api_host": said})
        with pytest.raises(ProviderUnclear):
            await identify(a_provider(method, server.url, values=(value,)), method, {}, answer=answer)


async def test_values_are_looked_up_and_used_at_once(server: ProviderServer, identify: Identify) -> None:
    server.script("/metadata", says([{"dc": "us7", "login": "zoe"}]))
    server.script("/us7/me", says({"id": "A1"}))
    method = code_method(
        server.url,
        values=("dc",),
        look_up=Call(f"{server.url}/metadata", headers={"Authorization": "OAuth {token.access_token}"}),
        verify=Call("/me"),
        api_base_url=server.url + "/{connection.dc}",
        account=AccountNames("{verify.id}", "{look_up.0.login}"),
    )
    value = a_value("dc", kind=ValueKind.LABEL, source=ValueSource.LOOK_UP, path="0.dc")
    # The look-up's own address comes first; the API's lies behind what it answers.
    found = await identify(a_provider(method, server.url, values=(value,)), method, {}, answer=ANSWER)
    assert found == Identity("A1", "zoe", {"dc": "us7"})
    assert server.heard[0].headers["authorization"] == "OAuth at"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (says({"dc": "us7"}, 500), ProviderDown),
        (page(), ProviderDown),
        (says({}), ProviderUnclear),
        (Scripted(drop=True), ProviderDown),
    ],
)
async def test_a_look_up_that_fails_is_an_error(
    server: ProviderServer, identify: Identify, answer: Scripted, kind: type[ProviderError]
) -> None:
    server.script("/metadata", answer)
    look_up = Call(f"{server.url}/metadata")
    method = code_method(server.url, values=("dc",), look_up=look_up)
    value = a_value("dc", kind=ValueKind.LABEL, source=ValueSource.LOOK_UP)
    with pytest.raises(kind):
        await identify(a_provider(method, server.url, values=(value,)), method, {}, answer=ANSWER)


async def test_a_look_up_may_have_to_meet_an_expectation(server: ProviderServer, identify: Identify) -> None:
    server.script("/metadata", says({"ok": False}))
    method = code_method(server.url, look_up=Call(f"{server.url}/metadata", expect=Expectation("ok", True)))
    with pytest.raises(ProviderError):
        await identify(a_provider(method, server.url), method, {}, answer=ANSWER)
