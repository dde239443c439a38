"""Where a browser may be sent back to: what may be registered, and what matches it (RFC 9700 section 4.1, RFC 8252)."""

import re
from collections.abc import Iterable

MAX_LENGTH = 2000

# A strict reading on purpose: whatever two URL parsers might read differently is not accepted at all.
_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]+")
_WEB = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)"
    r"(?P<port>:[1-9][0-9]{0,4})?"
    r"(?P<rest>(?:[/?].*)?)"
)
# RFC 8252 section 7.1: a reversed domain name, so that the scheme has an owner, and a single slash.
_PRIVATE_USE = re.compile(r"[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:/(?!/)\S*")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPED_TRAP = re.compile(r"%(?:2[ef]|5c|0[0-9a-f]|1[0-9a-f]|7f)", re.IGNORECASE)
_DOT_SEGMENT = re.compile(r"/\.\.?(?:/|$)")
_DIGITS_AND_DOTS = re.compile(r"[0-9.]+")

LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "[::1]"})
LOOPBACK = LOOPBACK_ADDRESSES | {"localhost"}


class RedirectRefused(Exception):
    """The text is no acceptable redirect URI; `reason` is a clause that completes "it ...". It is not quoted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(uri: str, *, private_use: bool = False, loopback: bool = True) -> None:
    """Whether `uri` may be registered. Raises RedirectRefused.

    Accepted are https, http on this machine (`loopback`), and schemes that apps own (`private_use`).
    """
    _check_characters(uri)
    web = _WEB.fullmatch(uri)
    if web is None:
        if private_use and _PRIVATE_USE.fullmatch(uri) and _DOT_SEGMENT.search(uri) is None:
            return
        raise RedirectRefused("must be an absolute https address in lower case, without user name and fragment")
    _check_web(web, loopback=loopback)


def matches(registered: str, presented: str, *, any_loopback_port: bool = False) -> bool:
    """Whether `presented` is `registered`, character by character (RFC 9700 section 2.1).

    With `any_loopback_port` the port of `http://127.0.0.1` and `http://[::1]` may differ (RFC 8252 section 7.3);
    the name localhost does not get this (section 8.3).
    """
    if registered == presented:
        return True
    if not any_loopback_port or len(presented) > MAX_LENGTH or _CHARACTERS.fullmatch(presented) is None:
        return False
    ours, theirs = _WEB.fullmatch(registered), _WEB.fullmatch(presented)
    if ours is None or theirs is None or ours["scheme"] != "http" or ours["host"] not in LOOPBACK_ADDRESSES:
        return False
    same = all(ours[part] == theirs[part] for part in ("scheme", "host", "rest"))
    return same and _port(theirs) <= 65_535


def is_allowed(registered: Iterable[str], presented: str, *, any_loopback_port: bool = False) -> bool:
    """Whether `presented` matches one of the registered addresses."""
    return any(matches(uri, presented, any_loopback_port=any_loopback_port) for uri in registered)


def _check_characters(uri: str) -> None:
    if not 0 < len(uri) <= MAX_LENGTH:
        raise RedirectRefused(f"must have 1 to {MAX_LENGTH} characters")
    if "#" in uri:
        raise RedirectRefused("must not have a fragment")
    if "*" in uri:
        raise RedirectRefused("must be exact; wildcards are not supported")
    if _CHARACTERS.fullmatch(uri) is None or _BROKEN_ESCAPE.search(uri):
        raise RedirectRefused("must hold only the characters of a URL, others percent-encoded")
    if _ESCAPED_TRAP.search(uri.partition("?")[0]):
        raise RedirectRefused("must not hide slashes, dots or control characters behind percent signs")


def _check_web(web: re.Match[str], *, loopback: bool) -> None:
    host = web["host"]
    if web["scheme"] == "http" and not (loopback and host in LOOPBACK):
        raise RedirectRefused("must use https; http is for 127.0.0.1, [::1] and localhost")
    if ".." in host or (_DIGITS_AND_DOTS.fullmatch(host) and host not in LOOPBACK_ADDRESSES):
        raise RedirectRefused("must name a host, not a numeric address")
    if _port(web) > 65_535:
        raise RedirectRefused("must have a port up to 65535")
    path = web["rest"].partition("?")[0]
    if _DOT_SEGMENT.search(path) or "@" in path.split("/")[0]:
        raise RedirectRefused("must not hold . or .. as a path segment")


def _port(web: re.Match[str]) -> int:
    return int((web["port"] or ":0")[1:])
