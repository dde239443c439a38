"""Scopes: what was asked and what was granted (RFC 6749 section 3.3)."""

import re
from collections.abc import Iterable

from bothways.oauth.foreign import Json

MAX_SCOPES = 500
# RFC 6749 section 3.3: scope-token, without the quote and the backslash; ours to be strict about.
_STRICT = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,256}")


def is_scope(text: str) -> bool:
    """Whether `text` is one scope token of the grammar, at most 256 characters long."""
    return _STRICT.fullmatch(text) is not None


def join(names: Iterable[str], separator: str = " ") -> str:
    """The scopes as one parameter, each once, in the order given."""
    return separator.join(dict.fromkeys(names))


def split(text: str, separator: str = " ") -> tuple[str, ...]:
    """The scopes of one parameter, each once, in the order given. Blanks always separate as well."""
    return tuple(dict.fromkeys(text.replace(separator, " ").split()))


def read_granted(said: Json, separator: str = " ") -> tuple[str, ...] | None:
    """Scopes in a token answer: a text, or a list of texts. None when nothing was said that can be read.

    A scope that is not printable ASCII is left out: it could not be asked for again.
    """
    if isinstance(said, str):
        names: Iterable[Json] = split(said, separator)
    elif isinstance(said, list):
        names = said
    else:
        return None
    readable = (name for name in names if isinstance(name, str) and re.fullmatch(r"[\x21-\x7e]{1,256}", name))
    return tuple(dict.fromkeys(readable))[:MAX_SCOPES]
