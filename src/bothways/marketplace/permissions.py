"""What access is asked for, as people read it. Nothing is claimed that is not known: the rest stays a scope's name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bothways.marketplace.languages import Language
from bothways.marketplace.permission_words import ENGLISH, SCOPES

_VERBS: Mapping[str, str] = {
    "read": "see_things",
    "readonly": "see_things",
    "view": "see_things",
    "write": "change_things",
    "readwrite": "see_and_change_things",
    "full": "see_add_and_change_things",
    "create": "add_things",
    "delete": "delete_things",
}
# Only the plainest grammars: `contacts:read`, `contacts.read`, `read_contacts`. A wrong promise is worse than none.
_NOUN_FIRST = re.compile(r"(?P<noun>[a-z]+(?:_[a-z]+)*)[:.](?P<verb>[a-z]+)")
_VERB_FIRST = re.compile(r"(?P<verb>read|write|delete)_(?P<noun>[a-z]+(?:_[a-z]+)*)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

# Providers grant these without saying so, or under another name.
_GRANTED_SILENTLY = frozenset(
    {"openid", "profile", "email", "phone", "address", "offline", "offline_access", "refresh_token"}
)


@dataclass(frozen=True)
class Permission:
    """One thing that the access allows. `scopes` are what the provider calls it.

    `key` names the sentence in every language; None where nobody knows what the scope means. `params` go into it.
    """

    key: str | None
    scopes: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence in English, or the bare scope."""
        return self.scopes[0] if self.key is None else _filled(ENGLISH[self.key], self.params)

    def said(self, language: Language) -> str:
        """The same in another language."""
        if self.key is None:
            return self.words
        params = dict(self.params)
        if things := params.get("things"):
            known = f"thing.{things.replace(' ', '_')}"
            params["things"] = language.say(known if language.has(known) else "thing.other", thing=things)
        return language.say(f"permission.{self.key}", **params)


def explain(scopes: Sequence[str], app: str) -> list[Permission]:
    """The scopes in words, each sentence once, in their order; then those that nobody has words for."""
    known: dict[str, Permission] = {}
    unknown = []
    for scope in dict.fromkeys(scopes):
        found = read(scope, app)
        if found.key is None:
            unknown.append(found)
        elif found.words in known:
            before = known[found.words]
            known[found.words] = replace(before, scopes=(*before.scopes, scope))
        else:
            known[found.words] = found
    return [*known.values(), *unknown]


def missing(asked: Iterable[str], granted: Sequence[str], app: str) -> list[Permission]:
    """What was asked for and not granted. Empty where no scope was granted by name: such a provider does not tell."""
    if not granted:
        return []
    return explain([scope for scope in asked if scope not in granted and scope not in _GRANTED_SILENTLY], app)


def read(scope: str, app: str) -> Permission:
    """What one scope means."""
    if (key := SCOPES.get(scope)) is not None:
        return Permission(key, (scope,), {"app": app} if "{app}" in ENGLISH[key] else {})
    match = _NOUN_FIRST.fullmatch(scope) or _VERB_FIRST.fullmatch(scope)
    verb = _VERBS.get(match["verb"]) if match else None
    if match is None or verb is None:
        return Permission(None, (scope,))
    return Permission(verb, (scope,), {"things": match["noun"].replace("_", " ")})


def _filled(sentence: str, params: Mapping[str, str]) -> str:
    """With what belongs there. A name that holds braces stays a name."""
    return _PLACEHOLDER.sub(lambda match: params.get(match[1], match[0]), sentence)
