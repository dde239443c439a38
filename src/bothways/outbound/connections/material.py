"""What is sealed: credentials in the clear, for as short as possible, and their form as bytes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from bothways.oauth.foreign import at, is_visible
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import MAX_TOKEN_LENGTH, TokenAnswer, kept_values
from bothways.outbound.providers.model import Method, MethodType, Provider, ValueSource
from bothways.outbound.providers.template import placeholders
from bothways.outbound.providers.values import take_values

_TOKENS = frozenset({"access_token", "refresh_token"})
_BY_FIELDS = frozenset({MethodType.OAUTH2_CLIENT_CREDENTIALS, MethodType.JWT_BEARER})

Fields = Mapping[str, Secret[str]]


@dataclass(frozen=True)
class Current:
    """What requests to the API need: a token, or the fields a customer typed.

    `token_secret` belongs to OAuth 1. `extra` are texts of the token answer, by path, that templates use.
    """

    token: Secret[str] | None = None
    token_type: str = "Bearer"
    token_secret: Secret[str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Renewal:
    """What renews it: a refresh token, or the customer's own client or key at the provider."""

    refresh_token: Secret[str] | None = None
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """A token answer, reduced to what is kept of it. `scopes` None means "as before".

    `values` are the connection values that came with it, such as the address of the account's API.
    """

    access_token: Secret[str]
    token_type: str
    refresh_token: Secret[str] | None
    expires_in_seconds: int | None
    scopes: tuple[str, ...] | None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)
    values: Mapping[str, str] = field(default_factory=dict)


def tokens_of(answer: TokenAnswer, provider: Provider, method: Method) -> Tokens:
    """Only those extra values stay that the provider's file names: the rest may be secret, and large."""
    named = kept_values(answer, method.answer)
    for path in _token_paths(provider, method):
        value = _text(answer.extra, path)
        if value:
            named[path] = value
    return Tokens(
        access_token=answer.access_token,
        token_type=answer.token_type,
        refresh_token=answer.refresh_token,
        expires_in_seconds=answer.expires_in_seconds,
        scopes=answer.scope,
        extra=named,
        values=_values(answer, provider, method),
    )


def current_of_tokens(tokens: Tokens, fields: Fields, method: Method) -> Current:
    """What requests need of a token answer. The customer's fields come along only where a template uses them."""
    used = fields if any(space == "credential" for space, _ in _placeholders_of(method)) else {}
    return Current(token=tokens.access_token, token_type=tokens.token_type, extra=tokens.extra, fields=used)


def current_of_pair(pair: TokenPair) -> Current:
    """The same for OAuth 1."""
    return Current(token=pair.token, token_secret=pair.secret, extra=pair.extra)


def renewal_of(method: Method, tokens: Tokens, fields: Fields) -> Renewal | None:
    """What to renew with, if anything."""
    if method.type in _BY_FIELDS:
        return Renewal(fields=fields)
    if tokens.refresh_token is None or not method.refresh.supported:
        return None
    return Renewal(refresh_token=tokens.refresh_token)


def merged(renewal: Renewal, tokens: Tokens) -> Renewal:
    """What to renew with next time."""
    # An answer without a refresh token means "keep the one you have" (RFC 6749 section 6). Dropping ours would
    # strand the customer at the next expiry.
    # A client of the customer's asks anew each time; a refresh token in such an answer would only be one more secret.
    if tokens.refresh_token is None or renewal.refresh_token is None:
        return renewal
    return replace(renewal, refresh_token=tokens.refresh_token)


def write_current(current: Current) -> bytes:
    """For the vault only."""
    return _write(
        token=_reveal(current.token),
        token_type=current.token_type,
        token_secret=_reveal(current.token_secret),
        extra=dict(current.extra),
        fields=_reveal_all(current.fields),
    )


def read_current(plain: Secret[bytes]) -> Current:
    """Undo `write_current`."""
    known = msgspec.json.decode(plain.reveal())
    return Current(
        token=_hide(known.get("token")),
        token_type=known["token_type"],
        token_secret=_hide(known.get("token_secret")),
        extra=known.get("extra", {}),
        fields=_hide_all(known.get("fields", {})),
    )


def write_renewal(renewal: Renewal) -> bytes:
    """For the vault only."""
    return _write(refresh_token=_reveal(renewal.refresh_token), fields=_reveal_all(renewal.fields))


def read_renewal(plain: Secret[bytes]) -> Renewal:
    """Undo `write_renewal`."""
    known = json.loads(plain.reveal())
    return Renewal(_hide(known.get("refresh_token")), _hide_all(known.get("fields", {})))


def write_tokens(tokens: Tokens) -> bytes:
    """For the vault only."""
    return _write(
        access_token=_reveal(tokens.access_token),
        token_type=tokens.token_type,
        refresh_token=_reveal(tokens.refresh_token),
        expires_in_seconds=tokens.expires_in_seconds,
        scopes=None if tokens.scopes is None else list(tokens.scopes),
        extra=dict(tokens.extra),
        values=dict(tokens.values),
    )


def read_tokens(plain: Secret[bytes]) -> Tokens:
    """Undo `write_tokens`."""
    known = json.loads(plain.reveal())
    return Tokens(
        access_token=Secret(known["access_token"]),
        token_type=known["token_type"],
        refresh_token=_hide(known.get("refresh_token")),
        expires_in_seconds=known.get("expires_in_seconds"),
        scopes=tuple(known["scopes"]) if "scopes" in known else None,
        extra=known.get("extra", {}),
        values=known.get("values", {}),
    )


def _write(**values: object) -> bytes:
    return json.dumps({name: value for name, value in values.items() if value not in (None, {})}).encode()


def _reveal(secret: Secret[str] | None) -> str | None:
    return None if secret is None else secret.reveal()


def _reveal_all(secrets: Fields) -> dict[str, str]:
    return {name: secret.reveal() for name, secret in secrets.items()}


def _hide(text: str | None) -> Secret[str] | None:
    return None if text is None else Secret(text)


def _hide_all(texts: Mapping[str, Any]) -> dict[str, Secret[str]]:
    return {name: Secret(text) for name, text in texts.items()}


def _placeholders_of(method: Method) -> Iterator[tuple[str, str]]:
    """Those of the templates that are filled long after connecting: requests to the API, and the revocation."""
    templates = [*method.attach.headers.values(), *method.attach.query.values()]
    if method.attach.basic is not None:
        templates += [method.attach.basic.username, method.attach.basic.password]
    if method.revoke is not None:
        templates += [method.revoke.url, *(method.revoke.params or {}).values()]
    for template in templates:
        yield from placeholders(template)


def _token_paths(provider: Provider, method: Method) -> Iterator[str]:
    own = [*provider.api.headers.values(), provider.base_url_of(method)]
    named = [*_placeholders_of(method), *(found for template in own for found in placeholders(template))]
    yield from (path for space, path in named if space == "token" and path not in _TOKENS)


def _values(answer: TokenAnswer, provider: Provider, method: Method) -> dict[str, str]:
    try:
        return take_values(provider, method, ValueSource.TOKEN_ANSWER, dict(answer.extra))
    except InvalidInput:
        # Connecting insists on them; a refresh answer that leaves them out, or spoils them, changes nothing.
        return {}


def _text(extra: Mapping[str, Any], path: str) -> str | None:
    value = at(dict(extra), path)
    if isinstance(value, str):
        return value if len(value) <= MAX_TOKEN_LENGTH and is_visible(value) else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
