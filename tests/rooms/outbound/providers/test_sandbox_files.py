"""The shipped sandbox files against the shipped sandbox: each of the three connects for real."""

from collections.abc import AsyncIterator

import pytest

from bothways.kit.secret import Secret
from bothways.oauth.authorization import Granted, parse_response
from bothways.outbound.providers.ask import Ask
from bothways.outbound.providers.files import built_in
from bothways.outbound.providers.grants import ClientCredentials, ClientCredentialsGrant, CodeGrant, RefreshGrant
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.model import Method, Provider, ValueSource
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.revoke import HeldTokens, RevokeToken
from bothways.outbound.providers.template import Names, fill_address
from bothways.outbound.providers.values import check_fields, check_values
from bothways.outbound.providers.verdict import CredentialsRefused, ProviderError
from bothways.outbound.providers.verify import VerifyCredentials
from tests.support.entropy import SeededEntropy
from tests.support.provider_server import loopback_egress
from tests.support.sandbox import CALLBACK, CLIENT, RunningSandbox, running_sandbox

PROVIDERS = built_in()
OURS = ClientCredentials(CLIENT.id, Secret(CLIENT.secret))
ADA = "acc_engine/usr_ada"


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as running:
        yield running


class Speaking:
    """The verbs that speak with a provider, over one egress."""

    def __init__(self, ask: Ask) -> None:
        self.request_token = RequestToken(ask.egress, ask.clock)
        self.revoke = RevokeToken(ask.egress, ask.clock)
        self.verify = VerifyCredentials(ask)
        self.identify = Identify(ask)


@pytest.fixture
async def speaking(sandbox: RunningSandbox) -> AsyncIterator[Speaking]:
    async with loopback_egress() as egress:
        yield Speaking(Ask(egress, sandbox.clock, SeededEntropy()))


def aimed(slug: str, method_id: str, sandbox: RunningSandbox) -> tuple[Provider, Method, dict[str, str]]:
    """A provider, its method, and the value that points it to this sandbox."""
    provider = PROVIDERS[slug]
    method = provider.find_method(method_id)
    assert method is not None
    given = {"base_url": sandbox.base_url}
    return provider, method, check_values(provider, method, given, source=ValueSource.INTEGRATION)


async def test_signing_in_renewing_and_giving_back(sandbox: RunningSandbox, speaking: Speaking) -> None:
    provider, method, values = aimed("sandbox", "oauth2", sandbox)
    address = fill_address(method.authorize_url or "", Names.of(provider, values))
    assert sandbox.authorize_url().startswith(address + "?")
    location = await sandbox.visitor.consent(sandbox.authorize_url())
    granted = parse_response(location.partition("?")[2])
    assert isinstance(granted, Granted)
    assert granted.issuer == fill_address(method.issuer or "", Names.of(provider, values))
    code = CodeGrant(granted.code, CALLBACK, sandbox.verifier)
    answer = await speaking.request_token(provider, method, OURS, values, code)
    identity = await speaking.identify(provider, method, values, answer=answer)
    assert (identity.account_id, identity.account_label) == (ADA, "ada@engine.example")
    assert answer.refresh_token is not None
    renewed = await speaking.request_token(provider, method, OURS, values, RefreshGrant(answer.refresh_token))
    assert renewed.refresh_token is not None
    assert renewed.refresh_token.reveal() != answer.refresh_token.reveal()
    held = HeldTokens(renewed.access_token, renewed.refresh_token)
    await speaking.revoke(provider, method, OURS, values, held)
    with pytest.raises(ProviderError):
        await speaking.request_token(provider, method, OURS, values, RefreshGrant(renewed.refresh_token))


KEYS = {
    "api_key": {"api_key": "sandbox_key_ada_1843"},
    "basic": {"email": "ada@engine.example", "api_key": "sandbox_key_ada_1843"},
}


@pytest.mark.parametrize("method_id", KEYS)
async def test_a_key_connects(method_id: str, sandbox: RunningSandbox, speaking: Speaking) -> None:
    provider, method, values = aimed("sandbox-key", method_id, sandbox)
    fields = check_fields(method, KEYS[method_id])
    verified = await speaking.verify(provider, method, values, fields=fields)
    identity = await speaking.identify(provider, method, values, fields=fields, verified=verified)
    assert (identity.account_id, identity.account_label) == (ADA, "ada@engine.example")


@pytest.mark.parametrize("method_id", KEYS)
async def test_a_wrong_key_is_told_by_its_field(method_id: str, sandbox: RunningSandbox, speaking: Speaking) -> None:
    provider, method, values = aimed("sandbox-key", method_id, sandbox)
    fields = check_fields(method, {**KEYS[method_id], "api_key": "sandbox_key_nobody"})
    with pytest.raises(CredentialsRefused) as refused:
        await speaking.verify(provider, method, values, fields=fields)
    assert {fault.field for fault in refused.value.fields} == {f"fields.{name}" for name in KEYS[method_id]}


async def test_a_machine_connects_with_its_own_client(sandbox: RunningSandbox, speaking: Speaking) -> None:
    provider, method, values = aimed("sandbox-m2m", "client_credentials", sandbox)
    grant = ClientCredentialsGrant(method.scopes.default)
    answer = await speaking.request_token(provider, method, OURS, values, grant)
    identity = await speaking.identify(provider, method, values, answer=answer)
    assert identity.account_id == CLIENT.id
    assert answer.scope == ("status.read",)
