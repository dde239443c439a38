"""The life of an authorization, and the rules by which a callback is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bothways.kit.crypto import same, sha256
from bothways.kit.errors import DomainError, Kind

LIFETIME = timedelta(minutes=15)
MIN_STANDING_SECONDS = 900
MAX_STANDING_SECONDS = 30 * 86_400


class Status(StrEnum):
    """Where an authorization stands."""

    CREATED = "created"
    SENT = "sent"
    CONNECTED = "connected"
    REFUSED = "refused"
    FAILED = "failed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.CREATED: frozenset({Status.SENT, Status.CONNECTED, Status.EXPIRED, Status.FAILED, Status.WITHDRAWN}),
    # A standing one is created again, so to speak, when its customer comes back without a connection.
    Status.SENT: frozenset(
        {Status.CONNECTED, Status.REFUSED, Status.FAILED, Status.EXPIRED, Status.WITHDRAWN, Status.CREATED}
    ),
}
"""A status that is not named here is final."""


class Display(StrEnum):
    """How the customer sees the provider's consent: in a popup, or in the page itself."""

    POPUP = "popup"
    PAGE = "page"


class AuthorizationNotFound(DomainError):
    """No authorization of this environment has that id."""

    code = "authorization_not_found"
    kind = Kind.NOT_FOUND
    next_step = "Start again with POST /v1/authorizations."


class AuthorizationEnded(DomainError):
    """It is over: an account was connected, or nobody can finish it any more."""

    code = "authorization_ended"
    kind = Kind.CONFLICT
    next_step = "Read it with GET /v1/authorizations/{id}. A connection is ended with DELETE /v1/connections/{id}."


class LinkUsed(DomainError):
    """The start link was opened before, is too old, or was never given out."""

    code = "start_link_used"
    kind = Kind.NOT_FOUND
    next_step = "Go back to the page you came from and choose the app again."


class StateUnknown(DomainError):
    """The callback's `state` was never given out, was used before, or is too old."""

    code = "authorization_state_unknown"
    kind = Kind.INVALID
    next_step = "Go back to the page you came from and connect again."


class BrowserMismatch(DomainError):
    """The callback arrived in another browser than the one that started (RFC 9700 section 4.7)."""

    code = "authorization_browser_mismatch"
    kind = Kind.DENIED
    next_step = "Connect again, and finish in the same browser window in which you start."


class IssuerMismatch(DomainError):
    """The answer comes from another authorization server than the one that was asked (RFC 9207)."""

    code = "authorization_issuer_mismatch"
    kind = Kind.DENIED
    next_step = "Connect again. If it happens twice, check the provider's addresses in the integration."


class CallbackMalformed(DomainError):
    """The callback is not an answer of OAuth: parameters are missing, repeated or contradictory."""

    code = "authorization_callback_malformed"
    kind = Kind.MALFORMED
    next_step = "Go back to the page you came from and connect again."


class AuthorizationExpired(DomainError):
    """More than fifteen minutes passed between start and return."""

    code = "authorization_expired"
    kind = Kind.INVALID
    next_step = "Connect again; the provider's page must be answered within fifteen minutes."


class AuthorizationRefused(DomainError):
    """The provider says no: the person declined, or the provider rejects the request."""

    code = "authorization_refused"
    kind = Kind.DENIED
    next_step = "Connect again and allow the access that the provider's page lists."


class ReturnNotAllowed(DomainError):
    """The return address is not on the environment's list."""

    code = "return_url_not_allowed"
    kind = Kind.INVALID
    next_step = "Add the exact address to return_urls with PATCH /v1/environment."


@dataclass(frozen=True)
class Authorization:
    """One attempt to connect, as its starter may see it. It holds no secret.

    `connection_id` is the connection that is renewed, or that came of it; `new_connection_id` is the id that a new one
    will have, allotted at the beginning. `own_scopes` are asked for in the place of the integration's, and `values` are
    the customer's own so far. A `standing` one can be opened again and again until it is connected, and our own page
    asks for what is missing.
    """

    id: str
    environment_id: str
    customer_id: str
    integration_id: str
    connection_id: str | None
    new_connection_id: str | None
    own_scopes: tuple[str, ...] | None
    values: Mapping[str, str]
    metadata: Mapping[str, str]
    standing: bool
    session_id: str | None
    status: Status
    error_code: str | None
    error_detail: str | None
    display: Display
    return_url: str | None
    created_at: datetime
    expires_at: datetime

    @property
    def promised_id(self) -> str | None:
        """The connection that this is about, also while there is none yet."""
        return self.connection_id or self.new_connection_id

    def after_failure(self, status: Status) -> Status:
        """Where it stands when an attempt came to nothing: a standing one waits for the next."""
        return Status.CREATED if self.standing else status

    def seen_at(self, now: datetime) -> Status:
        """An attempt that nobody finished in time has expired, whether or not a sweep noticed."""
        if self.status in TRANSITIONS and now >= self.expires_at:
            return Status.EXPIRED
        return self.status


class FormNeeded(Exception):
    """A standing link was opened, and something has to be typed before anybody can go on. No error, but the way."""

    def __init__(self, authorization: Authorization, integration_id: str, slug: str) -> None:
        super().__init__(authorization.id)
        self.authorization = authorization
        self.integration_id = integration_id
        self.slug = slug


@dataclass(frozen=True)
class Pending:
    """What must be remembered between start and callback; gone with the callback that claims it."""

    authorization_id: str
    environment_id: str
    integration_id: str
    state_digest: bytes
    browser_digest: bytes
    sealed: bytes
    values: Mapping[str, str]
    scopes: tuple[str, ...]
    issuer: str | None
    authorize_host: str
    expires_at: datetime

    def comes_from(self, issuer: str) -> bool:
        """Whether `issuer` (RFC 9207) is the server that was asked.

        A declared issuer is compared character by character. Few providers declare one; the
        others must at least name the host that showed the consent.
        """
        if self.issuer is not None:
            return issuer == self.issuer
        return _host_of(issuer) == self.authorize_host


def _host_of(issuer: str) -> str | None:
    """The host of an address as RFC 8414 section 2 allows an issuer to be; None for everything that only looks so."""
    try:
        parts = urlsplit(issuer)
        # Asked for its errors alone: of `https://host:1.evil.example` the host seems to be `host`.
        _ = parts.port
    except ValueError:
        return None
    plain = parts.scheme in {"https", "http"} and not (parts.query or parts.fragment or "@" in parts.netloc)
    return parts.hostname if plain else None


def accept(pending: Pending, *, integration_id: str, browser_token: str | None, now: datetime) -> None:
    """Whether this callback may finish what `pending` began.

    Raises AuthorizationExpired, BrowserMismatch, or StateUnknown (it came to another integration's
    address). The caller has already claimed `pending`: a wrong attempt ends it, so that nobody can try twice.
    """
    if now >= pending.expires_at:
        raise AuthorizationExpired("The provider's page was answered too late.")
    if browser_token is None or not same(sha256(browser_token.encode()), pending.browser_digest):
        raise BrowserMismatch("This browser did not start the connection that just came back.")
    if integration_id != pending.integration_id:
        raise StateUnknown("The answer came to the address of another integration.")


def accept_issuer(pending: Pending, issuer: str | None, *, required: bool) -> None:
    """Whether the answer comes from the server that was asked. Raises IssuerMismatch (RFC 9207 section 2.4)."""
    if issuer is None and not required:
        return
    if issuer is None or not pending.comes_from(issuer):
        raise IssuerMismatch("The answer names another authorization server than the one that was asked.")
