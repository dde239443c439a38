"""Who signed in, by the word of an OpenID provider (OpenID Connect Core 1.0 sections 3.1.3.7 and 5.3.2)."""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from bothways.kit.crypto import same, sha256
from bothways.oauth.foreign import Document, Json, Unreadable, clean, read_object

MAX_LENGTH = 16_384
MAX_KEYS = 100
MAX_SUBJECT = 255
# Clocks differ; a minute is what both sides are allowed.
LEEWAY_SECONDS = 60
MIN_RSA_BITS = 2048

# Only what needs a private key that the provider alone has: `none` and the HMACs are not here, so a public key that
# is used as a shared secret proves nothing (RFC 8725 sections 3.1 and 3.2). Each goes with one type of key.
ALGORITHMS = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
    "Ed25519": "OKP",
}


class IDTokenRefused(Exception):
    """The token proves nothing; `reason` is a sentence that quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyUnknown(IDTokenRefused):
    """It may have been signed with a key that is newer than the key set: worth fetching that anew, once."""


@dataclass(frozen=True)
class Expected:
    """What a token must say. `nonce_digest` is the SHA-256 of the nonce that the browser was sent away with."""

    issuer: str
    client_id: str
    nonce_digest: bytes
    now: datetime


@dataclass(frozen=True)
class Person:
    """Whom the provider means. `subject` is what never changes; the e-mail address is None when it does not say."""

    subject: str
    email: str | None
    email_verified: bool
    name: str | None


def verify(token: str, keys: Sequence[Document], expected: Expected) -> Document:
    """The claims of a token that is signed by one of the keys and meant for this client, this browser and now.

    Raises IDTokenRefused, and its kind KeyUnknown.
    """
    if len(token) > MAX_LENGTH or not token.isascii():
        raise IDTokenRefused("the ID token is too long or not ASCII")
    header = _header(token)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise IDTokenRefused("the ID token is not signed in a way that proves anything")
    if "crit" in header:
        raise IDTokenRefused("the ID token asks for an extension that is not spoken here")
    payload = _payload(token, algorithm, _candidates(keys, header.get("kid"), ALGORITHMS[algorithm]))
    try:
        claims = read_object(payload)
    except Unreadable:
        raise IDTokenRefused("the claims of the ID token cannot be read") from None
    _check(claims, expected)
    return claims


def person_of(claims: Document) -> Person:
    """What claims say of somebody, in a token or from the UserInfo endpoint. Raises IDTokenRefused: no subject."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or not subject.isprintable():
        raise IDTokenRefused("the provider does not say who it is")
    email, name = claims.get("email"), claims.get("name")
    return Person(
        subject=subject,
        email=email if isinstance(email, str) and email else None,
        email_verified=_is_verified(claims),
        name=clean(name, limit=200) or None if isinstance(name, str) else None,
    )


def _is_verified(claims: Document) -> bool:
    """Some send the word. Everything but a clear yes is a no, the number one among it.

    Microsoft Entra has no `email_verified`; its optional claim `xms_edov` says whether the owner of the address's
    domain was verified (Entra, optional claims reference). It counts only where the standard's claim is absent.
    """
    said = claims["email_verified"] if "email_verified" in claims else claims.get("xms_edov")
    return said is True or said == "true"


def _header(token: str) -> Document:
    parts = token.split(".")
    if len(parts) != 3:
        raise IDTokenRefused("the ID token has not the form of a signed token")
    try:
        return read_object(_decoded(parts[0]))
    except (Unreadable, binascii.Error):
        raise IDTokenRefused("the header of the ID token cannot be read") from None


def _candidates(keys: Sequence[Document], kid: Json, kind: str) -> list[RSAKey | ECKey | OKPKey]:
    fitting = [key for key in keys[:MAX_KEYS] if key.get("kty") == kind and key.get("use", "sig") == "sig"]
    if kid is not None:
        fitting = [key for key in fitting if key.get("kid") == kid]
    imported = [key for key in map(_imported, fitting) if key is not None]
    if not imported:
        raise KeyUnknown("the provider has no such key")
    return imported


def _imported(key: Document) -> RSAKey | ECKey | OKPKey | None:
    """The public key; None where it is broken, or too weak to prove anything."""
    # What a key set says beside the key itself - certificates, where to fetch more - is left out.
    parts = {name: key.get(name) for name in ("kty", "n", "e", "crv", "x", "y")}
    material: dict[str, str | list[str]] = {name: part for name, part in parts.items() if isinstance(part, str)}
    try:
        if key.get("kty") == "RSA" and 8 * len(_decoded(str(material["n"]))) < MIN_RSA_BITS:
            return None
        return cast("RSAKey | ECKey | OKPKey", import_key(material))
    except (JoseError, ValueError, KeyError, TypeError):
        return None


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _payload(token: str, algorithm: str, keys: Sequence[RSAKey | ECKey | OKPKey]) -> bytes:
    for key in keys:
        try:
            return jws.deserialize_compact(token, key, algorithms=[algorithm]).payload
        except (JoseError, ValueError, TypeError):
            continue
    raise IDTokenRefused("the signature of the ID token is not the provider's")


def _check(claims: Document, expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise IDTokenRefused("the ID token comes from another provider")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if expected.client_id not in audiences:
        raise IDTokenRefused("the ID token is meant for another client")
    party = claims.get("azp")
    if (party is not None or len(audiences) > 1) and party != expected.client_id:
        raise IDTokenRefused("the ID token was made for another client")
    now = expected.now.timestamp()
    if now >= _number(claims, "exp") + LEEWAY_SECONDS:
        raise IDTokenRefused("the ID token has expired")
    if _number(claims, "iat") > now + LEEWAY_SECONDS:
        raise IDTokenRefused("the ID token comes from the future")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not same(sha256(nonce.encode("utf-8", "replace")), expected.nonce_digest):
        raise IDTokenRefused("the ID token was made for another sign-in")


def _number(claims: Document, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise IDTokenRefused(f"the ID token has no {name}")
    return value
