"""One request and what becomes of it, as the shell, the authenticators and the log see it."""

from typing import Any

import msgspec

from bothways.kit.peers import DIRECT, Proxies
from bothways.kit.redaction import masked

Scope = dict[str, Any]


class Who(msgspec.Struct, frozen=True):
    """The caller as the border needs it: for the log, the rate limits, CORS and idempotency.

    `actor` is the id of the key or session. `subject` separates the idempotency keys of callers that share an
    environment and must not see each other's answers. `cross_origin` says that a browser on another site may read
    the answers, when that site is allowed for the environment.
    """

    environment: str
    actor: str
    subject: str = ""
    cross_origin: bool = False


class Exchange:
    """Lives as long as the request.

    `route` is the template, `problem` the code of the error answered, `notes` are extra fields of the log line and
    `headers_out` extra headers of the answer, whatever it will be. `headers_only`: it is a HEAD request, answered like
    GET without the body; what GET would use up must be left alone.
    """

    __slots__ = (
        "headers_only",
        "headers_out",
        "level",
        "notes",
        "problem",
        "proxies",
        "request_id",
        "route",
        "scope",
        "status",
        "who",
    )

    def __init__(self, scope: Scope, request_id: str, proxies: Proxies = DIRECT) -> None:
        self.scope = scope
        self.request_id = request_id
        self.proxies = proxies
        self.headers_only = scope.get("method") == "HEAD"
        self.route = ""
        self.status = 0
        self.level = "info"
        self.problem = ""
        self.who: Who | None = None
        self.headers_out: tuple[tuple[bytes, bytes], ...] = ()
        self.notes: dict[str, object] = {}

    def noted(self) -> dict[str, object]:
        """The notes as they may be logged."""
        return {name: masked(name, value) for name, value in self.notes.items()}

    @property
    def method(self) -> str:
        """The HTTP method, in capitals."""
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        """The path as it arrived, percent-decoded. Never logged: it may name what only the caller should know."""
        return str(self.scope["path"])

    @property
    def is_for_people(self) -> bool:
        """Whether a page is wanted rather than a problem: a browser that goes somewhere, outside of the API."""
        return not self.path.startswith("/v1/") and "text/html" in (self.header("accept") or "")

    @property
    def peer(self) -> str:
        """The address of the connection itself, or what a proxy says of it that the operator trusts."""
        client = self.scope.get("client")
        peer = client[0] if client else ""
        return self.proxies.client(peer, self.headers("x-forwarded-for")) if self.proxies.networks else peer

    def header(self, name: str) -> str | None:
        """The header's value, None when absent; the first one when it was sent twice."""
        wanted = name.lower().encode("latin-1")
        for key, value in self.scope["headers"]:
            if key == wanted:
                return str(value.decode("latin-1"))
        return None

    def headers(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        wanted = name.lower().encode("latin-1")
        return [value.decode("latin-1") for key, value in self.scope["headers"] if key == wanted]

    def bearer(self) -> str | None:
        """The token of `Authorization: Bearer ...` (RFC 6750 section 2.1); None when absent, repeated or misshapen."""
        found: str | None = None
        for key, value in self.scope["headers"]:
            if key == b"authorization":
                if found is not None or value[:7].lower() != b"bearer ":
                    return None
                found = value[7:].strip(b" ").decode("latin-1")
        return found or None

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies by name, the first of a name. One that breaks the rules does not hide the others."""
        found: dict[str, str] = {}
        for header in self.headers("cookie"):
            for pair in header.split(";"):
                name, equals, value = pair.strip(" \t").partition("=")
                if equals:
                    found.setdefault(name, value)
        return found

    def cookie(self, name: str) -> str | None:
        """The cookie's value, None when absent."""
        return self.cookies.get(name)
