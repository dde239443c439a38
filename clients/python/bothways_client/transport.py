"""What both transports have in common."""

import random
import ssl
from dataclasses import dataclass, field

from bothways_client import __version__
from bothways_client.access import Access
from bothways_client.errors import ConnectionFailed
from bothways_client.retrying import Retrying

USER_AGENT = f"bothways-client-python/{__version__}"
# Whatever takes longer to accept a connection is not there.
LONGEST_CONNECT_SECONDS = 10.0
# Kept open for the next call.
CONNECTIONS = 32


@dataclass(frozen=True)
class Options:
    """How to speak to Bothways. `ssl_context` None trusts what the system trusts.

    `timeout_seconds` is for one attempt: all of it for aiohttp, the longest silence in it for urllib3. Raises
    ValueError on a timeout that is none.
    """

    access: Access
    timeout_seconds: float
    retrying: Retrying
    ssl_context: ssl.SSLContext | None = field(repr=False)

    def __post_init__(self) -> None:
        if not self.timeout_seconds > 0:
            raise ValueError("timeout_seconds is more than 0")

    @property
    def connect_seconds(self) -> float:
        """How long a connection may take to open."""
        return min(LONGEST_CONNECT_SECONDS, self.timeout_seconds)

    def failure(self, code: str, error: Exception) -> ConnectionFailed:
        """The error to raise for one of an HTTP library.

        Raise it after the handler has ended, not in it: a cause brings the library's frames into the traceback, and
        they hold the API key.
        """
        what, next_step = _WORDS[code]
        return ConnectionFailed(f"{self.access.base_url} {what}: {_reason(error)}", code=code, next_step=next_step)


def chance() -> float:
    """From 0 up to 1: spreads the attempts of many callers."""
    return random.random()  # noqa: S311 - nothing is secret about it


_WORDS = {
    "unreachable": ("cannot be reached", "Check the base address, and that Bothways runs. Nothing was sent."),
    "untrusted": (
        "shows no certificate that is trusted here",
        "Check the address, or give an ssl_context that trusts your own authority. Nothing was sent.",
    ),
    "answer_lost": (
        "did not answer",
        "The call may have been carried out all the same: look before you send it again.",
    ),
}


def _reason(error: BaseException) -> str:
    """The innermost cause, in words that quote nothing of what was sent."""
    while error.__cause__ is not None:
        error = error.__cause__
    words = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}, {words}" if words else type(error).__name__
