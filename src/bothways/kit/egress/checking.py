"""What a request must look like before anything is done about it. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

import idna
from yarl import URL

from bothways.kit.egress.errors import InvalidRequest
from bothways.kit.egress.messages import Request

MAX_URL_LENGTH = 8192
MAX_HEADERS_LENGTH = 128 * 1024

_METHOD = re.compile(r"[A-Z]{1,20}")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}")
_FIELD_VALUE = re.compile(r"[\t\x20-\x7e]*")
# RFC 3986's characters; whatever else a URL is to carry arrives percent-encoded.
_PATH_AND_QUERY = re.compile(r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=%\[\]]*")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# `127.1`, `2130706433` and `0x7f.1` are addresses to some and names to others.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_IPV6 = re.compile(r"[0-9a-f:.]{2,45}")

# CONNECT makes tunnels; TRACE sends our credentials back in a body.
_REFUSED_METHODS = {"CONNECT", "TRACE"}
# These frame the message or belong to one connection, and are ours to set.
_RESERVED_HEADERS = {
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


@dataclass(frozen=True)
class Checked:
    """A request that may be sent: `url` exactly as it will appear on the wire."""

    url: URL
    host: str
    plain: bool


def check(request: Request) -> Checked:
    """Raises InvalidRequest naming what is wrong, without repeating it."""
    if not _METHOD.fullmatch(request.method) or request.method in _REFUSED_METHODS:
        _refuse("the method is not one that can be sent")
    _check_headers(request)
    parts = _split(request.url)
    host = _host(parts)
    path = parts.path or "/"
    if not path.startswith("/") or not _PATH_AND_QUERY.fullmatch(path) or not _PATH_AND_QUERY.fullmatch(parts.query):
        _refuse("the URL's path or query holds characters that must be percent-encoded")
    written = f"[{host}]" if ":" in host else host
    url = URL.build(
        scheme=parts.scheme, host=written, port=_port(parts), path=path, query_string=parts.query, encoded=True
    )
    return Checked(url, host, plain=parts.scheme == "http")


def _check_headers(request: Request) -> None:
    seen: set[str] = set()
    for name, value in request.headers.items():
        lower = name.lower()
        if not _TOKEN.fullmatch(name):
            _refuse("a header's name holds characters that are not allowed")
        if not _FIELD_VALUE.fullmatch(value):
            _refuse(f"the value of header {lower} holds line breaks, controls or characters beyond ASCII")
        if lower in _RESERVED_HEADERS:
            _refuse(f"header {lower} is not for callers to set")
        if lower in seen:
            _refuse(f"header {lower} is there twice")
        seen.add(lower)
    if sum(len(name) + len(value) for name, value in request.headers.items()) > MAX_HEADERS_LENGTH:
        _refuse("the headers are too long")


def _split(text: str) -> SplitResult:
    # Before urlsplit: it drops tabs and line breaks without a word.
    if len(text) > MAX_URL_LENGTH or any(character <= " " or character in "\x7f\\" for character in text):
        _refuse("the URL is too long, or holds blanks, controls or backslashes")
    try:
        parts = urlsplit(text)
    except ValueError:
        _refuse("the URL cannot be read")
    if parts.scheme not in ("http", "https"):
        _refuse("the URL is neither http nor https")
    if "@" in parts.netloc:
        _refuse("the URL holds user information")
    return parts


def _host(parts: SplitResult) -> str:
    """The host as it will be resolved and named to TLS: lower case, IDNA applied (RFC 5891, UTS 46)."""
    host = parts.hostname or ""
    if ":" in host:
        if not _IPV6.fullmatch(host):
            _refuse("the URL's host is not an address")
        return host
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            _refuse("the URL's host is not a valid international name")
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse("the URL's host is not a host name")
    if _NUMBER.fullmatch(labels[-1]) and not _is_ipv4(host):
        _refuse("the URL's host is a number that is not an address in its usual form")
    return host


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        _refuse("the URL's port is not a port")
    if port == 0:
        _refuse("the URL's port is not a port")
    return port


def _refuse(reason: str) -> NoReturn:
    raise InvalidRequest(reason)
