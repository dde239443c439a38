"""How a client proves at a token endpoint who it is (RFC 6749 section 2.3)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote_plus

from bothways.kit.secret import Secret
from bothways.oauth.errors import ErrorCode, OAuthError

MAX_LENGTH = 4096

_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class ClientAuth(StrEnum):
    """The ways that are spoken. `basic_raw` leaves out the form-encoding, for providers that never heard of it."""

    BASIC = "basic"
    BASIC_RAW = "basic_raw"
    POST = "post"
    NONE = "none"


class CannotAuthenticate(Exception):
    """These client credentials cannot be sent this way. The text says why and does not repeat them."""


@dataclass(frozen=True)
class PresentedClient:
    """What a request says about its client. Nothing about it has been verified."""

    client_id: str
    secret: Secret[str] | None
    auth: ClientAuth


def apply(auth: ClientAuth, client_id: str, secret: Secret[str] | None) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and the form fields that authenticate the client. Raises CannotAuthenticate."""
    plain = "" if secret is None else secret.reveal()
    if auth is ClientAuth.BASIC:
        return {"Authorization": _basic(_encode(client_id), _encode(plain))}, {}
    if auth is ClientAuth.BASIC_RAW:
        if ":" in client_id:
            raise CannotAuthenticate("a client id with a colon cannot be sent in raw Basic authentication (RFC 7617)")
        return {"Authorization": _basic(client_id, plain)}, {}
    if auth is ClientAuth.POST and secret is not None:
        return {}, {"client_id": client_id, "client_secret": plain}
    return {}, {"client_id": client_id}


def read(authorization: str | None, form: Mapping[str, str]) -> PresentedClient:
    """Who a request says it comes from, out of its Authorization header and its body; never out of its URL.

    Raises OAuthError: invalid_client when nobody is named or the header cannot be read, invalid_request when two
    ways are used at once (section 2.3).
    """
    if authorization is None:
        return _from_form(form)
    if "client_secret" in form:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "use one way of client authentication, not two")
    client_id, secret = _read_basic(authorization)
    # Many libraries repeat the client id in the body; it must not name somebody else.
    if form.get("client_id", client_id) != client_id:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "the client_id of the body is not that of the header")
    return PresentedClient(client_id, Secret(secret), ClientAuth.BASIC)


def _from_form(form: Mapping[str, str]) -> PresentedClient:
    client_id, secret = form.get("client_id", ""), form.get("client_secret")
    if not client_id or len(client_id) > MAX_LENGTH or len(secret or "") > MAX_LENGTH:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "the request does not say which client sends it")
    if secret is None:
        return PresentedClient(client_id, None, ClientAuth.NONE)
    return PresentedClient(client_id, Secret(secret), ClientAuth.POST)


def _read_basic(authorization: str) -> tuple[str, str]:
    scheme, _, parameters = authorization.partition(" ")
    if scheme.lower() != "basic" or len(parameters) > 4 * MAX_LENGTH:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "the Authorization header is not of the Basic scheme")
    try:
        client_id, colon, secret = b64decode(parameters.strip(" "), validate=True).decode().partition(":")
        decoded = _decode(client_id), _decode(secret)
    except ValueError:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "the Authorization header cannot be read") from None
    if not colon or not decoded[0]:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "the Authorization header names no client")
    return decoded


def _basic(client_id: str, secret: str) -> str:
    return "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()


def _encode(text: str) -> str:
    # Form-encoding (RFC 6749 appendix B) with a blank as %20: form decoders and plain percent-decoders both
    # read it, while a plus sign stays a plus sign with the latter.
    return quote(text, safe="")


def _decode(text: str) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("broken escape")
    return unquote_plus(text, errors="strict")
