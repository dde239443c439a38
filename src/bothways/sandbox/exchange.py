"""Requests and answers as plain values, so that everything behind the socket is functions of them."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

MAX_FIELDS = 60
FORM = "application/x-www-form-urlencoded"


class Malformed(Exception):
    """The request cannot be read. The text says why and quotes nothing of it."""


@dataclass(frozen=True)
class Ask:
    """One request. Header names are in lower case; a header that came twice keeps its first value."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def form_pairs(self) -> list[tuple[str, str]]:
        """The fields of a submitted form in order. Raises Malformed."""
        if self.content_type != FORM:
            raise Malformed(f"the body must be {FORM}")
        try:
            return read_pairs(self.body.decode())
        except UnicodeDecodeError:
            raise Malformed("the form is not UTF-8") from None

    def form(self) -> dict[str, str]:
        """The fields of a form that names each once (RFC 6749 section 3.2). Raises Malformed."""
        return once(self.form_pairs())

    def cookie(self, name: str) -> str | None:
        """The cookie's value; None when it is absent or cannot be read."""
        try:
            morsel = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return morsel.value if morsel is not None else None

    def bearer(self) -> str | None:
        """The token of `Authorization: Bearer` (RFC 6750 section 2.1)."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    def basic(self) -> tuple[str, str] | None:
        """User and password of `Authorization: Basic` (RFC 7617)."""
        scheme, _, encoded = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            user, _, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
        except ValueError:
            return None
        return user, password


@dataclass(frozen=True)
class Say:
    """One answer."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()

    def with_headers(self, *headers: tuple[str, str]) -> "Say":
        """The same answer with more headers."""
        return Say(self.status, self.body, (*self.headers, *headers))


def say_json(status: int, document: object, *headers: tuple[str, str]) -> Say:
    """A JSON document that nobody may cache (RFC 6749 section 5.1)."""
    body = json.dumps(document, ensure_ascii=False).encode()
    return Say(status, body, (("content-type", "application/json"), ("cache-control", "no-store"), *headers))


def see_other(location: str, *headers: tuple[str, str]) -> Say:
    """303, so that a form is never posted on to the next address (RFC 9700 section 4.12)."""
    return Say(303, b"", (("location", location), ("cache-control", "no-store"), *headers))


def read_pairs(text: str) -> list[tuple[str, str]]:
    """Form-encoded fields in order. Raises Malformed when they are too many or not UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise Malformed("the parameters cannot be read") from None


def once(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The fields by name. Raises Malformed when one is repeated (RFC 6749 section 3.1)."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("a parameter is repeated")
    return fields
