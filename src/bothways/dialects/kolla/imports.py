"""Credentials that come from Kolla, or from anywhere else, under the names that its clients give them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bothways.dialects.kolla.connectors import Switched, basic_fields
from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.secret import Secret
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.providers.model import MethodType

_TOKEN = ("access_token", "token")
_EXPIRY = ("expiry_time", "expiry", "expires_at")
_TOKENS = frozenset({*_TOKEN, *_EXPIRY, "expires_in", "refresh_token", "token_type", "token_secret"})
_SECONDS, _LONGEST_LIFE = re.compile(r"[0-9]{1,10}"), 10**9


def belongings(switched: Switched, consumer_id: str, given: Mapping[str, str], now: datetime) -> Belongings:
    """As our import takes them. Raises InvalidInput that names what is not understood, without its value."""
    if not given:
        raise InvalidInput.of("credentials", "there are none in it")
    if switched.method.redirects:
        return _tokens(switched, consumer_id, given, now)
    return Belongings(consumer_id, switched.integration.id, fields=_fields(switched, given))


def _tokens(switched: Switched, consumer_id: str, given: Mapping[str, str], now: datetime) -> Belongings:
    unknown = sorted(set(given) - _TOKENS)
    if unknown:
        raise InvalidInput.of(f"credentials.{unknown[0][:64]}", f"give only {', '.join(sorted(_TOKENS))}")
    token = next((given[name] for name in _TOKEN if given.get(name)), None)
    return Belongings(
        customer=consumer_id,
        integration=switched.integration.id,
        access_token=None if token is None else Secret(token),
        token_type=given.get("token_type") or None,
        refresh_token=Secret(given["refresh_token"]) if given.get("refresh_token") else None,
        token_secret=Secret(given["token_secret"]) if given.get("token_secret") else None,
        expires_at=_end(given, now),
    )


def _end(given: Mapping[str, str], now: datetime) -> datetime | None:
    if seconds := given.get("expires_in"):
        if not _SECONDS.fullmatch(seconds) or int(seconds) > _LONGEST_LIFE:
            raise InvalidInput.of("credentials.expires_in", "write seconds, as a whole number")
        return now + timedelta(seconds=int(seconds))
    name = next((name for name in _EXPIRY if given.get(name)), None)
    if name is None:
        return None
    try:
        found = datetime.fromisoformat(given[name])
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput.of(f"credentials.{name}", "write a time of RFC 3339, such as 2026-11-26T10:00:00Z")
    return found


def _fields(switched: Switched, given: Mapping[str, str]) -> dict[str, str]:
    method = switched.method
    own = {field.name.casefold(): field.name for field in method.fields}
    also: dict[str, str] = {}
    if method.type is MethodType.BASIC:
        username, password = basic_fields(method)
        also = {"username": username, "password": password}
    elif len(method.fields) == 1:
        also = dict.fromkeys(("token", "api_key", "access_token", "key"), method.fields[0].name)
    found: dict[str, str] = {}
    faults = []
    for name, value in given.items():
        field = own.get(name.casefold()) or also.get(name.casefold())
        if field:
            found[field] = value
        else:
            faults.append(FieldError(f"credentials.{name[:64]}", f"give only {', '.join(own.values())}"))
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
    return found
