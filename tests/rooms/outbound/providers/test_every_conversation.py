"""Every shipped provider's requests can be made of its file, and go where the file says."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from bothways.kit.egress.checking import check
from bothways.kit.egress.messages import Request
from bothways.kit.secret import Secret
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.ask import Bearer
from bothways.outbound.providers.attach import Outgoing, outgoing
from bothways.outbound.providers.compose import token_request
from bothways.outbound.providers.files import built_in
from bothways.outbound.providers.grants import ClientCredentials, ClientCredentialsGrant, CodeGrant, RefreshGrant
from bothways.outbound.providers.model import ConnectionValue, Method, MethodType, Provider, ValueKind
from bothways.outbound.providers.template import Names
from bothways.outbound.providers.values import tidy

CLIENT = ClientCredentials("client", Secret("secret"))
CODE = CodeGrant(Secret("code"), "https://hub.example/cb", Secret("v" * 43))
REFRESH = RefreshGrant(Secret("refresh"))

SAMPLES = {
    ValueKind.LABEL: "acme",
    ValueKind.HOSTNAME: "acme.example.com",
    ValueKind.URL: "https://acme.example.com",
    ValueKind.UUID: "123e4567-e89b-12d3-a456-426614174000",
    ValueKind.DIGITS: "17",
    ValueKind.EMAIL: "zoe@example.com",
    ValueKind.TEXT: "acme",
}

METHODS = [
    pytest.param(provider, method, id=f"{provider.slug}-{method.id}")
    for provider in built_in().values()
    for method in provider.methods
]


def sample(value: ConnectionValue) -> str:
    """Something that the value allows."""
    if value.default or value.choices:
        return value.default or value.choices[0].value
    text = tidy(value, value.placeholder) or SAMPLES[value.kind]
    return text if not value.hosts or any(text.endswith(host) for host in value.hosts) else f"https://{value.hosts[0]}"


def samples(provider: Provider, method: Method) -> dict[str, str]:
    values = {value.name: sample(value) for value in provider.values_of(method)}
    brought = {
        name: text
        for value in provider.values_of(method)
        for choice in value.choices
        if choice.value == values[value.name]
        for name, text in choice.sets.items()
    }
    return {**values, **brought}


def leaves(request: Outgoing) -> str:
    """The host, once the egress would take the request."""
    check(Request(request.method, request.url, request.headers, request.body))
    return urlsplit(request.url).hostname or ""


@pytest.mark.parametrize(("provider", "method"), METHODS)
def test_the_token_request_can_be_made(provider: Provider, method: Method) -> None:
    if method.token is None or method.type is MethodType.OAUTH1:
        return
    fields = {field.name: Secret("typed") for field in method.fields}
    names = Names.of(provider, samples(provider, method)).with_client(CLIENT).with_credentials(fields)
    for grant in (CODE, REFRESH, ClientCredentialsGrant(("read",))):
        request = token_request(method, method.token, CLIENT, names, grant)
        assert leaves(request)
        assert b"secret" in request.body or "secret" in request.url or "Authorization" in request.headers


@pytest.mark.parametrize(("provider", "method"), METHODS)
def test_the_verification_can_be_asked(provider: Provider, method: Method) -> None:
    call = provider.verify_of(method)
    if call is None:
        return
    fields = {field.name: Secret("typed") for field in method.fields}
    answer = TokenAnswer(Secret("at"), extra={"instance_url": "https://acme.example.com"})
    given = {"fields": fields} if method.fields and not method.obtains_token else {"answer": answer}
    bearer = Bearer.of(provider, method, samples(provider, method), client=CLIENT, **given)
    assert leaves(outgoing(provider, replace(method, look_up=None), call, bearer.names))
