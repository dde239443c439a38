"""RFC 8414: what an authorization server says about itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth.metadata import MetadataRefused, ServerMetadata, discovery_url, metadata_url, parse_metadata

ISSUER = "https://server.example.com"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://server.example.com/authorize",
    "token_endpoint": "https://server.example.com/token",
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
    "scopes_supported": ["openid", "offline_access"],
    "response_types_supported": ["code"],
    "code_challenge_methods_supported": ["S256"],
    "authorization_response_iss_parameter_supported": True,
    "ui_locales_supported": ["en-US"],
}


def parse(**changes: object) -> ServerMetadata:
    return parse_metadata(json.dumps(DOCUMENT | changes).encode(), issuer=ISSUER)


def test_the_well_known_part_goes_between_host_and_path() -> None:
    assert metadata_url("https://example.com") == "https://example.com/.well-known/oauth-authorization-server"
    assert (
        metadata_url("https://example.com/issuer1")
        == "https://example.com/.well-known/oauth-authorization-server/issuer1"
    )
    assert (
        discovery_url("https://example.com/issuer1") == "https://example.com/issuer1/.well-known/openid-configuration"
    )


def test_a_document_is_read() -> None:
    metadata = parse()
    assert metadata.token_endpoint == "https://server.example.com/token"
    assert metadata.client_auth_methods == ("client_secret_basic", "private_key_jwt")
    assert metadata.challenge_methods == ("S256",)
    assert metadata.revocation_endpoint is None
    assert metadata.grant_types == ()
    assert metadata.sends_issuer


@pytest.mark.parametrize(
    "issuer", [None, 17, "https://server.example.com/", "https://evil.example", "HTTPS://server.example.com"]
)
def test_a_document_for_another_issuer_is_refused(issuer: object) -> None:
    with pytest.raises(MetadataRefused):
        parse(issuer=issuer)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://server.example.com/token",
        "/token",
        17,
        [],
        "https://u:p@server.example.com/t",
        "https://a b/",
        "https://a/#x",
        "https://[::1/",
        "https://x\\y/",
        "javascript:alert(1)",
        "https://" + "a" * 3000,
        "https://é.example/",
        "https://a:0/",
    ],
)
def test_an_endpoint_that_is_no_https_address_is_refused(endpoint: object) -> None:
    with pytest.raises(MetadataRefused):
        parse(token_endpoint=endpoint)


def test_a_server_on_this_machine_may_speak_http() -> None:
    issuer = "http://127.0.0.1:4000"
    body = json.dumps({"issuer": issuer, "token_endpoint": issuer + "/token"}).encode()
    assert parse_metadata(body, issuer=issuer).token_endpoint == "http://127.0.0.1:4000/token"


@pytest.mark.parametrize("value", ["S256", 17, {"S256": True}, [1], ["a\nb"], ["x"] * 1001])
def test_a_list_of_something_else_is_refused(value: object) -> None:
    with pytest.raises(MetadataRefused):
        parse(code_challenge_methods_supported=value)


@pytest.mark.parametrize(
    "issuer", ["", "http://example.com", "https://example.com?x", "https://example.com#x", "ftp://x"]
)
def test_an_issuer_is_an_https_address_without_query(issuer: str) -> None:
    for ask in (metadata_url, discovery_url):
        with pytest.raises(MetadataRefused):
            ask(issuer)


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)


@given(
    st.binary()
    | st.dictionaries(st.sampled_from(sorted(DOCUMENT)), json_values).map(
        lambda d: json.dumps({"issuer": ISSUER} | d).encode()
    )
)
def test_no_document_whatever_raises_anything_else(body: bytes) -> None:
    try:
        assert parse_metadata(body, issuer=ISSUER).issuer == ISSUER
    except MetadataRefused:
        pass
