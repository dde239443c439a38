"""RFC 6749 section 4.1.1: what the browser is sent out with."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth.authorization import MAX_EXTRA, RESERVED, RequestRefused, build_request

OURS = {
    "response_type": "code",
    "client_id": "abc",
    "redirect_uri": "https://hub.example/oauth/callback/intg_1",
    "state": "s",
    "scope": "read write",
    "code_challenge": "c",
    "code_challenge_method": "S256",
}


def build(url: str = "https://provider.example/authorize", **extra: str) -> str:
    return build_request(url, params=OURS, extra=extra)


def test_everything_arrives_decoded_as_it_was_given() -> None:
    extra = {"prompt": "consent", "login_hint": "zoë+1@example.com"}
    assert dict(parse_qsl(urlsplit(build(**extra)).query)) == OURS | extra


def test_a_blank_is_not_sent_as_plus() -> None:
    assert "scope=read%20write" in build()


def test_the_query_of_the_address_stays() -> None:
    url = build("https://provider.example/authorize?tenant=7")
    assert url.startswith("https://provider.example/authorize?tenant=7&")


def test_parameters_go_behind_the_fragment_of_a_scripted_page() -> None:
    assert build("https://app.example/#/oauth/authorize").startswith("https://app.example/#/oauth/authorize?")
    assert build("https://app.example/?a=1#/authorize?b=2").startswith("https://app.example/?a=1#/authorize?b=2&")


@pytest.mark.parametrize("name", sorted(RESERVED))
@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title])
def test_reserved_names_are_nobodys_to_set(name: str, spelling: object) -> None:
    with pytest.raises(RequestRefused) as caught:
        build(**{spelling(name): "https://evil.example"})  # type: ignore[operator]
    assert caught.value.name.lower() == name


def test_a_renamed_parameter_of_ours_is_reserved_too() -> None:
    with pytest.raises(RequestRefused):
        build_request("https://p.example/a", params={"client_key": "abc"}, extra={"Client_Key": "other"})
    with pytest.raises(RequestRefused):
        build_request("https://p.example/a", params={}, extra={"state2": "x"}, reserved=frozenset({"state2"}))


@pytest.mark.parametrize(
    "extra", [{"": "x"}, {" state": "x"}, {"a\r\nb": "x"}, {"a": "x\r\ny"}, {"é": "x"}, {"a": "x" * 2001}]
)
def test_what_cannot_be_sent_is_refused(extra: dict[str, str]) -> None:
    with pytest.raises(RequestRefused):
        build(**extra)


def test_the_same_name_twice_is_refused() -> None:
    with pytest.raises(RequestRefused):
        build(Prompt="consent", prompt="none")
    with pytest.raises(RequestRefused):
        build("https://provider.example/authorize?prompt=none", prompt="consent")
    with pytest.raises(RequestRefused):
        build("https://provider.example/authorize?STATE=mine")


def test_the_number_of_extra_parameters_is_bounded() -> None:
    with pytest.raises(RequestRefused):
        build(**{f"p{number}": "x" for number in range(MAX_EXTRA + 1)})


@pytest.mark.parametrize("url", ["", "/authorize", "javascript:alert(1)", "https://", "https://[::1/authorize"])
def test_an_address_that_is_not_absolute_is_refused(url: str) -> None:
    with pytest.raises(RequestRefused):
        build(url)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=5))
def test_whatever_is_wished_ours_arrive_once_and_unchanged(extra: dict[str, str]) -> None:
    try:
        url = build(**extra)
    except RequestRefused:
        return
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    assert dict(pairs) == extra | OURS
    assert len(pairs) == len(extra) + len(OURS)
