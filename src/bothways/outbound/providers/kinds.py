"""What a connection value must look like before it may stand in an address.

The rules are strict where a sloppy one would send credentials elsewhere: a label cannot smuggle in a host, a port,
a user name, a path or a fragment.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bothways.kit.errors import Reason
from bothways.outbound.providers.model import Choice, ConnectionValue, ValueKind
from bothways.outbound.providers.pattern import matches

MAX_TEXT_LENGTH = 500
MAX_HOST_LENGTH = 253

# RFC 1123 section 2.1, with the underscore that some services put into their customers' names.
# ASCII: in any case of letters, a Kelvin sign is a k.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,40}")
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


def fault_of(value: ConnectionValue, text: str) -> Reason | None:
    """Why `text` cannot be this value, as a sentence for people; None when it can."""
    if len(text) > MAX_TEXT_LENGTH:
        return too_long(MAX_TEXT_LENGTH)
    if not text.isprintable() or text != text.strip():
        sentence = "it holds characters that cannot be seen, or begins or ends with a blank"
        return Reason.of("unseen_characters", sentence)
    if value.choices and text not in {choice.value for choice in value.choices}:
        return not_offered(value.choices)
    return _RULES[value.kind](value, text) or _pattern_fault(value, text)


def too_long(most: int) -> Reason:
    """That there is a limit."""
    return Reason.of("too_long", f"it is longer than {most} characters", most=str(most))


def not_offered(choices: Sequence[Choice]) -> Reason:
    """That only what is offered can be chosen."""
    return Reason.of("choose", "choose one of: " + ", ".join(choice.value for choice in choices))


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


def _label(value: ConnectionValue, text: str) -> Reason | None:
    plain = "use letters, digits and hyphens only"
    if _LABEL.fullmatch(text):
        return None
    if not value.suffix:
        return Reason.of("label", plain)
    return Reason.of("label_before", f"{plain}; just the part before {value.suffix}", suffix=value.suffix)


def _hostname(value: ConnectionValue, text: str) -> Reason | None:
    if not is_host(text):
        sentence = "write a host name such as acme.example.com, without https://, port or path"
        return Reason.of("hostname", sentence)
    return _foreign_host(value, text)


def _url(value: ConnectionValue, text: str) -> Reason | None:
    scheme = "http or https" if value.allow_http else "https"
    advice = Reason.of(
        "url",
        f"write a whole {scheme} address such as https://acme.example.com, without user name, query or fragment",
    )
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


def _foreign_host(value: ConnectionValue, host: str) -> Reason | None:
    if not value.hosts or any(host.lower() == own or host.lower().endswith("." + own) for own in value.hosts):
        return None
    hosts = " or ".join(value.hosts)
    return Reason.of("host", f"the host must be, or end with, {hosts}", hosts=", ".join(value.hosts))


def _shape(shape: re.Pattern[str], advice: Reason) -> Callable[[ConnectionValue, str], Reason | None]:
    return lambda _, text: None if shape.fullmatch(text) else advice


def _pattern_fault(value: ConnectionValue, text: str) -> Reason | None:
    if value.pattern is None or matches(value.pattern, text):
        return None
    plain, example = "it does not look right", value.placeholder
    if not example:
        return Reason.of("shape", plain)
    return Reason.of("shape_like", f"{plain}; an example: {example}", example=example)


_GROUPS = "write the 32 digits in groups, such as 123e4567-e89b-12d3-a456-426614174000"
_RULES: dict[ValueKind, Callable[[ConnectionValue, str], Reason | None]] = {
    ValueKind.LABEL: _label,
    ValueKind.HOSTNAME: _hostname,
    ValueKind.URL: _url,
    ValueKind.UUID: _shape(_UUID, Reason.of("uuid", _GROUPS)),
    ValueKind.DIGITS: _shape(_DIGITS, Reason.of("digits", "use digits only")),
    ValueKind.EMAIL: _shape(_EMAIL, Reason.of("email", "write an e-mail address")),
    ValueKind.CHOICE: lambda value, text: None,
    ValueKind.TEXT: lambda value, text: None,
}
