"""What may be sent at all."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from bothways.kit.egress.checking import check
from bothways.kit.egress.errors import InvalidRequest
from bothways.kit.egress.messages import Request


def checked_url(url: str) -> str:
    return str(check(Request("GET", url)).url)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/",
        "https://api.example.com:8443/a%2Fb/../c?x=%41&y=a+b&empty=",
        "http://127.0.0.1:8702/token",
        "https://[2606:4700::1111]:8443/x",
        "https://under_score.example.com/",
    ],
)
def test_a_url_goes_out_exactly_as_it_was_given(url: str) -> None:
    assert checked_url(url) == url


def test_an_international_name_is_encoded() -> None:
    assert checked_url("https://bücher.example/x") == "https://xn--bcher-kva.example/x"


def test_a_fragment_stays_at_home() -> None:
    assert checked_url("https://api.example.com/x#secret") == "https://api.example.com/x"


def test_an_absent_path_is_the_root() -> None:
    assert checked_url("https://api.example.com?x=1") == "https://api.example.com/?x=1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com/",
        "//api.example.com/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "unix:///run/docker.sock",
        "https://",
        "https:///path",
        "https://user@api.example.com/",
        "https://user:password@api.example.com/",
        "https://api.example.com@evil.test/",
        "https://api.example.com\\@evil.test/",
        "https://api.example.com/\r\nHost: evil.test",
        "https://api.example.com/\n",
        "https://api.exa\tmple.com/",
        "https://api.example.com/a b",
        "https://api.example.com/\x00",
        "https://api.example.com/ünicode",
        "https://api.example.com/?q=ü",
        'https://api.example.com/"',
        "https://api.example.com:0/",
        "https://api.example.com:65536/",
        "https://api.example.com:http/",
        "https://-api.example.com/",
        "https://api..example.com/",
        "https://a%2eb.example.com/",
        "https://[::1%25eth0]/",
        "https://[::1",
        "https://[zz::1]/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://1.2.3.4.5/",
        "https://①②⑦.0.0.1.nip.example:x/",
        "https://\ud800.example/",
        "https://xn--\u3002.example/",
        "https://api.example.com/" + "a" * 9000,
        "https://" + "a." * 130 + "example/",
    ],
)
def test_an_unfit_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest):
        check(Request("GET", url))


@pytest.mark.parametrize("method", ["", "get", "G ET", "GET\r\n", "CONNECT", "TRACE", "GÉT", "A" * 30])
def test_an_unfit_method_is_refused(method: str) -> None:
    with pytest.raises(InvalidRequest):
        check(Request(method, "https://api.example.com/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer a\r\nX-Evil: 1"},
        {"Authorization": "Bearer a\n"},
        {"Authorization": "Bearer \x00"},
        {"Authorization": "Bearer ü"},
        {"Authorization": "Bearer \ud800"},
        {"X-A\r\nX-B": "1"},
        {"X A": "1"},
        {"": "1"},
        {"X:": "1"},
        {"Host": "evil.test"},
        {"content-length": "0"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "close"},
        {"authorization": "a", "Authorization": "b"},
        {"X-Long": "a" * 200_000},
    ],
)
def test_unfit_headers_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        check(Request("GET", "https://api.example.com/", headers))


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(InvalidRequest) as refused:
        check(Request("GET", "https://api.example.com/", {"Authorization": "Bearer s3cret\r\n"}))
    assert "s3cret" not in str(refused.value)


def test_a_request_does_not_print_what_it_carries() -> None:
    shown = repr(Request("POST", "https://api.example.com/", {"Authorization": "s3cret"}, b"s3cret"))
    assert "s3cret" not in shown


@given(text())
def test_any_text_as_a_url_is_either_fit_or_refused(url: str) -> None:
    try:
        check(Request("GET", url))
    except InvalidRequest:
        pass


@given(text(), text())
def test_whatever_the_host_says_the_host_is_what_is_asked(host: str, path: str) -> None:
    try:
        checked = check(Request("GET", f"https://{host}.example.com/{path}"))
    except InvalidRequest:
        return
    assert checked.url.raw_host == checked.host
    assert checked.host.endswith("example.com") or "/" in host or "?" in host or "#" in host or ":" in host
