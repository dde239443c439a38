"""RFC 8252 section 7 and RFC 9700 section 4.1: where a browser may be sent back to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth.redirects import RedirectRefused, check, is_allowed, matches

GOOD = "https://client.example.com/oauth/callback"


@pytest.mark.parametrize(
    "uri",
    [
        GOOD,
        "https://client.example.com",
        "https://client.example.com:8443/cb?tenant=7",
        "https://client.example.com/a%20b",
        "http://127.0.0.1:51004/callback",
        "http://[::1]/callback",
        "http://localhost:3000/",
    ],
)
def test_a_plain_address_may_be_registered(uri: str) -> None:
    check(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/callback",
        "//client.example.com/cb",
        "client.example.com/cb",
        "http://client.example.com/cb",
        "https://client.example.com/cb#fragment",
        "https://client.example.com/cb#",
        "https://user@client.example.com/cb",
        "https://user:pass@client.example.com/cb",
        "https://client.example.com@evil.example/cb",
        "https://*.example.com/cb",
        "https://client.example.com/*",
        "https://client.example.com/a/../b",
        "https://client.example.com/a/..",
        "https://client.example.com/./b",
        "https://client.example.com/%2e%2e/b",
        "https://client.example.com/a%2Fb",
        "https://client.example.com/a%5cb",
        "https://client.example.com/a%0d%0ab",
        "https://client.example.com/a%zz",
        "https://client.example.com\\@evil.example/",
        "https://client.example.com/a b",
        "https://client.example.com/\n",
        "https://client.example.com/\t",
        " https://client.example.com/",
        "https://client.example.com:99999/",
        "https://client.example.com:0/",
        "https://client.example.com:/",
        "https://CLIENT.example.com/",
        "HTTPS://client.example.com/",
        "https:client.example.com/",
        "https:///client.example.com/",
        "https://client..example.com/",
        "https://.example.com/",
        "https://2130706433/",
        "https://10.0.0.1/",
        "https://clié.example.com/",
        "http://127.0.0.2/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://localhost.evil.example/cb",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "com.example.app:/callback",
        "https://client.example.com/" + "a" * 2000,
    ],
)
def test_anything_that_two_parsers_could_read_differently_is_refused(uri: str) -> None:
    with pytest.raises(RedirectRefused):
        check(uri)


def test_loopback_can_be_switched_off() -> None:
    for uri in ("http://127.0.0.1/cb", "http://localhost/cb"):
        with pytest.raises(RedirectRefused):
            check(uri, loopback=False)


def test_an_app_may_own_a_scheme_that_is_a_reversed_domain() -> None:
    check("com.example.app:/oauth2redirect/provider", private_use=True)
    for uri in ("myapp:/cb", "myapp://cb", "com.example.app://cb", "com.example.app:/a/../b", "javascript:alert(1)"):
        with pytest.raises(RedirectRefused):
            check(uri, private_use=True)


@pytest.mark.parametrize(
    "presented",
    [
        GOOD + "/",
        GOOD + "?",
        GOOD + "?x=1",
        GOOD + "#",
        GOOD.upper(),
        "http" + GOOD[5:],
        GOOD.replace("/oauth", "//oauth"),
        GOOD.replace(".com", ".com:443"),
        GOOD.replace("callback", "%63allback"),
        " " + GOOD,
        GOOD + "\n",
        GOOD.replace("https://", "https://x@"),
        "",
    ],
)
def test_only_the_very_same_text_matches(presented: str) -> None:
    assert matches(GOOD, GOOD)
    assert not matches(GOOD, presented)
    assert not matches(GOOD, presented, any_loopback_port=True)


def test_the_port_of_a_loopback_address_may_differ() -> None:
    for host in ("127.0.0.1", "[::1]"):
        registered = f"http://{host}/callback"
        assert matches(registered, f"http://{host}:51004/callback", any_loopback_port=True)
        assert matches(f"http://{host}:1/callback", f"http://{host}:2/callback", any_loopback_port=True)
        assert not matches(registered, f"http://{host}:51004/callback")


@pytest.mark.parametrize(
    "presented",
    [
        "http://127.0.0.1:51004/other",
        "https://127.0.0.1:51004/callback",
        "http://[::1]:51004/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.1:51004/callback#x",
        "http://127.0.0.1:51004/callback?x",
        "http://127.0.0.1:51004\\@evil.example/callback",
    ],
)
def test_nothing_but_the_port_may_differ(presented: str) -> None:
    assert not matches("http://127.0.0.1/callback", presented, any_loopback_port=True)


def test_localhost_is_compared_with_its_port() -> None:
    assert not matches("http://localhost/cb", "http://localhost:5000/cb", any_loopback_port=True)


def test_a_list_allows_what_one_of_it_matches() -> None:
    assert is_allowed([GOOD, "http://127.0.0.1/cb"], "http://127.0.0.1:9/cb", any_loopback_port=True)
    assert not is_allowed([GOOD], "https://evil.example")
    assert not is_allowed([], GOOD)


@given(st.text() | st.text(st.sampled_from("https:/.@%#?[]1ab\\*")).map("https://{}".format))
def test_checking_raises_nothing_else(uri: str) -> None:
    try:
        check(uri, private_use=True)
    except RedirectRefused:
        pass


@given(st.text(), st.sampled_from([GOOD, "http://127.0.0.1/cb"]))
def test_no_other_text_matches(presented: str, registered: str) -> None:
    assert matches(registered, presented, any_loopback_port=True) is (presented == registered)
