"""Minting and recognising bearer tokens: `bw_live_sk_` and 43 letters and digits."""

import re
import string
from dataclasses import dataclass
from enum import StrEnum

from bothways.kit.crypto import Entropy, sha256
from bothways.kit.secret import Secret

# Without - and _ a double click selects a whole token. 62**43 exceeds 2**256.
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
BODY_LENGTH = 43
SECRET_BYTES = 32
_HINT_ENDS = 4


class Mode(StrEnum):
    """Which side of a workspace something belongs to: the real one, or the one for trying things out."""

    LIVE = "live"
    TEST = "test"


class Kind(StrEnum):
    """What a token is for. A token of one kind is never accepted as another."""

    API_KEY = "sk"
    CONNECT_SESSION = "cs"
    CONNECT_BROWSER = "cb"
    CONNECT_FRAME = "cf"
    FRAME_TICKET = "ft"
    CONNECT_LINK = "cl"
    TICKET = "tk"
    STATE = "st"
    BROWSER_BINDING = "bb"
    STAFF_SESSION = "ss"
    DOORSTEP = "sd"
    STAFF_LINK = "sl"


_SHAPE = re.compile(rf"bw_({'|'.join(Mode)})_({'|'.join(Kind)})_[0-9A-Za-z]{{{BODY_LENGTH}}}")


@dataclass(frozen=True)
class Bearer:
    """A fresh token: `token` goes to its holder once, `digest` and `hint` are what may be kept."""

    token: Secret[str]
    digest: bytes
    hint: str


def mint(kind: Kind, mode: Mode, entropy: Entropy) -> Bearer:
    """A new token of 256 random bits."""
    body = _encode(int.from_bytes(entropy.bytes(SECRET_BYTES)))
    text = f"bw_{mode}_{kind}_{body}"
    hint = f"bw_{mode}_{kind}_{body[:_HINT_ENDS]}...{body[-_HINT_ENDS:]}"
    return Bearer(token=Secret(text), digest=digest(text), hint=hint)


def digest(token: str | bytes) -> bytes:
    """SHA-256 of a token, for storing and for looking up. Any text has one, also text that is no token.

    A plain hash is enough: nobody can try 2**256 tokens. And since rows are looked up by the digest,
    the time a look-up takes tells nothing about the token.
    """
    return sha256(token if isinstance(token, bytes) else token.encode("utf-8", "surrogatepass"))


def parse(token: str) -> tuple[Mode, Kind] | None:
    """What a token claims to be, or None when it has not the form of a token. Proves nothing: look up its digest."""
    match = _SHAPE.fullmatch(token)
    return None if match is None else (Mode(match[1]), Kind(match[2]))


def _encode(number: int) -> str:
    letters = []
    for _ in range(BODY_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))
