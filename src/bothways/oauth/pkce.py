"""Proof key for code exchange, S256 only (RFC 7636): `plain` does not exist here (RFC 9700 section 2.1.1)."""

import re
from base64 import urlsafe_b64encode

from bothways.kit.crypto import Entropy, same, sha256
from bothways.kit.secret import Secret

METHOD = "S256"

# RFC 7636 sections 4.1 and 4.2: 43 to 128 unreserved characters; an S256 challenge has exactly 43.
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_verifier(entropy: Entropy) -> Secret[str]:
    """A fresh verifier of 256 random bits, 43 characters long. Use it for one authorization only."""
    return Secret(_base64url(entropy.bytes(32)))


def challenge_s256(verifier: Secret[str]) -> str:
    """What the authorization request shows of the verifier (section 4.2)."""
    return _base64url(sha256(verifier.reveal().encode()))


def matches(verifier: Secret[str], challenge: str) -> bool:
    """Whether the verifier is well formed and belongs to the challenge (section 4.6), in constant time."""
    if not is_verifier(verifier.reveal()) or not is_challenge(challenge):
        return False
    return same(challenge_s256(verifier).encode(), challenge.encode())


def is_verifier(text: str) -> bool:
    """Whether `text` has the form of a verifier."""
    return _VERIFIER.fullmatch(text) is not None


def is_challenge(text: str) -> bool:
    """Whether `text` has the form of an S256 challenge."""
    return _CHALLENGE.fullmatch(text) is not None


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
