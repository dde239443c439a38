"""What goes out, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_DEADLINE_SECONDS = 30.0
DEFAULT_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One HTTP request. `deadline_seconds` covers everything; `max_bytes` counts the answer's unpacked body."""

    method: str
    url: str
    # Left out of the repr like the body: both carry credentials.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    deadline_seconds: float = DEFAULT_DEADLINE_SECONDS
    max_bytes: int = DEFAULT_MAX_BYTES


@dataclass(frozen=True)
class Response:
    """The answer, whatever its status. Header names are lower case; repeated headers are joined by ", "."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
