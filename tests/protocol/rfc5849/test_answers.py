"""RFC 5849 section 2: the answers of the three steps, and the callback between them."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import (
    Approved,
    CallbackRefused,
    Denied,
    TokenPair,
    check_token,
    parse_callback,
    parse_temporary,
    parse_token,
)
from bothways.oauth.token import TokenRefused, TokenUnusable

FORM = "application/x-www-form-urlencoded"
PLANTED = "planted-7f3a9c"


def pair(answer: TokenPair) -> tuple[str, str]:
    return answer.token.reveal(), answer.secret.reveal()


def refused_callback(query: str) -> str:
    with pytest.raises(CallbackRefused) as caught:
        parse_callback(query)
    return caught.value.reason


def test_temporary_credentials_are_read() -> None:
    body = b"oauth_token=hh5s93j4hdidpola&oauth_token_secret=hdhd0244k9j7ao03&oauth_callback_confirmed=true"
    assert pair(parse_temporary(200, FORM, body)) == ("hh5s93j4hdidpola", "hdhd0244k9j7ao03")


def test_an_unconfirmed_callback_is_refused_unless_it_is_known_to_be_missing() -> None:
    body = b"oauth_token=t&oauth_token_secret=s"
    with pytest.raises(TokenUnusable):
        parse_temporary(200, FORM, body)
    assert pair(parse_temporary(200, FORM, body, confirmed=False)) == ("t", "s")


def test_token_credentials_are_read_with_what_else_came() -> None:
    answer = parse_token(200, "text/plain", b"oauth_token=t&oauth_token_secret=s&user_id=17&screen_name=zo%C3%AB")
    assert pair(answer) == ("t", "s")
    assert answer.extra == {"user_id": "17", "screen_name": "zoë"}
    assert pair(parse_token(200, "", b'{"oauth_token":"t","oauth_token_secret":"s"}')) == ("t", "s")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"oauth_token=t",
        b"oauth_token=&oauth_token_secret=s",
        b"oauth_token=a&oauth_token=b&oauth_token_secret=s",
        b"oauth_token=a%0d%0ab&oauth_token_secret=s",
        b"oauth_token=t&oauth_token_secret=%ff",
        b"<html>",
        b"null",
        b'{"oauth_token":1,"oauth_token_secret":"s"}',
        b"oauth_token=" + b"x" * 20_000 + b"&oauth_token_secret=s",
    ],
)
def test_rubbish_is_unusable(body: bytes) -> None:
    with pytest.raises(TokenUnusable):
        parse_token(200, FORM, body)


@pytest.mark.parametrize(
    ("status", "body", "error", "description"),
    [
        (
            401,
            b"oauth_problem=timestamp_refused&oauth_problem_advice=Clock+is+off",
            "timestamp_refused",
            "Clock is off",
        ),
        (401, b'{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}', "135", "Timestamp out of bounds."),
        (200, b"oauth_problem=token_rejected", "token_rejected", ""),
        (401, b'{"message":"no"}', "", "no"),
    ],
)
def test_an_error_is_read(status: int, body: bytes, error: str, description: str) -> None:
    with pytest.raises(TokenRefused) as caught:
        parse_token(status, FORM, body)
    assert (caught.value.error, caught.value.description, caught.value.status) == (error, description, status)


def test_a_callback_is_read() -> None:
    approved = parse_callback("oauth_token=hh5s93j4hdidpola&oauth_verifier=hfdp7dh39dks9884")
    assert isinstance(approved, Approved)
    assert (approved.token.reveal(), approved.verifier.reveal()) == ("hh5s93j4hdidpola", "hfdp7dh39dks9884")


def test_a_person_may_say_no() -> None:
    for query, problem in (("denied=tok", "denied"), ("oauth_token=tok&oauth_problem=user_refused", "user_refused")):
        answer = parse_callback(query)
        assert isinstance(answer, Denied)
        assert answer.token is not None
        assert (answer.token.reveal(), answer.problem) == ("tok", problem)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "oauth_token=t",
        "oauth_verifier=v",
        "oauth_token=t&oauth_verifier=",
        "oauth_token=t&oauth_token=u&oauth_verifier=v",
        "oauth_token=t&oauth_verifier=v&oauth_verifier=w",
        "oauth_token=t%0a&oauth_verifier=v",
        "oauth_token=t&oauth_verifier=%ff",
        "oauth_token=t&oauth_verifier=v&x=" + "a" * 20_000,
    ],
)
def test_a_malformed_callback_is_refused(query: str) -> None:
    refused_callback(query)


def test_the_token_of_another_session_is_refused() -> None:
    check_token(Approved(Secret("mine"), Secret("v")), Secret("mine"))
    with pytest.raises(CallbackRefused):
        check_token(Approved(Secret("theirs"), Secret("v")), Secret("mine"))


def test_no_secret_shows_in_what_is_printed() -> None:
    body = f"oauth_token={PLANTED}&oauth_token_secret={PLANTED}&other={PLANTED}".encode()
    assert PLANTED not in repr(parse_token(200, FORM, body))
    assert PLANTED not in repr(parse_callback(f"oauth_token={PLANTED}&oauth_verifier={PLANTED}"))
    assert PLANTED not in refused_callback(f"oauth_token={PLANTED}")


names = st.sampled_from(
    ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed", "oauth_problem", "denied", "oauth_verifier"]
)


@given(
    st.integers(100, 599), st.binary() | st.dictionaries(names, st.text()).map(lambda form: urlencode(form).encode())
)
def test_no_answer_whatever_raises_anything_else(status: int, body: bytes) -> None:
    for parse in (parse_temporary, parse_token):
        try:
            assert pair(parse(status, FORM, body))[0] != ""
        except (TokenRefused, TokenUnusable):
            pass


@given(st.text() | st.lists(st.tuples(names, st.text())).map(urlencode))
def test_no_callback_whatever_raises_anything_else(query: str) -> None:
    try:
        parse_callback(query)
    except CallbackRefused:
        pass
