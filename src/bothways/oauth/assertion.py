"""Assertions signed with a private key, which are traded for tokens (RFC 7523 sections 2.1 and 3). Pure."""

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from bothways.kit.errors import Reason
from bothways.kit.secret import Secret

MIN_RSA_BITS, MAX_RSA_BITS = 2048, 8192
_LARGEST_EXPONENT, _PROBE = 65_537, b"is it whole?"
_PEM = re.compile(r"\s*-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*")


class KeyUnfit(Exception):
    """No key to sign with. The reason repeats nothing of it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SigningKey:
    """A private key with the algorithm that goes with it: RS256 for RSA, ES256 for P-256 (RFC 7518 section 3.1)."""

    key: RSAKey | ECKey
    algorithm: str


def read_key(text: Secret[str]) -> SigningKey:
    """A private key in PEM (RFC 7468: PKCS #8, PKCS #1 or SEC 1), without a passphrase.

    Its lines may have run together, as they do in a form's field, or end in backslash and n, as in JSON.
    Raises KeyUnfit.
    """
    found = _PEM.fullmatch(text.reveal().replace("\\r", "").replace("\\n", "\n"))
    if found is None:
        raise KeyUnfit(_why_no_pem(text.reveal()))
    try:
        der = b64decode("".join(found[2].split()), validate=True)
    except (binascii.Error, ValueError):
        raise KeyUnfit(Reason.of("key_altered", "it was cut off or altered on the way; copy it again, whole")) from None
    try:
        # Looking for factors in an RSA key takes seconds; whether it signs what its public half proves takes none.
        key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnfit(Reason.of("key_altered", "it cannot be read as a private key; copy it again, whole")) from None
    return _fit(key)


def sign(key: SigningKey, key_id: str, claims: Mapping[str, str], *, now: datetime, seconds: int) -> Secret[str]:
    """The assertion: `claims`, and since when and until when it is good. It ends on its own soon: it works once more
    for whoever reads it on the way.
    """
    header = {"alg": key.algorithm, "typ": "JWT"} | ({"kid": key_id} if key_id else {})
    issued = int(now.timestamp())
    payload = json.dumps({**claims, "iat": issued, "exp": issued + seconds}, separators=(",", ":"))
    return Secret(jws.serialize_compact(header, payload.encode(), key.key, algorithms=[key.algorithm]))


def _fit(key: object) -> SigningKey:
    if isinstance(key, RSAPrivateKey):
        if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
            raise KeyUnfit(_size(key.key_size))
        if not _is_whole(key):
            raise KeyUnfit(Reason.of("key_altered", "its parts do not belong together; copy it again, whole"))
        return SigningKey(RSAKey(key, key), "RS256")
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return SigningKey(ECKey(key, key), "ES256")
    raise KeyUnfit(Reason.of("key_kind", "it is neither an RSA key nor one of the curve P-256"))


def _size(bits: int) -> Reason:
    limits = {"bits": str(bits), "least": str(MIN_RSA_BITS), "most": str(MAX_RSA_BITS)}
    return Reason.of("key_size", "it has {bits} bits; an RSA key needs {least} to {most}".format(**limits), **limits)


def _is_whole(key: RSAPrivateKey) -> bool:
    public = key.public_key()
    if public.public_numbers().e > _LARGEST_EXPONENT:
        return False
    try:
        public.verify(key.sign(_PROBE, PKCS1v15(), SHA256()), _PROBE, PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True


def _why_no_pem(text: str) -> Reason:
    if "ENCRYPTED" in text:
        return Reason.of("key_locked", "it is locked with a passphrase; give it without one")
    if "PUBLIC KEY" in text or "CERTIFICATE" in text:
        return Reason.of("key_public", "it is the public half; the private one is needed")
    return Reason.of("key_pem", "it must be a private key in PEM, from BEGIN PRIVATE KEY to END PRIVATE KEY")
