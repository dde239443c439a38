"""Randomness and the few cryptographic primitives that the house uses."""

import hashlib
import hmac
import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Entropy(Protocol):
    """The only source of randomness in the house."""

    def bytes(self, count: int) -> bytes:
        """`count` bytes that nobody can predict."""
        ...


class SystemEntropy:
    """The operating system's generator."""

    def bytes(self, count: int) -> bytes:
        return os.urandom(count)


class DecryptionError(Exception):
    """The key, the ciphertext or its context does not match; nothing was decrypted."""


def encrypt(key: bytes, plaintext: bytes, *, context: bytes, entropy: Entropy) -> bytes:
    """AES-256-GCM (NIST SP 800-38D): a random 96-bit nonce, then ciphertext and tag, bound to `context`."""
    nonce = entropy.bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def decrypt(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """Undo `encrypt`. Raises DecryptionError when a single bit of any input differs."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise DecryptionError("ciphertext does not match its key and context") from error


def sha256(data: bytes) -> bytes:
    """SHA-256 (FIPS 180-4), 32 bytes."""
    return hashlib.sha256(data).digest()


def same(left: bytes, right: bytes) -> bool:
    """Compare without telling by the time taken where the difference is."""
    return hmac.compare_digest(left, right)
