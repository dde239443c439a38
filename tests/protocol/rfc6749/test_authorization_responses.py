"""RFC 6749 section 4.1.2: what the browser brings back, and what an attacker writes into it."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth.authorization import Granted, Refused, ResponseRefused, parse_response

PLANTED = "planted-7f3a9c"


def rejected(query: str) -> str:
    with pytest.raises(ResponseRefused) as caught:
        parse_response(query)
    return caught.value.reason


def granted(query: str, **options: str) -> Granted:
    response = parse_response(query, **options)
    assert isinstance(response, Granted)
    return response


def refused(query: str) -> Refused:
    response = parse_response(query)
    assert isinstance(response, Refused)
    return response


def test_a_grant_is_read() -> None:
    response = granted("code=SplxlOBeZQQYbYS6WxSbIA&state=xyz&realmId=17&empty=")
    assert response.code.reveal() == "SplxlOBeZQQYbYS6WxSbIA"
    assert response.state.reveal() == "xyz"
    assert response.issuer is None
    assert response.extra == {"realmId": "17", "empty": ""}


def test_the_code_may_have_another_name() -> None:
    assert granted("spapi_oauth_code=abc&state=s", code_param="spapi_oauth_code").code.reveal() == "abc"


def test_an_error_is_read_and_cleaned() -> None:
    query = urlencode({"error": "access_denied", "error_description": "<b>No</b>\r\nline\x00two", "state": "s"})
    response = refused(query)
    assert (response.error, response.description) == ("access_denied", "<b>No</b> line two")
    assert response.state is not None
    assert response.state.reveal() == "s"


def test_an_error_without_state_is_still_an_error() -> None:
    assert refused("error=server_error").state is None


def test_a_long_error_is_cut() -> None:
    response = refused("error=" + "e" * 5000 + "&error_description=" + "d" * 5000)
    assert (len(response.error), len(response.description)) == (100, 400)


@pytest.mark.parametrize("query", ["code=abc", "code=abc&state=", "code=abc&State=s"])
def test_a_grant_without_state_is_refused(query: str) -> None:
    assert "state" in rejected(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=s",
        "code=&state=s",
        "error=&state=s",
        "code=abc&error=access_denied&state=s",
        "code=abc&code=def&state=s",
        "code=abc&code=&state=s",
        "code=abc&state=s&state=t",
        "error=a&error=b",
        "code=abc&state=s&iss=a&iss=b",
        "code=a%0d%0ab&state=s",
        "code=abc&state=s%0a",
        "code=%C3%A9&state=s",
        "code=abc&state=%FF",
        "code=abc&state=s&realmId=1%00",
        "code=abc&state=s&iss=https://a.example%0d%0a",
        "code=" + "a" * 9000 + "&state=s",
        "code=abc&state=" + "s" * 600,
        "code=abc&state=s&pad=" + "a" * 20_000,
        "code=abc&state=s&" + "&".join(f"p{number}=1" for number in range(100)),
    ],
)
def test_a_malformed_callback_is_refused(query: str) -> None:
    rejected(query)


def test_a_repeated_parameter_of_nobodys_is_ignored() -> None:
    assert granted("code=abc&state=s&x=1&x=2&y=3").extra == {"y": "3"}


def test_no_secret_shows_in_what_is_printed() -> None:
    response = granted(f"code={PLANTED}&state={PLANTED}&other={PLANTED}")
    assert PLANTED not in repr(response)
    assert PLANTED not in rejected(f"code={PLANTED}&code=x&state={PLANTED}")


@given(
    st.text() | st.lists(st.tuples(st.sampled_from(["code", "state", "error", "iss", "x"]), st.text())).map(urlencode)
)
def test_no_query_whatever_raises_anything_else(query: str) -> None:
    try:
        response = parse_response(query)
    except ResponseRefused:
        return
    if isinstance(response, Granted):
        assert response.code.reveal().isprintable()
        assert response.state.reveal().isprintable()
    else:
        assert response.error.isprintable()
        assert response.description.isprintable()
