"""The providers that ship with Bothways: each file alone, and what they cover together."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bothways.oauth.client_auth import ClientAuth
from bothways.outbound.providers.calls import BodyFormat
from bothways.outbound.providers.check import check
from bothways.outbound.providers.files import BUILT_IN, built_in, files_in
from bothways.outbound.providers.model import ClientOwner, Method, MethodType, Pkce, Provider, ValueKind, ValueSource
from bothways.outbound.providers.schema import provider_schema
from bothways.outbound.providers.shape import write
from bothways.outbound.providers.values import check_values

PROVIDERS = built_in()
METHODS = [(provider, method) for provider in PROVIDERS.values() for method in provider.methods]
SANDBOXES = {"sandbox", "sandbox-key", "sandbox-m2m"}
# Drawings in these sets are CC0; these few carry terms of their own.
LICENSED_OTHERWISE = {f"simple-icons:{name}" for name in ("contentstack", "dolibarr", "douban", "minimax", "webex")}

each_provider = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
each_method = pytest.mark.parametrize(
    ("provider", "method"), METHODS, ids=[f"{provider.slug}-{method.id}" for provider, method in METHODS]
)


def test_every_shipped_file_is_good() -> None:
    assert check().passed, check().text()


def test_the_schema_file_is_fresh() -> None:
    kept = json.loads((BUILT_IN.parent / "provider.schema.json").read_text())
    assert kept == provider_schema(), "run python tools/provider_schema.py"


@pytest.mark.parametrize("file", files_in(BUILT_IN), ids=lambda file: file.stem)
def test_a_file_says_nothing_that_the_model_says_anyway(file: Path) -> None:
    document = json.loads(file.read_text())
    assert document.pop("$schema") == "../provider.schema.json"
    assert document == write(PROVIDERS[file.stem])


@each_provider
def test_a_provider_says_where_its_facts_come_from(provider: Provider) -> None:
    if provider.slug not in SANDBOXES:
        assert provider.source.independent >= 2 or provider.source.permissive
        assert date(2026, 1, 1) < provider.checked_at
        assert all(version.as_of >= provider.checked_at - timedelta(days=366) for version in provider.versions.values())


@each_provider
def test_a_provider_has_a_face(provider: Provider) -> None:
    assert provider.description.endswith(".")
    assert provider.icon not in LICENSED_OTHERWISE
    if provider.slug not in SANDBOXES:
        assert provider.website
        assert provider.docs_url


@each_provider
def test_fixed_addresses_are_pinned_to_known_hosts(provider: Provider) -> None:
    free = {value.kind for value in provider.values} & {ValueKind.URL, ValueKind.HOSTNAME}
    assert provider.hosts or free


@each_method
def test_typed_credentials_can_be_proven(provider: Provider, method: Method) -> None:
    assert provider.verify_of(method) or method.obtains_token


@each_method
def test_secrets_are_marked_and_explained(provider: Provider, method: Method) -> None:
    assert not method.fields or any(field.secret for field in method.fields)
    for field in method.fields:
        assert field.secret or field.name in {"email", "client_id", "account_sid", "api_key"}
        assert field.help or field.placeholder


@each_method
def test_an_operator_finds_out_where_to_register(provider: Provider, method: Method) -> None:
    assert method.client is not ClientOwner.OPERATOR or method.setup_url or provider.slug in SANDBOXES


@each_method
def test_what_answers_name_as_hosts_is_held_to_the_providers(provider: Provider, method: Method) -> None:
    for value in provider.values_of(method):
        if value.source in {ValueSource.TOKEN_ANSWER, ValueSource.CALLBACK, ValueSource.LOOK_UP}:
            assert value.hosts or value.kind not in {ValueKind.URL, ValueKind.HOSTNAME}


ROW_86 = ["evil.test/#", "x@y", "127.0.0.1:9440/", "..", "evil.test\\", "%2e"]


@each_method
def test_no_host_can_be_smuggled_in(provider: Provider, method: Method) -> None:
    for value in provider.values_of(method):
        if value.source is ValueSource.ASK and value.kind in {ValueKind.LABEL, ValueKind.HOSTNAME}:
            for evil in ROW_86:
                with pytest.raises(Exception, match=rf"values\.{value.name}"):
                    check_values(provider, method, {value.name: evil})


def test_forty_providers_and_the_sandboxes_are_there() -> None:
    assert len(PROVIDERS) >= 43
    assert PROVIDERS.keys() >= SANDBOXES


def test_every_archetype_is_covered() -> None:
    real = [(provider, method) for provider, method in METHODS if provider.slug not in SANDBOXES]
    codes = [(provider, method) for provider, method in real if method.type is MethodType.OAUTH2_CODE]
    tokens = [method.token for _, method in codes if method.token is not None]
    # No file that is shipped asks for a key that signs; own ones do, in tests/rooms/outbound/connect/test_signed.py.
    assert {method.type for _, method in real} == set(MethodType) - {MethodType.JWT_BEARER}
    assert {token.client_auth for token in tokens} >= {ClientAuth.BASIC, ClientAuth.POST}
    assert {token.format for token in tokens} >= {BodyFormat.FORM, BodyFormat.JSON}
    assert any(token.refresh_url for token in tokens)
    assert any(token.params for token in tokens)
    assert {method.pkce for _, method in codes} == set(Pkce)
    assert any(method.authorize_params for _, method in codes)
    assert any(method.answer.fallback_object for _, method in codes)
    assert any(method.scopes.separator == "," for _, method in codes)
    assert {method.refresh.rotates for _, method in codes} >= {True, False}
    assert any(method.refresh.single_use for _, method in codes)
    assert any(not method.refresh.supported for _, method in codes)
    assert {value.source for provider in PROVIDERS.values() for value in provider.values} == set(ValueSource)
    assert any(method.attach.query for _, method in real)
    assert any(len(method.attach.headers) > 1 for _, method in real)
    assert any(method.client is ClientOwner.CUSTOMER for _, method in real)
    assert any("{connection." in (method.authorize_url or "") for _, method in codes)


@pytest.mark.parametrize("slug", sorted(SANDBOXES))
def test_one_value_of_the_integration_points_a_sandbox_elsewhere(slug: str) -> None:
    for method in PROVIDERS[slug].methods:
        given = check_values(
            PROVIDERS[slug], method, {"base_url": "http://127.0.0.1:40123"}, source=ValueSource.INTEGRATION
        )
        assert given == {"base_url": "http://127.0.0.1:40123"}
