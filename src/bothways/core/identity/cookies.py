"""The cookies of sessions: what they are called and how far they reach."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bothways.kit.secret import Secret


@dataclass(frozen=True)
class Cookie:
    """A cookie that scripts cannot read. `secure` is for https, where its name also keeps other hosts from setting it.

    `embedded` lets it work inside a frame on the operator's site, apart from what other sites' frames get; browsers
    do that on https only.
    """

    base: str
    path: str
    secure: bool
    embedded: bool = False

    @property
    def name(self) -> str:
        """With the prefix whose rules browsers enforce (RFC 6265bis section 4.1.3)."""
        if not self.secure:
            return self.base
        return f"__Host-{self.base}" if self.path == "/" else f"__Secure-{self.base}"

    def carry(self, token: Secret[str], lifetime: timedelta) -> str:
        """The value of Set-Cookie."""
        return self._header(token.reveal(), max(0, int(lifetime.total_seconds())))

    def drop(self) -> str:
        """The value of Set-Cookie that makes the browser forget it."""
        return self._header("", 0)

    def _header(self, value: str, seconds: int) -> str:
        parts = [f"{self.name}={value}", f"Path={self.path}", f"Max-Age={seconds}", "HttpOnly"]
        parts.append(f"SameSite={self._same_site()}")
        if self.secure:
            parts.append("Secure")
        if self.secure and self.embedded:
            parts.append("Partitioned")
        return "; ".join(parts)

    def _same_site(self) -> Literal["None", "Lax"]:
        return "None" if self.secure and self.embedded else "Lax"


def staff_cookie(public_url: str) -> Cookie:
    """Who of the staff is signed in."""
    return Cookie("bothways_staff", "/", secure=_is_secure(public_url))


def connect_cookie(public_url: str, session_id: str, *, embedded: bool = False) -> Cookie:
    """Which connect session a browser was let into; one beside the other, each on its own path.

    The name is the same wherever the page stands, `embedded` in a frame or not.
    """
    return Cookie(f"bothways_{session_id}", f"/connect/{session_id}", secure=_is_secure(public_url), embedded=embedded)


def _is_secure(public_url: str) -> bool:
    return public_url.startswith("https://")
