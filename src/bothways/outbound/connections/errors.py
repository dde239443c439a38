"""What callers of this room may hear, each with a code and what to do next."""

from bothways.kit.errors import DomainError, Kind


class ConnectionNotFound(DomainError):
    """No connection of this environment has that id, or none leads where was asked."""

    code = "connection_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the connections with GET /v1/connections, or let the customer connect the integration."


class ConnectionAmbiguous(DomainError):
    """The customer has several active connections through the integration; `detail` names their ids."""

    code = "connection_ambiguous"
    kind = Kind.CONFLICT
    next_step = "Read by connection id, or add account= with the id of the account (or of the connection)."


class ConnectionDisconnected(DomainError):
    """The connection was disconnected: its secrets are gone, only its history stays."""

    code = "connection_disconnected"
    kind = Kind.CONFLICT
    next_step = "Let the customer connect the integration again; that makes a new connection."


class NeedsReauth(DomainError):
    """The credentials do not work any more and cannot be renewed without the customer."""

    code = "needs_reauth"
    kind = Kind.CONFLICT
    next_step = (
        "Ask the customer to reconnect: POST /v1/authorizations with this connection as connection_id."
        " The connection keeps its id."
    )


class RefreshInProgress(DomainError):
    """The credentials are being renewed, and the provider has not answered within our patience."""

    code = "refresh_in_progress"
    kind = Kind.UNAVAILABLE
    next_step = "Send the request again after the seconds in Retry-After."


class RefreshTooSoon(DomainError):
    """A renewal on demand was asked for moments ago."""

    code = "refresh_too_soon"
    kind = Kind.EXHAUSTED
    next_step = (
        "Read the credentials: they may be new by now. If the provider rejects them, say so with rejected_version;"
        " else wait for the seconds in Retry-After."
    )


class RefreshUnsupported(DomainError):
    """There is nothing to renew these credentials with."""

    code = "refresh_unsupported"
    kind = Kind.CONFLICT
    next_step = "If the provider rejects them, say so with rejected_version, or ask the customer to reconnect."


class ProviderUnavailable(DomainError):
    """The provider did not renew the credentials, for a reason that should pass: it is down, slow or throttling."""

    code = "provider_unavailable"
    kind = Kind.UNAVAILABLE
    next_step = "Send the request again after the seconds in Retry-After; the connection itself is not broken."
