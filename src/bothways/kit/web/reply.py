"""An answer as bytes, ready to be sent or kept."""

from dataclasses import dataclass

Header = tuple[bytes, bytes]

JSON = (b"content-type", b"application/json")
JSON_ONLY: tuple[Header, ...] = (JSON,)
PROBLEM_JSON = (b"content-type", b"application/problem+json")
HTML = (b"content-type", b"text/html; charset=utf-8")

_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers and the whole body."""

    status: int
    body: bytes = b""
    headers: tuple[Header, ...] = ()

    def length(self) -> tuple[Header, ...]:
        """Content-Length, which 204 and 304 must not have (RFC 9110 section 8.6)."""
        if self.status in _BODILESS:
            return ()
        return ((b"content-length", str(len(self.body)).encode()),)
