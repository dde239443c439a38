"""Reading a request's body: how much, how long, and of which kind."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from bothways.kit.errors import FieldError
from bothways.kit.limits import BODY_SECONDS, FORM_FIELDS
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import BodyTooLarge, BodyTooSlow, MalformedRequest, UnsupportedMedia
from bothways.kit.web.strict_json import shown

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Disconnected(Exception):
    """The client went away before its request was complete; nobody is there to be answered."""


async def read_body(receive: Receive, exchange: Exchange, max_bytes: int, seconds: float = BODY_SECONDS) -> bytes:
    """The whole body. Raises BodyTooLarge (before reading when it is announced), BodyTooSlow, Disconnected."""
    if exchange.header("content-encoding") not in {None, "", "identity"}:
        raise UnsupportedMedia("A compressed body is not read; send it without Content-Encoding.")
    announced = exchange.header("content-length") or ""
    if announced.isdigit() and int(announced[:20]) > max_bytes:
        raise _too_large(max_bytes)
    try:
        async with asyncio.timeout(seconds):
            return await _drain(receive, max_bytes)
    except TimeoutError as error:
        raise BodyTooSlow(f"The body was not complete after {seconds:g} seconds.") from error


async def _drain(receive: Receive, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part = message.get("body", b"")
        size += len(part)
        if size > max_bytes:
            raise _too_large(max_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(f"The body may have at most {max_bytes} bytes.")


def require_json(exchange: Exchange) -> None:
    """Raises UnsupportedMedia unless the body is declared as JSON in UTF-8 (RFC 8259 section 8.1)."""
    kind, charset = _content_type(exchange)
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMedia("Send JSON, with the header Content-Type: application/json.")
    if charset not in {"", "utf-8", "utf8"}:
        raise UnsupportedMedia("Send JSON in UTF-8.")


def read_form(exchange: Exchange, body: bytes) -> Mapping[str, str]:
    """The fields of a URL-encoded form. A name sent twice, bytes that are not UTF-8 and U+0000 are refused."""
    kind, charset = _content_type(exchange)
    if kind != "application/x-www-form-urlencoded" or charset not in {"", "utf-8", "utf8"}:
        raise UnsupportedMedia("Send the form as application/x-www-form-urlencoded in UTF-8.")
    return once(pairs(body, FORM_FIELDS, "form"))


def pairs(encoded: bytes, most: int, what: str) -> list[tuple[str, str]]:
    """The pairs of a query string or form. Raises MalformedRequest on what cannot be read without guessing."""
    try:
        found = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError as error:
        raise MalformedRequest(f"The {what} is not percent-encoded UTF-8, or has more than {most} fields.") from error
    for name, value in found:
        if "\0" in name or "\0" in value:
            raise MalformedRequest(f"The {what} holds the character U+0000, which cannot be kept.")
    return found


def once(found: list[tuple[str, str]]) -> dict[str, str]:
    """Each name with its value. Raises MalformedRequest when one stands twice."""
    values: dict[str, str] = {}
    for name, value in found:
        if name in values:
            raise MalformedRequest(
                f"{shown(name)} was sent twice.", fields=[FieldError(shown(name), "may be sent once only")]
            )
        values[name] = value
    return values


def _content_type(exchange: Exchange) -> tuple[str, str]:
    sent = exchange.headers("content-type")
    if len(sent) != 1:
        return "", ""
    kind, _, rest = sent[0].partition(";")
    settings = dict(part.strip().lower().partition("=")[::2] for part in rest.split(";"))
    return kind.strip().lower(), settings.get("charset", "").strip('"')
