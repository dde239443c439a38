"""What access is asked for, as people read it. Nothing is claimed that is not known: the rest stays a scope's name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bothways.marketplace.permission_words import WORDS

_VERBS: Mapping[str, str] = {
    "read": "See",
    "readonly": "See",
    "view": "See",
    "write": "Change",
    "readwrite": "See and change",
    "full": "See, add and change",
    "create": "Add",
    "delete": "Delete",
}
# Only the plainest grammars: `contacts:read`, `contacts.read`, `read_contacts`. A wrong promise is worse than none.
_NOUN_FIRST = re.compile(r"(?P<noun>[a-z]+(?:_[a-z]+)*)[:.](?P<verb>[a-z]+)")
_VERB_FIRST = re.compile(r"(?P<verb>read|write|delete)_(?P<noun>[a-z]+(?:_[a-z]+)*)")

# Providers grant these without saying so, or under another name.
_GRANTED_SILENTLY = frozenset(
    {"openid", "profile", "email", "phone", "address", "offline", "offline_access", "refresh_token"}
)


@dataclass(frozen=True)
class Permission:
    """One thing that the access allows. `scope` is what the provider calls it."""

    words: str
    scope: str


@dataclass(frozen=True)
class Permissions:
    """Those with words, and the names of those without."""

    known: tuple[Permission, ...]
    others: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.known or self.others)


def explain(scopes: Sequence[str], app: str) -> Permissions:
    """The scopes in words, each sentence once."""
    known: dict[str, Permission] = {}
    for scope in scopes:
        sentence = words_of(scope, app)
        if sentence is not None:
            known.setdefault(sentence, Permission(sentence, scope))
    return Permissions(tuple(known.values()), tuple(scope for scope in scopes if words_of(scope, app) is None))


def missing(asked: Iterable[str], granted: Sequence[str], app: str) -> list[str]:
    """What was asked for and not granted, in words where there are some. Empty where no scope was granted by name:
    such a provider does not tell.
    """
    if not granted:
        return []
    refused = [scope for scope in asked if scope not in granted and scope not in _GRANTED_SILENTLY]
    return list(dict.fromkeys(words_of(scope, app) or scope for scope in refused))


def words_of(scope: str, app: str) -> str | None:
    """One scope in words; None when they are not known."""
    if scope in WORDS:
        return WORDS[scope].replace("{app}", app)
    match = _NOUN_FIRST.fullmatch(scope) or _VERB_FIRST.fullmatch(scope)
    verb = _VERBS.get(match["verb"]) if match else None
    if match is None or verb is None:
        return None
    return f"{verb} {match['noun'].replace('_', ' ')}"
