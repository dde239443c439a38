"""The master keys: given by whoever runs the server, never stored, used only to wrap data keys."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.vault.model import bind
from bothways.kit.crypto import KEY_BYTES, DecryptionError, Entropy, decrypt, encrypt
from bothways.kit.errors import DomainError, Kind
from bothways.kit.secret import Secret

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_CANARY = b"bothways"
# A generator gives fewer different bytes than this, or nothing but printable ASCII, less than once in 10**13 keys.
_DIFFERENT_BYTES = 16


class MasterKeysInvalid(DomainError):
    """The text of the key ring cannot be used. No message repeats a key."""

    code = "master_keys_invalid"
    kind = Kind.INVALID
    next_step = (
        "Set BOTHWAYS_MASTER_KEYS to `id:key` pairs with commas between, each key 32 random bytes in base64;"
        " `bothways master-key new` makes one. If this server ran before, use the keys that it ran with."
    )


@dataclass(frozen=True)
class KeyRing:
    """Master keys by id. `current` is the one that wraps; all of them unwrap."""

    current: str
    keys: Mapping[str, Secret[bytes]]

    @classmethod
    def parse(cls, text: str | None) -> "KeyRing":
        """Read `id:key,id2:key2`, the current one first. Raises MasterKeysInvalid that says what is wrong."""
        if text is None or not text.strip():
            raise MasterKeysInvalid("There is no master key.")
        keys: dict[str, Secret[bytes]] = {}
        for number, pair in enumerate(text.split(","), start=1):
            key_id, key = _pair(pair.strip(), number)
            if key_id in keys:
                raise MasterKeysInvalid(f"The master key id {key_id} is there twice.")
            keys[key_id] = Secret(key)
        return cls(current=next(iter(keys)), keys=keys)

    def wrap(self, data_key: bytes, owner_id: str, entropy: Entropy) -> bytes:
        """The data key, encrypted under the current master key and bound to its owner."""
        key = self.keys[self.current].reveal()
        return encrypt(key, data_key, context=bind("data key", self.current, owner_id), entropy=entropy)

    def unwrap(self, key_id: str, wrapped: bytes, owner_id: str) -> bytes:
        """Undo `wrap`. Raises DecryptionError, also when no key of the ring has this id."""
        key = self.keys.get(key_id)
        if key is None:
            raise DecryptionError(f"the key ring holds no master key {key_id}")
        return decrypt(key.reveal(), wrapped, context=bind("data key", key_id, owner_id))

    def canary(self, key_id: str, entropy: Entropy) -> bytes:
        """Something to keep in the database by which `knows` recognises this very key."""
        return encrypt(self.keys[key_id].reveal(), _CANARY, context=bind("canary", key_id), entropy=entropy)

    def knows(self, key_id: str, canary: bytes) -> bool:
        """Whether the ring's key of that id is the one that made the canary."""
        try:
            return decrypt(self.keys[key_id].reveal(), canary, context=bind("canary", key_id)) == _CANARY
        except (KeyError, DecryptionError):
            return False

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, alike on every node; another one once the current master key changes."""
        return hmac.digest(self.keys[self.current].reveal(), bind("derived key", purpose), hashlib.sha256)


def new_master_key(key_id: str, entropy: Entropy) -> Secret[str]:
    """A fresh `id:key` pair as `KeyRing.parse` reads it. Raises MasterKeysInvalid on an unusable id."""
    pair = f"{key_id}:{base64.b64encode(entropy.bytes(KEY_BYTES)).decode()}"
    KeyRing.parse(pair)
    return Secret(pair)


def _pair(text: str, number: int) -> tuple[str, bytes]:
    key_id, colon, encoded = text.partition(":")
    if not colon:
        # Someone may have set a bare key: nothing of it is repeated.
        raise MasterKeysInvalid(f"Master key number {number} has no id: write id:key.")
    if _ID.fullmatch(key_id) is None:
        raise MasterKeysInvalid(
            f"The id of master key number {number} is not 1 to 32 letters, digits, '.', '_' or '-'."
        )
    return key_id, _key(encoded, key_id)


def _key(encoded: str, key_id: str) -> bytes:
    text = encoded.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise MasterKeysInvalid(f"The master key {key_id} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise MasterKeysInvalid(f"The master key {key_id} has {len(key)} bytes instead of {KEY_BYTES}.")
    if len(set(key)) < _DIFFERENT_BYTES or all(32 <= byte < 127 for byte in key):
        raise MasterKeysInvalid(f"The master key {key_id} is no random key but text or a pattern.")
    return key
