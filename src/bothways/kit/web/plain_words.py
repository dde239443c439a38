"""What is wrong with an input, in words that a person can act on. The value itself is never repeated.

msgspec says `Expected `str` of length <= 3 - at `$.customer.id``; this becomes `customer.id`: "must have at most 3
characters".
"""

import enum
import re
from collections.abc import Callable, Iterable
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.limits import FIELD_ERRORS
from bothways.kit.web.strict_json import shown

_WORDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "datetime": "a date and time",
    "date": "a date",
    "bytes": "base64 text",
}
_COUNTS = {">=": "at least", "<=": "at most", "==": "exactly", None: "exactly"}
_UNITS = {"str": ("character", "characters"), "object": ("entry", "entries"), "bytes": ("byte", "bytes")}
_BOUNDS = {">=": "{} or more", "<=": "{} or less", ">": "more than {}", "<": "less than {}"}
_CHOICES_SHOWN = 20

_PATH = re.compile(r" - at `(?P<path>[^`]*)`$|- at `key` in `(?P<keyed>[^`]*)`$")

_Reason = Callable[[re.Match[str]], str]
_REASONS: tuple[tuple[re.Pattern[str], _Reason], ...] = (
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), lambda m: f"must be {_either(m[1])}, not {_word(m[2])}"),
    (
        re.compile(r"Expected `(\w+)` of length (>=|<=|==)? ?(\d+)"),
        lambda m: f"must have {_COUNTS[m[2]]} {m[3]} {_UNITS.get(m[1], ('item', 'items'))[m[3] != '1']}",
    ),
    (re.compile(r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)"), lambda m: f"must be {_BOUNDS[m[1]].format(m[2])}"),
    (re.compile(r"Expected `(?:int|float)` that's a multiple of (\S+)"), lambda m: f"must be a multiple of {m[1]}"),
    (re.compile(r"Expected `str` matching regex '(.*)'", re.DOTALL), lambda m: f"must match the pattern {m[1]}"),
    (re.compile(r"Invalid RFC3339 encoded datetime"), lambda _: "must be a date and time such as 2030-01-31T12:00:00Z"),
    (re.compile(r"Expected `datetime` with a timezone"), lambda _: "must say its offset from UTC, such as a final Z"),
    (re.compile(r"Invalid RFC3339 encoded date"), lambda _: "must be a date such as 2030-01-31"),
    (re.compile(r"Invalid base64 encoded string"), lambda _: "must be base64 text"),
    (re.compile(r"(Integer value|Number) out of range"), lambda _: "is out of range"),
)


def refuse(wanted: Any, value: object, error: msgspec.ValidationError) -> InvalidInput:
    """The error for a body that did not fit `wanted`, naming every field that could be told apart."""
    found = _collect(wanted, value, "")[:FIELD_ERRORS] or [explain(error, wanted)]
    return InvalidInput("; ".join(f"{item.field}: {item.reason}" for item in found), fields=found)


def explain(error: msgspec.ValidationError, wanted: Any, path: str = "") -> FieldError:
    """One of msgspec's errors as path and reason."""
    text = str(error)
    match = _PATH.search(text)
    inner = (match["path"] or match["keyed"] or "") if match else ""
    message = text[: match.start()] if match else text
    if named := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", message, re.DOTALL):
        reason = "is required" if named[1] == "missing required" else "is not known here"
        return FieldError(_join(_join(path, inner), shown(named[2])), reason)
    return FieldError(_join(path, inner) or "body", _reason(message, wanted, error))


def _collect(wanted: Any, value: object, path: str) -> list[FieldError]:
    struct = _struct_of(wanted)
    if struct and isinstance(value, dict) and (found := list(_in_struct(struct, value, path))):
        return found
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        return [explain(error, wanted, path)]
    return []


def _struct_of(wanted: Any) -> type[msgspec.Struct] | None:
    """The Struct that an object must be, also where null would do; None when there is a choice or no Struct."""
    members = [item for item in get_args(wanted) if item is not type(None)] if _is_union(wanted) else [wanted]
    only = members[0] if len(members) == 1 else None
    return only if isinstance(only, type) and issubclass(only, msgspec.Struct) else None


def _is_union(wanted: Any) -> bool:
    return get_origin(wanted) in {Union, UnionType}


def _in_struct(wanted: type[msgspec.Struct], value: dict[str, object], path: str) -> Iterable[FieldError]:
    config = wanted.__struct_config__
    known = {info.encode_name: info for info in msgspec.structs.fields(wanted)}
    for name, info in known.items():
        if name in value:
            yield from _collect(info.type, value[name], _join(path, name))
        elif info.required:
            yield FieldError(_join(path, name), "is required")
    if config.forbid_unknown_fields:
        strangers = [name for name in value if name not in known and name != config.tag_field]
        for at, name in enumerate(strangers):
            # Said once: a body of another shape altogether is full of them.
            right = f"; known are {', '.join([*known][:_CHOICES_SHOWN])}" if at == 0 and known else ""
            yield FieldError(_join(path, shown(name)), f"is not known here{right}")


def _reason(message: str, wanted: Any, error: msgspec.ValidationError) -> str:
    # Raised by a Struct's own __post_init__: our own words, which name no value.
    if isinstance(error.__cause__, ValueError | TypeError) and not message.startswith(("Expected", "Invalid")):
        return message
    if message.startswith("Invalid enum value"):
        choices = _choices(wanted)
        return f"must be one of {', '.join(choices)}" if choices else "is not one of the allowed values"
    for pattern, words in _REASONS:
        if match := pattern.match(message):
            return words(match)
    return "is not valid"


def _choices(wanted: Any) -> list[str]:
    """The allowed values of an enum or a Literal, also inside Annotated, a list or a union with None."""
    if get_origin(wanted) is Literal:
        return [str(item) for item in get_args(wanted)][:_CHOICES_SHOWN]
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return [str(item.value) for item in wanted][:_CHOICES_SHOWN]
    return next((found for item in get_args(wanted) if (found := _choices(item))), [])


def _join(path: str, inner: str) -> str:
    inner = inner.removeprefix("$").removeprefix(".")
    return f"{path}{inner}" if inner.startswith("[") or not (path and inner) else f"{path}.{inner}"


def _either(types: str) -> str:
    return " or ".join(_word(name) for name in types.split(" | "))


def _word(name: str) -> str:
    return _WORDS.get(name, f"a {name}")
