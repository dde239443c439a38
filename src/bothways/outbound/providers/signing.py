"""Signing an assertion as a provider's file describes it, with the key that the customer gave. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways.kit.errors import Reason
from bothways.kit.secret import Secret
from bothways.oauth import assertion as jwt
from bothways.oauth import scopes
from bothways.oauth.assertion import KeyUnfit, SigningKey
from bothways.outbound.providers.calls import Assertion
from bothways.outbound.providers.model import Method
from bothways.outbound.providers.template import Names, fill, fill_address

MAX_MEMBER_LENGTH = 1_024
_NO_FILE = Reason.of("key_file", "it must be the provider's JSON key file, whole, from brace to brace")
Fields = Mapping[str, Secret[str]]


@dataclass(frozen=True)
class Opened:
    """A customer's key, and what the file around it says."""

    key: SigningKey
    said: Mapping[str, str]


def open_key(described: Assertion, fields: Fields) -> Opened:
    """Raises KeyUnfit."""
    given = fields[described.key]
    if not described.file:
        return Opened(jwt.read_key(given), {})
    document = _document(given)
    pem = document.get(described.key_member)
    if not isinstance(pem, str):
        raise KeyUnfit(_lacking(described.key_member))
    return Opened(jwt.read_key(Secret(pem)), {name: _member(document, name) for name in described.file})


def key_fault(described: Assertion, fields: Fields) -> Reason | None:
    """Why nothing can be signed with what was typed; None when it can."""
    try:
        open_key(described, fields)
    except KeyUnfit as error:
        return error.reason
    return None


def sign(method: Method, names: Names, fields: Fields, asked: tuple[str, ...], now: datetime) -> Secret[str]:
    """The assertion for a token request. Raises ValueUnfit and KeyUnfit."""
    described = method.assertion
    if described is None or method.token is None:
        raise TypeError(f"{method.id} signs nothing")
    opened = open_key(described, fields)
    untyped = {field.name: "" for field in method.fields}
    names = names.with_credentials({**untyped, **fields, **opened.said})
    audience = fill(described.audience, names) if described.audience else fill_address(method.token.url, names)
    scope = scopes.join(asked, method.scopes.separator) if described.scope_claim else ""
    claims = {
        "iss": fill(described.issuer, names),
        "sub": fill(described.subject, names),
        "aud": audience,
        "scope": scope,
    }
    return jwt.sign(
        opened.key,
        fill(described.key_id, names),
        {name: text for name, text in claims.items() if text},
        now=now,
        seconds=described.lifetime_seconds,
    )


def _document(given: Secret[str]) -> dict[str, object]:
    try:
        document = json.loads(given.reveal())
    except (ValueError, RecursionError):
        raise KeyUnfit(_NO_FILE) from None
    if not isinstance(document, dict):
        raise KeyUnfit(_NO_FILE)
    return document


def _member(document: Mapping[str, object], name: str) -> str:
    text = document.get(name)
    if not isinstance(text, str) or not (0 < len(text) <= MAX_MEMBER_LENGTH and text.isprintable()):
        raise KeyUnfit(_lacking(name))
    return text


def _lacking(name: str) -> Reason:
    return Reason.of(
        "key_file_lacks", f"the file has no {name} that could be used; give the whole JSON key file", name=name
    )
