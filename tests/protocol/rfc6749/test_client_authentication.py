"""RFC 6749 section 2.3, from both sides."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.oauth.client_auth import CannotAuthenticate, ClientAuth, PresentedClient, apply, read
from bothways.oauth.errors import OAuthError

AWKWARD = "a:b%c+d e/f=g&é"


def sent(auth: ClientAuth, client_id: str, secret: str | None) -> tuple[str | None, dict[str, str]]:
    headers, form = apply(auth, client_id, None if secret is None else Secret(secret))
    return headers.get("Authorization"), form


def basic(text: str) -> str:
    return "Basic " + b64encode(text.encode()).decode()


def refused(authorization: str | None, form: dict[str, str]) -> str:
    with pytest.raises(OAuthError) as caught:
        read(authorization, form)
    return caught.value.error


def identity(client: PresentedClient) -> tuple[str, str | None, ClientAuth]:
    return client.client_id, None if client.secret is None else client.secret.reveal(), client.auth


def test_the_example_of_the_rfc() -> None:
    assert sent(ClientAuth.BASIC, "s6BhdRkqt3", "gX1fBat3bV")[0] == "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"


def test_basic_encodes_what_would_be_misread() -> None:
    header, form = sent(ClientAuth.BASIC, "id:1", AWKWARD)
    assert form == {}
    assert header is not None
    assert b64decode(header.removeprefix("Basic ")) == b"id%3A1:a%3Ab%25c%2Bd%20e%2Ff%3Dg%26%C3%A9"


def test_raw_basic_encodes_nothing() -> None:
    assert sent(ClientAuth.BASIC_RAW, "id", AWKWARD)[0] == basic(f"id:{AWKWARD}")


def test_raw_basic_cannot_carry_a_colon_in_the_id() -> None:
    with pytest.raises(CannotAuthenticate) as caught:
        sent(ClientAuth.BASIC_RAW, "i:d", "planted-7f3a9c")
    assert "planted" not in str(caught.value)


def test_post_sends_both_in_the_body_and_none_only_the_id() -> None:
    assert sent(ClientAuth.POST, "id", AWKWARD) == (None, {"client_id": "id", "client_secret": AWKWARD})
    assert sent(ClientAuth.NONE, "id", AWKWARD) == (None, {"client_id": "id"})
    assert sent(ClientAuth.POST, "id", None) == (None, {"client_id": "id"})


@given(st.text(min_size=1, max_size=100), st.text(max_size=100), st.sampled_from([ClientAuth.BASIC, ClientAuth.POST]))
def test_what_we_send_we_can_read(client_id: str, secret: str, auth: ClientAuth) -> None:
    try:
        (client_id + secret).encode()
    except UnicodeEncodeError:
        return
    assert identity(read(*sent(auth, client_id, secret))) == (client_id, secret, auth)


def test_the_scheme_is_read_in_any_case_and_plus_is_a_blank() -> None:
    header = basic("id:a+b").replace("Basic", "bAsIc")
    assert identity(read(header, {})) == ("id", "a b", ClientAuth.BASIC)


def test_the_client_id_may_be_repeated_but_not_changed() -> None:
    assert read(basic("id:s"), {"client_id": "id"}).client_id == "id"
    assert refused(basic("id:s"), {"client_id": "other"}) == "invalid_request"


def test_two_ways_at_once_are_refused() -> None:
    assert refused(basic("id:s"), {"client_id": "id", "client_secret": "s"}) == "invalid_request"


def test_a_public_client_names_itself() -> None:
    assert identity(read(None, {"client_id": "id"})) == ("id", None, ClientAuth.NONE)


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !!!!",
        "Bearer abc",
        basic("no colon"),
        basic(":secret"),
        basic("id:a%zz"),
        basic("id:%ff"),
        "Basic " + b64encode(b"id:\xff").decode(),
        "Basic " + "A" * 100_000,
    ],
)
def test_what_cannot_be_read_is_an_invalid_client(authorization: str | None) -> None:
    assert refused(authorization, {}) == "invalid_client"


@given(
    st.none() | st.text() | st.text().map("Basic {}".format),
    st.dictionaries(st.sampled_from(["client_id", "client_secret"]), st.text()),
)
def test_nothing_whatever_raises_anything_else(authorization: str | None, form: dict[str, str]) -> None:
    try:
        assert read(authorization, form).client_id != ""
    except OAuthError as caught:
        code = caught.error
    else:
        return
    assert code in {"invalid_client", "invalid_request"}
