"""Templates: texts of a provider's file with placeholders, filled without letting a value change their meaning.

`{connection.subdomain}`, `{credential.api_key}`, `{token.access_token}`, `{client.id}`, `{version.api}`, and
`{base64({credential.user}:{credential.key})}`. A brace that opens no placeholder is an error.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote, urlsplit

from bothways.kit.errors import DomainError, FieldError, Kind, Reason
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json, at
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.kinds import fault_of
from bothways.outbound.providers.model import ConnectionValue, Provider, ValueKind

NAMESPACES = frozenset({"connection", "credential", "token", "client", "version", "verify", "look_up"})

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\.([A-Za-z0-9_.-]+)\}")
_BASE64 = re.compile(r"\{base64\(((?:[^{}()]|\{[a-z_]+\.[A-Za-z0-9_.-]+\})*)\)\}")
_HOST = re.compile(r"[A-Za-z0-9_.-]+")


class ValueUnfit(DomainError):
    """A placeholder has no value, or one that must not stand where the template puts it."""

    code = "value_unfit"
    kind = Kind.INVALID
    next_step = "Correct the value that is named, by reconnecting or in the integration's values."


class TemplateError(Exception):
    """The template itself is wrong: an unknown placeholder or a stray brace."""


@dataclass(frozen=True)
class Names:
    """What placeholders stand for. `rules` are checked again whenever a connection value enters an address."""

    rules: Mapping[str, ConnectionValue] = field(default_factory=dict)
    connection: Mapping[str, str] = field(default_factory=dict)
    credential: Mapping[str, str | Secret[str]] = field(default_factory=dict)
    token: Mapping[str, Json | Secret[str]] = field(default_factory=dict)
    client: ClientCredentials | None = None
    version: Mapping[str, str] = field(default_factory=dict)
    verify: Json = None
    look_up: Json = None

    @classmethod
    def of(cls, provider: Provider, values: Mapping[str, str]) -> "Names":
        """The provider's own names and one connection's values, the integration's among them; defaults fill gaps."""
        return cls(
            rules={value.name: value for value in provider.values},
            connection={**provider.defaults(), **values},
            version={name: version.value for name, version in provider.versions.items()},
        )

    def with_token(self, answer: TokenAnswer) -> "Names":
        """These names and a token answer's."""
        token: dict[str, Json | Secret[str]] = {**answer.extra, "access_token": answer.access_token}
        if answer.refresh_token is not None:
            token["refresh_token"] = answer.refresh_token
        return replace(self, token=token)

    def with_credentials(self, credential: Mapping[str, str | Secret[str]]) -> "Names":
        """These names and the fields that the customer typed."""
        return replace(self, credential=credential)

    def with_client(self, client: ClientCredentials) -> "Names":
        """These names and a client."""
        return replace(self, client=client)

    def find(self, namespace: str, path: str) -> str | None:
        """The text that `{namespace.path}` stands for, secrets revealed; None when there is none."""
        if namespace == "client":
            return self._of_client(path)
        known: object = getattr(self, namespace)
        if isinstance(known, Mapping) and path in known:
            found = known[path]
        else:
            found = at(known, path) if namespace in {"token", "verify", "look_up"} else None  # type: ignore[arg-type]
        return _text(found)

    def _of_client(self, path: str) -> str | None:
        if self.client is None:
            return None
        return self.client.id if path == "id" else _text(self.client.secret)


@lru_cache(maxsize=4096)
def placeholders(template: str) -> tuple[tuple[str, str], ...]:
    """Each `(namespace, path)` of a template. Raises TemplateError when it cannot be read."""
    return tuple(_placeholders(template))


def _placeholders(template: str) -> Iterator[tuple[str, str]]:
    flat = _BASE64.sub(lambda match: match[1], template)
    rest = _PLACEHOLDER.sub("", flat)
    if "{" in rest or "}" in rest:
        raise TemplateError("a brace that opens or closes no placeholder; write {connection.name} or the like")
    for match in _PLACEHOLDER.finditer(flat):
        if match[1] not in NAMESPACES:
            raise TemplateError(f"{{{match[1]}.…}} is not known; use one of {', '.join(sorted(NAMESPACES))}")
        yield match[1], match[2]


