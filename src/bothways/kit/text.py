"""What may stand in words that people read."""

import unicodedata

# Line and paragraph separators and halves of characters among them.
CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
# They turn the direction of what follows, so that a text reads as another one. Joiners stay: languages need them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_line(text: str) -> bool:
    """Whether it is one line of text in whatever language: no line breaks, control characters or turned directions."""
    return not any(unicodedata.category(mark) in CONTROLS or mark in _TURNING for mark in text)


def is_prose(text: str) -> bool:
    """The same for several lines."""
    return is_line(text.replace("\n", ""))
