"""ID tokens (OpenID Connect Core 1.0 section 3.1.3.7), and every way to forge one that is known (RFC 8725)."""

import base64
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from bothways.kit.crypto import sha256
from bothways.oauth.id_token import Expected, IDTokenRefused, KeyUnknown, person_of, verify

ISSUER, CLIENT, NONCE = "https://id.example.com", "bothways", "n-0S6_WzA2Mj"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EXPECTED = Expected(ISSUER, CLIENT, sha256(NONCE.encode()), NOW)
SIGNING = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1"})
KEYS = [SIGNING.as_dict(private=False)]
CLAIMS = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "248289761001",
    "nonce": NONCE,
    "iat": int(NOW.timestamp()) - 5,
    "exp": int(NOW.timestamp()) + 300,
}


def signed(key: Any = SIGNING, alg: str = "RS256", header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A token with these claims; None leaves one out."""
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "k1"} | (header or {}), claims, key, algorithms=[alg])


def refused(token: str, keys: list[Any] = KEYS) -> str:
    """Why the token is refused."""
    with pytest.raises(IDTokenRefused) as caught:
        verify(token, keys, EXPECTED)
    return caught.value.reason


def unsigned(header: dict[str, Any], signature: str = "") -> str:
    """A token that nobody signed."""
    parts = [json.dumps(header).encode(), json.dumps(CLAIMS).encode()]
    return ".".join([*(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts), signature])


def test_a_token_of_the_provider_for_this_browser_tells_who_it_is() -> None:
    assert verify(signed(), KEYS, EXPECTED)["sub"] == "248289761001"


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (SIGNING, "PS256"),
        (SIGNING, "RS512"),
        (ECKey.generate_key("P-256", {"kid": "k1"}), "ES256"),
        (ECKey.generate_key("P-384", {"kid": "k1"}), "ES384"),
        (OKPKey.generate_key("Ed25519", {"kid": "k1"}), "Ed25519"),
    ],
)
def test_the_usual_algorithms_are_understood(key: Any, alg: str) -> None:
    assert verify(signed(key, alg), [key.as_dict(private=False)], EXPECTED)["iss"] == ISSUER


def test_a_token_without_a_key_id_is_tried_with_the_keys_that_fit() -> None:
    token = jwt.encode({"alg": "RS256"}, CLAIMS, SIGNING)
    assert verify(token, [OTHER.as_dict(private=False), *KEYS], EXPECTED)["sub"]


def test_several_audiences_name_the_party_that_asked() -> None:
    assert verify(signed(aud=[CLIENT, "another"], azp=CLIENT), KEYS, EXPECTED)
    assert "another client" in refused(signed(aud=[CLIENT, "another"]))


# ---------------------------------------------------------------------------------------------------------- forgery


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS1", "dir", "ES256K"])
def test_what_nobody_signed_proves_nothing(alg: str) -> None:
    assert "not signed" in refused(unsigned({"alg": alg, "kid": "k1"}))
    assert "not signed" in refused(unsigned({"alg": alg, "kid": "k1"}, "c2lnbmF0dXJl"))


@pytest.mark.parametrize("header", [{"kid": "k1"}, {"alg": None}, {"alg": ["RS256"]}, {"alg": {"alg": "RS256"}}])
def test_a_header_without_an_algorithm_is_refused(header: dict[str, Any]) -> None:
    assert "not signed" in refused(unsigned(header))


def test_the_public_key_is_no_shared_secret() -> None:
    pem = SIGNING.as_pem(private=False)
    for secret in (pem, json.dumps(KEYS[0]).encode(), KEYS[0]["n"].encode()):
        signing_input = unsigned({"alg": "HS256", "kid": "k1"}).rstrip(".")
        mac = hmac.digest(secret, signing_input.encode(), "sha256")
        forged = f"{signing_input}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
        assert "not signed" in refused(forged)


def test_a_signature_by_another_key_is_refused() -> None:
    assert "signature" in refused(signed(OTHER))


def test_a_key_of_another_type_does_not_fit_the_algorithm() -> None:
    elliptic = ECKey.generate_key("P-256", {"kid": "k1"})
    with pytest.raises(KeyUnknown):
        verify(signed(elliptic, "ES256"), KEYS, EXPECTED)


def test_an_unknown_key_id_asks_to_look_again() -> None:
    for kid in ("k2", "", "../../etc/passwd", "' OR 1=1"):
        with pytest.raises(KeyUnknown):
            verify(signed(header={"kid": kid}), KEYS, EXPECTED)


def test_a_key_that_the_token_itself_brings_is_not_believed() -> None:
    own = OTHER.as_dict(private=False)
    assert "signature" in refused(signed(OTHER, header={"jwk": own}))
    assert "signature" in refused(
        signed(OTHER, header={"jku": "https://evil.example/keys", "x5u": "https://evil.example"})
    )


def test_an_extension_that_must_be_understood_is_refused() -> None:
    assert "extension" in refused(unsigned({"alg": "RS256", "kid": "k1", "crit": ["exp"]}, "c2ln"))


def test_keys_for_encryption_weak_keys_and_broken_keys_are_none() -> None:
    number = rsa.generate_private_key(65537, 1024).public_key().public_numbers().n
    weak = base64.urlsafe_b64encode(number.to_bytes(128)).rstrip(b"=").decode()
    for key in (
        KEYS[0] | {"use": "enc"},
        {"kty": "RSA", "kid": "k1", "n": weak, "e": "AQAB"},
        {"kty": "RSA", "kid": "k1", "n": "!", "e": "AQAB"},
        {"kty": "RSA", "kid": "k1"},
        {"kty": "RSA", "kid": "k1", "n": 5, "e": None},
    ):
        with pytest.raises(KeyUnknown):
            verify(signed(), [key], EXPECTED)


def test_changed_claims_break_the_signature() -> None:
    head, _, signature = signed().split(".")
    changed = base64.urlsafe_b64encode(json.dumps(CLAIMS | {"sub": "somebody-else"}).encode()).rstrip(b"=").decode()
    assert "signature" in refused(f"{head}.{changed}.{signature}")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://evil.example"}, "another provider"),
        ({"iss": ISSUER + "/"}, "another provider"),
        ({"iss": None}, "another provider"),
        ({"aud": "another"}, "another client"),
        ({"aud": ["another"]}, "another client"),
        ({"aud": None}, "another client"),
        ({"aud": []}, "another client"),
        ({"azp": "another"}, "another client"),
        ({"nonce": "another"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
        ({"nonce": 5}, "another sign-in"),
        ({"exp": int(NOW.timestamp()) - 60}, "expired"),
        ({"exp": None}, "no exp"),
        ({"exp": "never"}, "no exp"),
        ({"exp": True}, "no exp"),
        ({"iat": int(NOW.timestamp()) + 120}, "future"),
        ({"iat": None}, "no iat"),
    ],
)
def test_a_token_for_somebody_or_something_else_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert reason in refused(signed(**changes))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b", "a.b.c.d", "a.b.c", "é.b.c", "x" * 20_000, "e30.e30."])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refused(token)


@given(st.text(max_size=200))
def test_any_text_is_refused_and_nothing_else_happens(text: str) -> None:
    assert refused(text)


@given(
    st.dictionaries(
        st.sampled_from(["iss", "aud", "sub", "nonce", "iat", "exp", "azp"]),
        st.none() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3),
        min_size=1,
    )
)
def test_any_claims_are_judged(changes: dict[str, Any]) -> None:
    claims = CLAIMS | changes
    token = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, SIGNING)
    try:
        verify(token, KEYS, EXPECTED)
    except IDTokenRefused:
        return
    assert claims["iss"] == ISSUER
    assert claims["nonce"] == NONCE


# ----------------------------------------------------------------------------------------------------------- people


def test_a_person_has_a_subject() -> None:
    for subject in (None, "", 5, "x" * 256, "a\nb"):
        with pytest.raises(IDTokenRefused):
            person_of({"sub": subject})


@pytest.mark.parametrize(
    ("said", "verified"),
    [
        (True, True),
        ("true", True),
        (False, False),
        ("false", False),
        (None, False),
        (1, False),
        ("True", False),
        ([True], False),
    ],
)
def test_only_a_clear_yes_verifies_an_address(said: Any, verified: bool) -> None:
    person = person_of({"sub": "x", "email": "jo@example.com", "email_verified": said, "name": "Jo\n Doe"})
    assert (person.email_verified, person.name) == (verified, "Jo Doe")


@pytest.mark.parametrize(
    ("claims", "verified"),
    [
        ({"xms_edov": True}, True),
        ({"xms_edov": False}, False),
        ({"xms_edov": 1}, False),
        ({"email_verified": False, "xms_edov": True}, False),
        ({"email_verified": None, "xms_edov": True}, False),
        ({"email_verified": True, "xms_edov": False}, True),
    ],
)
def test_a_verified_domain_counts_where_nothing_is_said_of_the_address(claims: dict[str, Any], verified: bool) -> None:
    assert person_of({"sub": "x", "email": "jo@example.com", **claims}).email_verified is verified