def fill(template: str, names: Names) -> str:
    """A text for a parameter or a name. Raises ValueUnfit when a placeholder has no value."""
    encoded = _BASE64.sub(lambda match: base64.b64encode(_plain(match[1], names).encode()).decode(), template)
    return _plain(encoded, names)


def fill_header(template: str, names: Names) -> str:
    """A header's value: visible ASCII, blanks and tabs inside (RFC 9110 section 5.5). Raises ValueUnfit."""
    text = fill(template, names)
    if not re.fullmatch(r"[\x20-\x7e]*", text):
        raise _unfit(_first(template), Reason.of("unseen_characters", "it holds characters that a header cannot carry"))
    return text


def fill_headers(templates: Mapping[str, str], names: Names) -> dict[str, str]:
    """Headers; those that speak of an optional connection value which is absent are left out."""
    return {name: fill_header(text, names) for name, text in templates.items() if not _is_idle(text, names)}


def fill_params(templates: Mapping[str, str], names: Names) -> dict[str, str]:
    """Parameters, not encoded yet; those that speak of an absent optional connection value are left out."""
    return {name: fill(text, names) for name, text in templates.items() if not _is_idle(text, names)}


def fill_address(template: str, names: Names) -> str:
    """A whole address. Every value is checked by its kind again and escaped for its place. Raises ValueUnfit."""
    built = ""
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        built += template[position : match.start()]
        built += _in_address(built, match[1], match[2], names)
        position = match.end()
    built += template[position:]
    return _whole(built, template)


def _in_address(before: str, namespace: str, path: str, names: Names) -> str:
    name = f"{namespace}.{path}"
    text = names.find(namespace, path)
    if not text:
        raise _unfit(name, "it is missing")
    rule = names.rules.get(path) if namespace == "connection" else None
    reason = fault_of(rule, text) if rule else None
    if reason:
        raise _unfit(name, reason)
    if before == "":
        if rule is None or rule.kind is not ValueKind.URL:
            raise _unfit(name, "only a checked url may begin an address")
        return text.rstrip("/")
    if "/" not in before.partition("://")[2]:
        if rule is None or not _HOST.fullmatch(text) or text.startswith(".") or ".." in text:
            raise _unfit(name, Reason.of("shape", "it cannot be part of a host name"))
        return text
    if text in {".", ".."}:
        raise _unfit(name, Reason.of("shape", "it cannot be part of a path"))
    return quote(text, safe="")


def _whole(address: str, template: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None or parts.fragment:
        raise _unfit(_first(template), Reason.of("shape", "the address made of it is not a plain https address"))
    if any(mark <= " " or mark == "\\" or mark > "~" for mark in address):
        sentence = "the address made of it holds characters that an address cannot hold"
        raise _unfit(_first(template), Reason.of("unseen_characters", sentence))
    return address


def _plain(template: str, names: Names) -> str:
    return _PLACEHOLDER.sub(lambda match: _found(match[1], match[2], names), template)


def _found(namespace: str, path: str, names: Names) -> str:
    text = names.find(namespace, path)
    if text is None:
        raise _unfit(f"{namespace}.{path}", "it is missing")
    return text


def _is_idle(template: str, names: Names) -> bool:
    for namespace, path in placeholders(template):
        rule = names.rules.get(path) if namespace == "connection" else None
        if rule is not None and not rule.required and not names.find(namespace, path):
            return True
    return False


def _text(found: object) -> str | None:
    if isinstance(found, Secret):
        return str(found.reveal())
    if isinstance(found, bool) or found is None:
        return None
    return str(found) if isinstance(found, (str, int, float)) else None


def _first(template: str) -> str:
    match = _PLACEHOLDER.search(template)
    return f"{match[1]}.{match[2]}" if match else "address"


def _unfit(name: str, reason: str) -> ValueUnfit:
    return ValueUnfit(f"{name}: {reason}", fields=[FieldError(name, reason)])
