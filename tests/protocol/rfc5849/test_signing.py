"""RFC 5849 section 3: signatures."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1.rfc5849 import Client

from bothways.kit.secret import Secret
from bothways.oauth.oauth1 import SignatureMethod, Signer, Stamp, new_stamp, sign
from tests.support.entropy import SeededEntropy

METHODS = st.sampled_from(SignatureMethod)
texts = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def fields(header: str) -> dict[str, str]:
    assert header.startswith("OAuth ")
    return {name: unquote(value) for name, value in re.findall(r'([a-z_]+)="([^"]*)"', header)}


def signed(signer: Signer, stamp: Stamp, method: str, url: str, **more: object) -> dict[str, str]:
    return fields(sign(signer, stamp, method, url, **more))  # type: ignore[arg-type]


def test_the_example_of_the_rfc_for_temporary_credentials() -> None:
    # Section 1.2.
    signer = Signer("dpf43f3p2l4k3l03", Secret("kd94hf93k423kf44"), realm="Photos")
    header = sign(
        signer,
        Stamp(137131200, "wIjqoxSZeK"),
        "POST",
        "https://photos.example.net/initiate",
        callback="http://printer.example.com/ready",
    )
    assert header.startswith('OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03"')
    assert fields(header)["oauth_callback"] == "http://printer.example.com/ready"


def test_a_signature_known_from_elsewhere() -> None:
    # The worked example in Twitter's documentation of creating a signature.
    signer = Signer(
        "xvz1evFS4wEEPTGEFPHBog",
        Secret("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
        Secret("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
        Secret("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"),
    )
    found = signed(
        signer,
        Stamp(1318622958, "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
        "post",
        "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
        form={"status": "Hello Ladies + Gentlemen, a signed OAuth request!"},
    )
    assert found["oauth_signature"] == "hCtSmYh+iHYCEqBWrE7C7hYmtUk="


def test_plaintext_is_both_secrets() -> None:
    signer = Signer("key", Secret("c&s"), Secret("t"), Secret("ts"), SignatureMethod.PLAINTEXT)
    assert signed(signer, Stamp(1, "n"), "GET", "https://api.example/")["oauth_signature"] == "c%26s&ts"


@given(
    METHODS, texts, texts, texts, st.dictionaries(texts, texts, max_size=3), st.dictionaries(texts, texts, max_size=3)
)
def test_signatures_are_those_of_oauthlib(
    method: SignatureMethod, key: str, secret: str, token: str, query: dict[str, str], form: dict[str, str]
) -> None:
    from urllib.parse import urlencode

    url = "https://api.example:8443/a%20b?" + urlencode(query)
    signer = Signer(key, Secret(secret), Secret(token), Secret("ts"), method)
    ours = signed(signer, Stamp(1772370000, "nonce"), "POST", url, form=form, verifier=Secret("v"))
    client = Client(
        key, secret, token, "ts", signature_method=method.value, verifier="v", nonce="nonce", timestamp="1772370000"
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else None
    theirs = fields(client.sign(url, "POST", form or None, headers)[1]["Authorization"])
    assert ours == theirs


def test_every_stamp_is_new() -> None:
    entropy = SeededEntropy()
    assert len({new_stamp(1, entropy).nonce for _ in range(100)}) == 100


def test_an_address_that_is_not_absolute_is_refused() -> None:
    with pytest.raises(ValueError):
        sign(Signer("key", Secret("s")), Stamp(1, "n"), "GET", "/relative")


def test_signing_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    sign(Signer("key", Secret("planted")), Stamp(1, "n"), "GET", "https://api.example/")
    assert caplog.text == ""
