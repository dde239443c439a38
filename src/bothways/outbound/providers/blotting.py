"""Taking our secrets out of what a provider says: some repeat what they refuse, in their own spelling. Pure."""

import base64
import binascii
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from bothways.kit.secret import Secret

# Shorter ones would blot out innocent words; real secrets are longer.
_SHORTEST = 6
# So much of one at the very end of a text is no accident.
_SHORTEST_BEGINNING = 8
_BLOT = "[hidden]"
_RUN = re.compile(r"[A-Za-z0-9+/_\-]{8,}={0,2}")


def without_secrets(text: str, secrets: Iterable[Secret[str] | None]) -> str:
    """The text with every one of our secrets blotted out: plain, escaped, or in base64 as HTTP Basic sends them.

    What a provider says is cut when it is read; the beginning of a secret that stood across the cut goes, too.
    """
    known = _spellings(secret.reveal() for secret in secrets if secret is not None)
    for spelling in known:
        text = text.replace(spelling, _BLOT)
    text = _RUN.sub(lambda run: _BLOT if _hides(run[0], known) else run[0], text)
    return _without_beginning_at_end(text, known)


def _spellings(plain: Iterable[str]) -> list[str]:
    """Longest first, so that none is taken apart by a shorter one in it."""
    found = set()
    for text in plain:
        if len(text) >= _SHORTEST:
            escaped = {html.escape(text), json.dumps(text)[1:-1], " ".join(text.split())}
            found |= {text, quote(text, safe=""), quote_plus(text), *escaped}
    return sorted(found, key=len, reverse=True)


def _hides(run: str, known: list[str]) -> bool:
    """Whether it is base64 of something that holds a secret, or ends in the beginning of one."""
    letters = run.rstrip("=").translate(str.maketrans("-_", "+/"))
    # One letter alone encodes nothing: the run was cut there.
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        decoded = base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return False
    return any(
        spelling in decoded or _beginning_at_end(decoded, spelling) for spelling in (item.encode() for item in known)
    )


def _without_beginning_at_end(text: str, known: list[str]) -> str:
    longest = max((_beginning_at_end(text.encode(), spelling.encode()) for spelling in known), default=0)
    return text.encode()[:-longest].decode(errors="ignore") + _BLOT if longest else text


def _beginning_at_end(text: bytes, spelling: bytes) -> int:
    """How many bytes at the end of the text are the beginning of the spelling; 0 when too few to mean anything."""
    most = min(len(text), len(spelling) - 1)
    return next((size for size in range(most, _SHORTEST_BEGINNING - 1, -1) if text.endswith(spelling[:size])), 0)
