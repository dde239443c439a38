"""What is not there, for the caller who asks. Foreign ids answer exactly like unknown ones."""

from bothways.kit.errors import DomainError, Kind


class WorkspaceNotFound(DomainError):
    """No workspace has that id."""

    code = "workspace_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the environments with `bothways environment list`; each shows its workspace."


class EnvironmentNotFound(DomainError):
    """No environment has that id."""

    code = "environment_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the environments with `bothways environment list`."


class CustomerNotFound(DomainError):
    """No customer of this environment has that id."""

    code = "customer_not_found"
    kind = Kind.NOT_FOUND
    next_step = (
        "Find the customer by your own id with GET /v1/customers?external_id=..., and use the id you find there."
    )


class APIKeyNotFound(DomainError):
    """No API key of this environment has that id."""

    code = "api_key_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the keys with GET /v1/api-keys or `bothways api-key list`."


class ScopesBeyondOwn(DomainError):
    """A key was asked for that could do more than the one who asks."""

    code = "scopes_beyond_own"
    kind = Kind.DENIED
    next_step = "Leave these scopes out, or let somebody make the key who has them."


class ConnectSessionNotFound(DomainError):
    """No connect session of this environment has that id."""

    code = "connect_session_not_found"
    kind = Kind.NOT_FOUND
    next_step = "Open a new one with POST /v1/connect-sessions."


class TicketRefused(DomainError):
    """The link to the connect page was used, is too old, or was never given out."""

    code = "ticket_refused"
    kind = Kind.NOT_FOUND
    next_step = "Go back to the product you came from and open the page from there again."


class ConnectLinkNotFound(DomainError):
    """No connect link of this environment has that id."""

    code = "connect_link_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the links with GET /v1/connect-links, or make a new one with POST /v1/connect-links."


class ConnectLinkRefused(DomainError):
    """The connect link has expired, was revoked, or was never given out."""

    code = "connect_link_refused"
    kind = Kind.NOT_FOUND
    next_step = "Ask whoever sent the link for a new one."


class ConnectLinkBusy(DomainError):
    """The link is opened again and again: more often than people do."""

    code = "connect_link_busy"
    kind = Kind.EXHAUSTED
    next_step = "Wait for a minute, then open the link again."


class FrameTicketRefused(DomainError):
    """The frame's ticket was used, is older than a minute, or was never given out."""

    code = "frame_ticket_refused"
    kind = Kind.NOT_FOUND
    next_step = "Ask the page around the frame for a new ticket, which it gets with POST /v1/session/tickets."


class ForeignOrigin(DomainError):
    """Another site's page sent the request; only our own frame may."""

    code = "foreign_origin"
    kind = Kind.DENIED
    next_step = "Hand the ticket to the marketplace's frame by postMessage, to our exact origin, and let it send this."


class CSRFRefused(DomainError):
    """The form was not sent from our page, or from a page of an earlier session."""

    code = "csrf_refused"
    kind = Kind.DENIED
    next_step = "Reload the page and send the form again."
