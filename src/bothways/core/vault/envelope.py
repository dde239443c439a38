"""The form of a sealed value, and how it is made and opened with a data key."""

from bothways.core.vault.model import Place, bind
from bothways.kit.crypto import DecryptionError, Entropy, decrypt, encrypt, sha256

FORMAT = b"\x01"
_SALT_BYTES = 16
_HEADER_BYTES = len(FORMAT) + _SALT_BYTES
_PURPOSE = b"bothways"


def close(data_key: bytes, plaintext: bytes, owner_id: str, place: Place, entropy: Entropy) -> bytes:
    """Format byte, salt, nonce, ciphertext, tag.

    Each value has a key of its own, derived from the data key and a random salt. AES-GCM with random nonces
    must stop after 2**32 values under one key (NIST SP 800-38D section 8.3); this way no counter has to be kept.
    """
    header = FORMAT + entropy.bytes(_SALT_BYTES)
    return header + encrypt(
        _message_key(data_key, header), plaintext, context=_context(header, owner_id, place), entropy=entropy
    )


def open_(data_key: bytes, sealed: bytes, owner_id: str, place: Place) -> bytes:
    """Undo `close`. Raises DecryptionError unless every input is the one it was closed with."""
    header = sealed[:_HEADER_BYTES]
    if len(header) < _HEADER_BYTES or not header.startswith(FORMAT):
        raise DecryptionError("not in the form of a sealed value")
    return decrypt(_message_key(data_key, header), sealed[_HEADER_BYTES:], context=_context(header, owner_id, place))


def _message_key(data_key: bytes, header: bytes) -> bytes:
    # A plain hash is a good key derivation here: data key and header have fixed lengths, the key comes first and is
    # random, and no digest is ever shown. HMAC would be most of the time that opening a value takes.
    return sha256(data_key + header + _PURPOSE)


def _context(header: bytes, owner_id: str, place: Place) -> bytes:
    return header + bind(owner_id, place.table, place.column, place.row, place.environment_id, str(place.version))
