"""What a connection value must look like before it may stand in an address.

The rules are strict where a sloppy one would send credentials elsewhere: a label cannot smuggle in a host, a port,
a user name, a path or a fragment.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from bothways.outbound.providers.model import ConnectionValue, ValueKind
from bothways.outbound.providers.pattern import matches

MAX_TEXT_LENGTH = 500
MAX_HOST_LENGTH = 253

# RFC 1123 section 2.1, with the underscore that some services put into their customers' names.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,40}")
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


def fault_of(value: ConnectionValue, text: str) -> str | None:
    """Why `text` cannot be this value, as a sentence for people; None when it can."""
    if len(text) > MAX_TEXT_LENGTH:
        return f"it is longer than {MAX_TEXT_LENGTH} characters"
    if not text.isprintable() or text != text.strip():
        return "it holds characters that cannot be seen, or begins or ends with a blank"
    if value.choices and text not in {choice.value for choice in value.choices}:
        return "choose one of: " + ", ".join(choice.value for choice in value.choices)
    return _RULES[value.kind](value, text) or _pattern_fault(value, text)


def is_host(text: str) -> bool:
    """Whether `text` is the name of a host: two labels or more, no address, no port."""
    labels = text.split(".")
    return (
        len(text) <= MAX_HOST_LENGTH
        and len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        # A last label of digits makes an IPv4 address of it (RFC 3696 section 2).
        and not labels[-1].isdigit()
    )


def _label(value: ConnectionValue, text: str) -> str | None:
    if _LABEL.fullmatch(text):
        return None
    return "use letters, digits and hyphens only" + (f"; just the part before {value.suffix}" if value.suffix else "")


def _hostname(value: ConnectionValue, text: str) -> str | None:
    if not is_host(text):
        return "write a host name such as acme.example.com, without https://, port or path"
    return _foreign_host(value, text)


def _url(value: ConnectionValue, text: str) -> str | None:
    scheme = "http or https" if value.allow_http else "https"
    advice = f"write a whole {scheme} address such as https://acme.example.com, without user name, query or fragment"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return advice
    host = parts.hostname or ""
    plain = parts._replace(query="", fragment="").geturl() == text and parts.username is None and "\\" not in text
    if parts.scheme not in ({"https", "http"} if value.allow_http else {"https"}) or not plain or port == 0:
        return advice
    if not _PATH.fullmatch(parts.path) or any(step in {".", ".."} for step in parts.path.split("/")):
        return advice
    # Only an operator's own server may be named by an address or by a single label.
    if not (is_host(host) or (value.allow_http and re.fullmatch(r"[a-z0-9.:_-]+", host))):
        return advice
    return _foreign_host(value, host)


def _foreign_host(value: ConnectionValue, host: str) -> str | None:
    if not value.hosts or any(host.lower() == own or host.lower().endswith("." + own) for own in value.hosts):
        return None
    return "the host must be, or end with, " + " or ".join(value.hosts)


def _shape(shape: re.Pattern[str], advice: str) -> Callable[[ConnectionValue, str], str | None]:
    return lambda _, text: None if shape.fullmatch(text) else advice


def _pattern_fault(value: ConnectionValue, text: str) -> str | None:
    if value.pattern is None or matches(value.pattern, text):
        return None
    return "it does not look right" + (f"; an example: {value.placeholder}" if value.placeholder else "")


_RULES: dict[ValueKind, Callable[[ConnectionValue, str], str | None]] = {
    ValueKind.LABEL: _label,
    ValueKind.HOSTNAME: _hostname,
    ValueKind.URL: _url,
    ValueKind.UUID: _shape(_UUID, "write the 32 digits in groups, such as 123e4567-e89b-12d3-a456-426614174000"),
    ValueKind.DIGITS: _shape(_DIGITS, "use digits only"),
    ValueKind.EMAIL: _shape(_EMAIL, "write an e-mail address"),
    ValueKind.CHOICE: lambda value, text: None,
    ValueKind.TEXT: lambda value, text: None,
}
