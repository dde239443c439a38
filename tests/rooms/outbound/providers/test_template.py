"""Templates: a value never changes what the text around it means."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import ConnectionValue, ValueKind, ValueSource
from bothways.outbound.providers.template import (
    Names,
    TemplateError,
    ValueUnfit,
    fill,
    fill_address,
    fill_header,
    fill_headers,
    fill_params,
    placeholders,
)

SITE = ConnectionValue("site", "Site", ValueKind.LABEL)
HOST = ConnectionValue("host", "Host", ValueKind.HOSTNAME)
BASE = ConnectionValue("base", "Base", ValueKind.URL, ValueSource.INTEGRATION, allow_http=True)
TEXT = ConnectionValue("text", "Text", required=False)
RULES = {value.name: value for value in (SITE, HOST, BASE, TEXT)}


def names(**connection: str) -> Names:
    return Names(rules=RULES, connection=connection, credential={"key": Secret("s3cr%t/"), "user": "ada"})


ROW_86 = [
    "evil.test/#",
    "x@y",
    "127.0.0.1:9440/",
    "..",
    "a.b",
    "evil.test",
    "a/../b",
    "a\\b",
    "a b",
    "a%2eb",
    "a?b",
    "",
]


@pytest.mark.parametrize("site", ROW_86)
def test_a_label_cannot_become_another_host(site: str) -> None:
    with pytest.raises(ValueUnfit):
        fill_address("https://{connection.site}.acme.example/api", names(site=site))


@pytest.mark.parametrize(
    "host", ["evil.test/#", "x@evil.test", "127.0.0.1", "10.0.0.1:80", "a..b", "[::1]", "one", ".a.b"]
)
def test_a_host_name_is_nothing_but_a_host_name(host: str) -> None:
    with pytest.raises(ValueUnfit):
        fill_address("https://{connection.host}/api", names(host=host))


@pytest.mark.parametrize(
    "base",
    [
        "javascript:x",
        "http://",
        "https://a@b.example",
        "https://a.example/?x",
        "https://a.example/#x",
        "ftp://a.example",
        "https://a.example/../x",
        "https://a.example\\x",
    ],
)
def test_a_base_address_is_plain(base: str) -> None:
    with pytest.raises(ValueUnfit):
        fill_address("{connection.base}/api", names(base=base))


@given(st.text(min_size=1, max_size=40))
def test_whatever_a_label_holds_the_host_stays_under_the_providers(site: str) -> None:
    try:
        address = fill_address("https://{connection.site}.acme.example/api/{connection.site}", names(site=site))
    except ValueUnfit:
        return
    parts = urlsplit(address)
    assert (parts.hostname or "").endswith(".acme.example")
    assert parts.path.startswith("/api/")
    assert (parts.username, parts.port, parts.query, parts.fragment) == (None, None, "", "")


@given(st.text(min_size=1, max_size=40))
def test_whatever_a_credential_holds_it_stays_one_step_of_the_path(text: str) -> None:
    known = Names(credential={"sid": text})
    try:
        address = fill_address("https://api.acme.example/a/{credential.sid}/b", known)
    except ValueUnfit:
        assert text in {".", ".."}
        return
    parts = urlsplit(address)
    assert parts.path.count("/") == 3
    assert (parts.hostname, parts.query, parts.fragment) == ("api.acme.example", "", "")


def test_a_credential_cannot_name_the_host() -> None:
    with pytest.raises(ValueUnfit):
        fill_address("https://{credential.user}/a", names())


def test_an_address_of_an_own_server_may_have_a_port_and_a_path() -> None:
    known = names(base="http://127.0.0.1:8702/inner")
    assert fill_address("{connection.base}/oauth/token", known) == "http://127.0.0.1:8702/inner/oauth/token"


def test_a_query_is_escaped() -> None:
    assert fill_address("https://a.example/x?q={credential.key}", names()) == "https://a.example/x?q=s3cr%25t%2F"


def test_base64_takes_the_filled_text() -> None:
    assert fill_header("Basic {base64({credential.user}:{credential.key})}", names()) == "Basic YWRhOnMzY3IldC8="


@pytest.mark.parametrize("key", ["a\r\nX: y", "a\nb", "zoë", "a\x00"])
def test_a_header_never_carries_a_line_break_or_what_is_not_ascii(key: str) -> None:
    with pytest.raises(ValueUnfit) as caught:
        fill_header("Bearer {credential.key}", Names(credential={"key": Secret(key)}))
    assert key not in str(caught.value)
    assert caught.value.fields[0].field == "credential.key"


def test_what_speaks_of_an_absent_optional_value_is_left_out() -> None:
    headers = {"X-Text": "{connection.text}", "X-User": "{credential.user}"}
    assert fill_headers(headers, names()) == {"X-User": "ada"}
    assert fill_params({"text": "{connection.text}"}, names(text="")) == {}


def test_an_absent_required_value_is_named() -> None:
    with pytest.raises(ValueUnfit, match=r"connection\.site: it is missing"):
        fill_params({"site": "{connection.site}"}, names())


def test_a_filled_value_is_not_read_as_a_template() -> None:
    known = replace(names(), credential={"user": "{client.secret}"}, client=ClientCredentials("id", Secret("hidden")))
    assert fill("{credential.user}", known) == "{client.secret}"


def test_the_tokens_and_the_other_answers_have_paths() -> None:
    answer = TokenAnswer(Secret("at"), refresh_token=Secret("rt"), extra={"team": {"id": 7}, "list": [{"name": "x"}]})
    known = replace(names(), verify={"user": {"name": "Ada"}}).with_token(answer)
    text = "{token.access_token} {token.refresh_token} {token.team.id} {token.list.0.name} {verify.user.name}"
    assert fill(text, known) == "at rt 7 x Ada"


def test_a_client_without_a_secret_has_none_to_fill_in() -> None:
    with pytest.raises(ValueUnfit, match=r"client\.secret"):
        fill("{client.secret}", names().with_client(ClientCredentials("id")))


@pytest.mark.parametrize(
    "template", ["{", "a}b", "{x}", "{ connection.x }", "{connection.}", "{env.HOME}", "{base64(", "{base64({x})}"]
)
def test_a_template_that_cannot_be_read_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        list(placeholders(template))


def test_placeholders_are_found_inside_base64_too() -> None:
    found = list(placeholders("{connection.a}-{base64({credential.b}:{client.id})}"))
    assert sorted(found) == [("client", "id"), ("connection", "a"), ("credential", "b")]
