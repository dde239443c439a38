"""The authorization request as it arrives, and the addresses that answers leave to (RFC 6749 section 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bothways.oauth import pkce, redirects, scopes
from bothways.oauth.errors import ErrorCode
from bothways.sandbox.exchange import Malformed, once, read_pairs
from bothways.sandbox.model import DEFAULT_SCOPES, REQUIRED_SCOPES, SCOPE_NAMES, Client

MAX_STATE_LENGTH = 2000


@dataclass(frozen=True)
class AuthorizationRequest:
    """A request that may be shown to a person: client and address are known, the rest is well formed."""

    client: Client
    redirect_uri: str
    state: str | None
    scopes: tuple[str, ...]
    challenge: str | None


class Untrusted(Exception):
    """Who asks or where the answer would go is not known: told on a page of ours, never by redirect.

    `redirect_uri` is what was asked for when the client itself is known, to help whoever forgot to register it.
    """

    def __init__(self, reason: str, redirect_uri: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.redirect_uri = redirect_uri


class Refused(Exception):
    """The client is known and its request is wrong: told to it at its registered address (section 4.1.2.1)."""

    def __init__(self, redirect_uri: str, state: str | None, error: ErrorCode, description: str) -> None:
        super().__init__(description)
        self.redirect_uri = redirect_uri
        self.state = state
        self.error = error
        self.description = description


def read_request(query: str, clients: Mapping[str, Client], *, require_pkce: bool) -> AuthorizationRequest:
    """Read the query of the authorization endpoint. Raises Untrusted or Refused."""
    try:
        pairs = read_pairs(query)
    except Malformed as error:
        raise Untrusted(str(error)) from None
    client, redirect_uri = _trusted(pairs, clients)
    states = [value for name, value in pairs if name == "state"]
    # A repeated state is nobody's: it is not sent back.
    state = states[0] if len(states) == 1 and len(states[0]) <= MAX_STATE_LENGTH else None
    try:
        fields = once(pairs)
        _check_shape(fields)
        return AuthorizationRequest(
            client, redirect_uri, state, _read_scopes(fields.get("scope", "")), _read_challenge(fields, require_pkce)
        )
    except Malformed as error:
        raise Refused(redirect_uri, state, ErrorCode.INVALID_REQUEST, str(error)) from None
    except _Wrong as error:
        raise Refused(redirect_uri, state, error.code, str(error)) from None


def response_url(redirect_uri: str, issuer: str, state: str | None, **params: str) -> str:
    """The registered address with the answer behind it, and with who answers (RFC 9207)."""
    fields = {**params, **({} if state is None else {"state": state}), "iss": issuer}
    return redirect_uri + ("&" if "?" in redirect_uri else "?") + urlencode(fields)


class _Wrong(Exception):
    def __init__(self, code: ErrorCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def _trusted(pairs: list[tuple[str, str]], clients: Mapping[str, Client]) -> tuple[Client, str]:
    ids = [value for name, value in pairs if name == "client_id"]
    uris = [value for name, value in pairs if name == "redirect_uri"]
    if len(ids) != 1 or ids[0] not in clients:
        raise Untrusted("No app with this client_id is registered here.")
    client = clients[ids[0]]
    if len(uris) != 1:
        raise Untrusted("The request must name one redirect_uri.")
    if not redirects.is_allowed(client.redirect_uris, uris[0]):
        raise Untrusted(f"The redirect_uri is not registered for {client.name}.", uris[0])
    return client, uris[0]


def _check_shape(fields: Mapping[str, str]) -> None:
    if fields.get("response_type") != "code":
        raise _Wrong(ErrorCode.UNSUPPORTED_RESPONSE_TYPE, "response_type must be code")
    if fields.get("response_mode", "query") != "query":
        raise _Wrong(ErrorCode.INVALID_REQUEST, "response_mode must be query")
    if len(fields.get("state", "")) > MAX_STATE_LENGTH:
        raise _Wrong(ErrorCode.INVALID_REQUEST, f"state is longer than {MAX_STATE_LENGTH} characters")


def _read_scopes(text: str) -> tuple[str, ...]:
    asked = scopes.split(text) or DEFAULT_SCOPES
    if any(name not in SCOPE_NAMES for name in asked):
        raise _Wrong(ErrorCode.INVALID_SCOPE, "known scopes are " + scopes.join(SCOPE_NAMES))
    return tuple(name for name in SCOPE_NAMES if name in asked or name in REQUIRED_SCOPES)


def _read_challenge(fields: Mapping[str, str], required: bool) -> str | None:
    challenge = fields.get("code_challenge")
    if challenge is None:
        if required or "code_challenge_method" in fields:
            raise _Wrong(ErrorCode.INVALID_REQUEST, "code_challenge is missing (PKCE, RFC 7636)")
        return None
    # Without a method RFC 7636 means "plain", which is not spoken here (RFC 9700 section 2.1.1).
    if fields.get("code_challenge_method") != pkce.METHOD:
        raise _Wrong(ErrorCode.INVALID_REQUEST, "code_challenge_method must be S256")
    if not pkce.is_challenge(challenge):
        raise _Wrong(ErrorCode.INVALID_REQUEST, "code_challenge is not a SHA-256 in base64url")
    return challenge
