"""Why an HTTP exchange gave no answer, by what is known about the request.

`InvalidRequest`, `AddressForbidden` and `ConnectFailed`: nothing was sent; sending again is safe.
`AnswerLost` and `AnswerTooLarge`: the request may have been acted upon.
"""


class EgressError(Exception):
    """No usable answer. The text never holds a URL's path, query, a header or a body."""


class InvalidRequest(EgressError):
    """The request itself is wrong: control characters, another scheme than HTTP, user information. Nothing was sent."""


class AddressForbidden(EgressError):
    """The host is, or resolves to, an address that egress may not reach. Nothing was sent."""


class ConnectFailed(EgressError):
    """No connection: DNS, refusal, TLS, or the deadline came first. Nothing was sent."""


class HostUnknown(ConnectFailed):
    """No address is known for the host's name: there is none, or DNS cannot be asked. Nothing was sent."""


class AnswerLost(EgressError):
    """The request was sent, at least in part, and no complete answer came back: it may have been acted upon."""


class AnswerTooLarge(AnswerLost):
    """The answer's body exceeds what was asked for. Surely the request was acted upon."""
