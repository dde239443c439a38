"""RFC 7523: assertions that are signed with a private key, and which keys may sign."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from bothways.kit.secret import Secret
from bothways.oauth import grants
from bothways.oauth.assertion import KeyUnfit, read_key, sign
from tests.support.signing import JWT_BEARER, Private, ec_key, opened, pem, rsa_key

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.mark.parametrize(("key", "algorithm"), [(rsa_key, "RS256"), (ec_key, "ES256")])
@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("end", ["\n", "\r\n", " ", "", "\\n"])
def test_what_a_key_signed_is_proven_by_its_public_half(
    key: "type[Private]", algorithm: str, form: PrivateFormat, end: str
) -> None:
    text = pem(key(), form).replace("\n", end)
    signed = sign(read_key(Secret(text)), "k-1", {"iss": "robot", "aud": "a"}, now=NOW, seconds=300)
    header, claims = opened(signed.reveal(), key())
    assert header == {"alg": algorithm, "typ": "JWT", "kid": "k-1"}
    issued = int(NOW.timestamp())
    assert claims == {"iss": "robot", "aud": "a", "iat": issued, "exp": issued + 300}


def test_without_an_id_of_the_key_none_is_said() -> None:
    signed = sign(read_key(Secret(pem(ec_key()))), "", {}, now=NOW + timedelta(1), seconds=60)
    assert "kid" not in opened(signed.reveal(), ec_key())[0]


def altered() -> str:
    """A key with a bit turned in each of its exponents: whole by its form, and good for nothing."""
    der = rsa_key().private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    numbers = rsa_key().private_numbers()
    for exponent in (numbers.d, numbers.dmp1):
        part = exponent.to_bytes((exponent.bit_length() + 7) // 8)
        der = der.replace(part, (exponent ^ 2).to_bytes(len(part)))
    return f"-----BEGIN RSA PRIVATE KEY-----{base64.b64encode(der).decode()}-----END RSA PRIVATE KEY-----"


def unfit_keys() -> dict[str, tuple[str, str]]:
    """Each with a part of the reason."""
    whole, p384, ed = pem(rsa_key()), ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate()
    locked = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    half = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    other = ed.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "nothing": ("", "must be a private key in PEM"),
        "rubbish": ("x" * 4_000, "must be a private key in PEM"),
        "weak": (pem(rsa_key(1024)), "has 1024 bits"),
        "another curve": (pem(p384), "neither an RSA key nor"),
        "another kind": (other, "neither an RSA key nor"),
        "locked": (locked, "locked with a passphrase"),
        "public": (half, "public half"),
        "cut": (whole[:-200] + "-----END PRIVATE KEY-----\n", "copy it again"),
        "empty": ("-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----", "cannot be read"),
        "altered": (altered(), "do not belong together"),
        "two": (whole + whole, "must be a private key in PEM"),
        "labels that do not match": (whole.replace("END ", "END RSA "), "must be a private key in PEM"),
    }


@pytest.mark.parametrize("name", unfit_keys())
def test_a_key_that_cannot_sign_is_refused_for_a_reason(name: str) -> None:
    text, reason = unfit_keys()[name]
    with pytest.raises(KeyUnfit, match=reason):
        read_key(Secret(text))


def test_the_form_is_the_one_of_section_2_1() -> None:
    assert grants.assertion_grant(Secret("a.b.c"), scope="x y") == {
        "grant_type": JWT_BEARER,
        "assertion": "a.b.c",
        "scope": "x y",
    }
    assert "scope" not in grants.assertion_grant(Secret("a.b.c"))
