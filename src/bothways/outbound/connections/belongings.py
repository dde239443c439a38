"""Credentials from another system, and every way in which they can be wrong. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.secret import Secret
from bothways.kit.text import is_line
from bothways.oauth.foreign import is_visible
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import MAX_TOKEN_LENGTH, TokenAnswer, TokenRefused, TokenUnusable, parse_answer
from bothways.outbound.providers.kinds import fault_of
from bothways.outbound.providers.model import Method, MethodType, Provider, ValueSource
from bothways.outbound.providers.values import check_fields, check_values

MAX_ACCOUNT_LENGTH = 255

# What a provider would have told while connecting may be brought along, but need not.
_TOLD = frozenset({ValueSource.TOKEN_ANSWER, ValueSource.CALLBACK, ValueSource.LOOK_UP})


@dataclass(frozen=True)
class Belongings:
    """What somebody brings along from another system: tokens, an OAuth 1 pair, or the fields of a key-based method.

    `expires_at` is when the access token ends; None where that is not known. `connection` is the id of the one whose
    credentials they replace. Nothing of it was checked yet.
    """

    customer: str
    integration: str
    access_token: Secret[str] | None = None
    token_type: str | None = None
    refresh_token: Secret[str] | None = None
    token_secret: Secret[str] | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    values: Mapping[str, str] = field(default_factory=dict)
    account_id: str | None = None
    account_label: str | None = None
    label: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    verify: bool = False
    connection: str | None = None


@dataclass(frozen=True)
class Checked:
    """Belongings that have the form which the method demands."""

    answer: TokenAnswer | None = None
    pair: TokenPair | None = None
    fields: Mapping[str, Secret[str]] = field(default_factory=dict)


def read_belongings(given: Belongings, method: Method, now: datetime) -> Checked:
    """Raises InvalidInput naming what is missing, too much or wrong; no secret is quoted."""
    _refuse_foreign(given, method)
    if method.type is MethodType.OAUTH1:
        token, secret = _visible(given.access_token, "access_token"), _visible(given.token_secret, "token_secret")
        return Checked(pair=TokenPair(token, secret))
    if method.type is MethodType.OAUTH2_CODE:
        return Checked(answer=_answer(given, now))
    return Checked(fields=check_fields(method, given.fields))


def read_values(given: Mapping[str, str], provider: Provider, method: Method) -> dict[str, str]:
    """The connection values. Raises InvalidInput naming each fault."""
    told = {value.name: value for value in provider.values_of(method) if value.source in _TOLD}
    asked = check_values(provider, method, {name: text for name, text in given.items() if name not in told})
    brought = {name: text for name, text in given.items() if name in told}
    faults = [
        FieldError(f"values.{name}", reason) for name, text in brought.items() if (reason := fault_of(told[name], text))
    ]
    _raise(faults)
    return {**asked, **brought}


def may_bring(known: Mapping[str, str], provider: Provider, method: Method) -> dict[str, str]:
    """Those of the values of a connection that `read_values` takes: the operator's own are the integration's."""
    names = {value.name for value in provider.values_of(method) if value.source in {ValueSource.ASK, *_TOLD}}
    return {name: text for name, text in known.items() if name in names}


def check_account(given: Belongings) -> None:
    """Raises InvalidInput."""
    named = {"account.id": given.account_id, "account.label": given.account_label}
    _raise(
        [
            FieldError(name, f"use 1 to {MAX_ACCOUNT_LENGTH} printable characters")
            for name, text in named.items()
            if text is not None and not (0 < len(text) <= MAX_ACCOUNT_LENGTH and is_line(text))
        ]
    )


def _refuse_foreign(given: Belongings, method: Method) -> None:
    """Parts that belong to another kind of method were sent to the wrong integration, or by mistake."""
    tokens = ("access_token", "token_type", "refresh_token", "token_secret", "expires_at")
    fits = {
        MethodType.OAUTH2_CODE: {"access_token", "token_type", "refresh_token", "expires_at"},
        MethodType.OAUTH1: {"access_token", "token_secret"},
    }.get(method.type, set())
    faults = [
        FieldError(f"credentials.{name}", "this integration does not use it; leave it out")
        for name in tokens
        if getattr(given, name) is not None and name not in fits
    ]
    if given.fields and method.redirects:
        faults.append(FieldError("credentials.fields", "this integration does not use fields; leave them out"))
    _raise(faults)


def _answer(given: Belongings, now: datetime) -> TokenAnswer:
    """The tokens, read as strictly as if the provider had just sent them."""
    document: dict[str, str | int | None] = {
        "access_token": None if given.access_token is None else given.access_token.reveal(),
        "token_type": given.token_type,
        "refresh_token": None if given.refresh_token is None else given.refresh_token.reveal(),
    }
    if given.expires_at is not None:
        # One that has expired already is renewed when it is first read.
        document["expires_in"] = max(1, int((given.expires_at - now).total_seconds()))
    try:
        return parse_answer(200, "application/json", json.dumps(document).encode())
    except TokenUnusable as error:
        raise InvalidInput.of("credentials", error.reason.replace("the answer holds", "there is")) from None
    except TokenRefused:
        raise InvalidInput.of("credentials", "these are no tokens") from None


def _visible(secret: Secret[str] | None, name: str) -> Secret[str]:
    text = "" if secret is None else secret.reveal()
    if secret is None or not (0 < len(text) <= MAX_TOKEN_LENGTH and is_visible(text)):
        raise InvalidInput.of(f"credentials.{name}", f"give 1 to {MAX_TOKEN_LENGTH} visible characters")
    return secret


def _raise(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
