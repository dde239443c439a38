"""Which of our languages a reader gets."""

import re
from collections.abc import Iterator

LANGUAGES = ("en", "de", "fr", "es", "pt", "ja")
DEFAULT = "en"
_LONGEST = 500
# RFC 9110 section 12.5.4: a language range, and how much it is wanted.
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)


def choose(wish: str, accepted: str | None) -> str:
    """The language of `wish` (`de`, `de-AT`) if it is one of ours; else the one that `Accept-Language` wants most."""
    for language in (_primary(wish), *_accepted(accepted or "")):
        if language in LANGUAGES:
            return language
    return DEFAULT


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _accepted(header: str) -> Iterator[str]:
    """By weight, and by order among equals; what is not wanted at all (`q=0`) and what cannot be read are left out."""
    found = []
    for part in header[:_LONGEST].split(","):
        match = _RANGE.fullmatch(part)
        weight = float(match[2] or "1") if match else 0.0
        if match and weight:
            found.append((weight, match[1].lower()))
    return (language for _, language in sorted(found, key=lambda item: -item[0]))
