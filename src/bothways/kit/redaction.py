"""What may not stand in a log line, whoever wrote it there."""

import re
from collections.abc import Mapping

from bothways.kit.secret import MASK, Secret

TEXT_CHARACTERS = 2000
_DEPTH = 6

# Whole values under these names are secrets, whatever they look like.
_SECRET_NAME = re.compile(
    r"(^|[_\-.])(token|secret|password|passwd|authorization|cookie|credentials?|verifier|assertion|signature|"
    r"api[_-]?key|private[_-]?key|master[_-]?keys?|bearer|nonce|otp|pin|code|state|body|query|query_string)$",
    re.IGNORECASE,
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Our own tokens keep the part that says what they are.
    (re.compile(r"\b(bw_(?:live|test)_[a-z]{2})_[A-Za-z0-9_\-]{8,}"), rf"\1_{MASK}"),
    (re.compile(r"(?i)\b(bearer|basic|dpop|token)\s+[A-Za-z0-9._~+/=\-]{6,}"), rf"\1 {MASK}"),
    # Query strings and fragments hold codes, states and tokens; no log needs them.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.\-]*://[^\s?#\"'<>]*)[?#][^\s\"'<>]*"), rf"\1?{MASK}"),
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.\-]*://)[^\s/@:]*:[^\s/@]*@"), rf"\1{MASK}@"),
    (
        re.compile(
            r"(?i)\b([a-z0-9_\-]*(?:code|state|token|secret|password|passwd|verifier|assertion|signature|api_?key|cookie|"
            r"authorization))([\"']?\s*[=:]\s*[\"']?)(?!\s)[^&\s\"',;)}\]]+"
        ),
        rf"\1\2{MASK}",
    ),
    (re.compile(r"\beyJ[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]*)*"), MASK),
    # Long unbroken runs are keys, digests or tokens of somebody else's making; our ids are shorter.
    (re.compile(r"[A-Za-z0-9_\-+=]{40,}"), MASK),
)


def redact(text: str) -> str:
    """The text without anything that looks like a secret, at most TEXT_CHARACTERS of it."""
    short = text[: 2 * TEXT_CHARACTERS]
    for pattern, replacement in _RULES:
        short = pattern.sub(replacement, short)
    return short[:TEXT_CHARACTERS]


def masked(name: str, value: object, depth: int = _DEPTH) -> object:
    """A value that may be logged under `name`: numbers and flags as they are, everything else redacted."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Secret | bytes | bytearray | memoryview) or _SECRET_NAME.search(name):
        return MASK
    if isinstance(value, str):
        return redact(value)
    if depth and isinstance(value, Mapping):
        return {str(key): masked(str(key), item, depth - 1) for key, item in value.items()}
    if depth and isinstance(value, list | tuple | set | frozenset):
        return [masked("", item, depth - 1) for item in value]
    # Anything else may print its fields; its own repr is trusted no further than free text is.
    return redact(str(value))
