"""Text and documents that the other side wrote: read with suspicion, cleaned before anybody sees them."""

import json
import re
from typing import NoReturn, TypeAlias
from urllib.parse import parse_qsl

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Document: TypeAlias = dict[str, Json]

MAX_FORM_FIELDS = 200
MAX_DEPTH = 32

# RFC 6749 appendix A: VSCHAR.
_VISIBLE = re.compile(r"[\x20-\x7e]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Unreadable(Exception):
    """The bytes are not the document that was expected. The text says why and quotes nothing."""


def clean(text: str, *, limit: int) -> str:
    """Text fit for a log line or a page: control, format and surrogate characters become blanks, the rest is cut."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * limit])
    return " ".join(printable.split())[:limit]


def is_visible(text: str) -> bool:
    """Whether `text` is printable ASCII and not empty (VSCHAR, RFC 6749 appendix A)."""
    return _VISIBLE.fullmatch(text) is not None


def read_json(body: bytes) -> Json:
    """Any JSON value. Raises Unreadable for NaN, endless brackets, half characters and what is not UTF-8."""
    try:
        document: Json = json.loads(_text(body), parse_constant=_refuse_constant)
    except RecursionError:
        raise Unreadable("the JSON is nested too deeply") from None
    except ValueError:
        # The parser's own message may quote the body, which may hold a token.
        raise Unreadable("the answer is not valid JSON") from None
    _check(document)
    return document


def read_object(body: bytes) -> Document:
    """A JSON object. Raises Unreadable for everything else, a list and null among it."""
    document = read_json(body)
    if not isinstance(document, dict):
        raise Unreadable("the JSON is not an object")
    return document


def read_form(body: bytes) -> Document:
    """A form-encoded body. Raises Unreadable when it is not UTF-8, too long, or names a field twice."""
    try:
        pairs = parse_qsl(_text(body).strip(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FORM_FIELDS)
    except ValueError:
        raise Unreadable("the answer is not valid form data") from None
    fields: Document = dict(pairs)
    if len(fields) != len(pairs):
        raise Unreadable("the form data names a field twice")
    return fields


def at(document: Json, path: str) -> Json:
    """The value under a dotted path (`team.id`, `items.0.name`); None when any part is absent."""
    value = document
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif (
            isinstance(value, list) and part.isascii() and part.isdigit() and len(part) <= 4 and int(part) < len(value)
        ):
            value = value[int(part)]
        else:
            return None
    return value


def text_at(document: Json, path: str, *, limit: int = 1000) -> str:
    """The text or number under a path, as cleaned text; empty when it is absent or something else."""
    value = at(document, path)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**30:
        # Python refuses to print integers of many thousand digits.
        return ""
    return clean(str(value), limit=limit) if isinstance(value, (str, int, float)) else ""


def _check(document: Json) -> None:
    """Refuse what would fail later, when the document is walked or stored: depth, and halves of characters."""
    level: list[Json] = [document]
    for _ in range(MAX_DEPTH):
        below: list[Json] = []
        for value in level:
            if isinstance(value, dict):
                below += [*value, *value.values()]
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str) and _SURROGATE.search(value):
                raise Unreadable("the JSON holds half a character")
        if not below:
            return
        level = below
    raise Unreadable("the JSON is nested too deeply")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the answer is not UTF-8") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
