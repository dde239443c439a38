"""JSON as RFC 8259 and RFC 7493 (I-JSON) want it: what two parsers could read differently is refused.

Refused, each with its reason: not UTF-8, a byte order mark, the same name twice in an object, NaN and infinities, lone
surrogates, U+0000 (no database keeps it), numbers past 64 bits, and nesting deeper than `limits.JSON_DEPTH`.
"""

import json
import re
from typing import NoReturn

from bothways.kit.limits import JSON_DEPTH
from bothways.kit.web.problems import MalformedRequest

_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_INTEGER_MAX = 2**63
_INTEGER_CHARACTERS = 20
_NAME_SHOWN = 64


def check(body: bytes) -> object:
    """The body as plain Python values. Raises MalformedRequest with the reason; never quotes a value."""
    text = _text(body)
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise MalformedRequest(f"The body is not JSON: {error.msg.lower()}, at character {error.pos}.") from error
    _check_strings(text, value)
    return value


def shown(name: str) -> str:
    """A name that the caller chose, fit to be shown back: short and printable."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in name[:_NAME_SHOWN])
    return clean if len(name) <= _NAME_SHOWN else f"{clean}..."


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"The body is not UTF-8: see byte {error.start}.") from error
    if text.startswith("\ufeff"):
        raise MalformedRequest("The body starts with a byte order mark; send JSON without it.")
    return text


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= JSON_DEPTH:
        return
    depth = 0
    for match in _BRACKETS.finditer(text):
        mark = match.group()
        if mark in {"[", "{"}:
            depth += 1
            if depth > JSON_DEPTH:
                raise MalformedRequest(f"The body is nested deeper than {JSON_DEPTH} levels.")
        elif mark in {"]", "}"}:
            depth -= 1


def _check_strings(text: str, value: object) -> None:
    if _NUL.search(text):
        raise MalformedRequest("A string holds the character U+0000, which cannot be kept.")
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise MalformedRequest("A string holds half of a surrogate pair, which is no character.") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise MalformedRequest(f"An object has the name {shown(twice)!r} twice; which one counts is anybody's guess.")
    return found


def _constant(name: str) -> NoReturn:
    raise MalformedRequest(f"{name} is not a JSON number.")


def _integer(digits: str) -> int:
    if len(digits) <= _INTEGER_CHARACTERS and -_INTEGER_MAX <= (number := int(digits)) < _INTEGER_MAX:
        return number
    raise MalformedRequest("The body holds a whole number past 64 bits.")


def _number(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise MalformedRequest("The body holds a number past what 64 bits can express.")
    return number
