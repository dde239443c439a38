"""Frozen dataclasses to plain JSON data and back. A file is the model, word for word; defaults are left out.

Reading goes on after a fault, so that one look names them all, with the way to each.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bothways.oauth.foreign import Json
from bothways.outbound.providers.problems import Problems

T = TypeVar("T")

# Never equal to anything that a file can hold.
_FAULTY = object()
_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a day such as 2026-11-20"}
# Keys of a whole file that are for editors and readers.
COMMENTS = frozenset({"$schema", "$comment"})


def read(cls: type[T], data: Json, problems: Problems, path: str = "") -> T | None:
    """An instance from JSON data; None when something was wrong, which `problems` then names."""
    found = _read_object(cls, data, path, problems)
    return None if found is _FAULTY else found


def write(value: object) -> Json:
    """Plain JSON data for a value of the model, without what equals the defaults."""
    if isinstance(value, (StrEnum, date)):
        return value.value if isinstance(value, StrEnum) else value.isoformat()
    if is_dataclass(value):
        return {
            item.name: write(getattr(value, item.name))
            for item in file_fields(type(value))
            if getattr(value, item.name) != default_of(item)
        }
    if isinstance(value, Mapping):
        return {str(name): write(inner) for name, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [write(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a file")


@cache
def hints(cls: type) -> dict[str, Any]:
    """The types of a dataclass's fields, resolved."""
    return get_type_hints(cls)


def file_fields(cls: type) -> list[Field[Any]]:
    """The fields that a file may set."""
    return [item for item in fields(cls) if item.metadata.get("in_file", True)]


def default_of(item: Field[Any]) -> object:
    """A field's default, or MISSING."""
    return item.default_factory() if item.default_factory is not MISSING else item.default


def inner_of(hint: Any) -> tuple[Any, bool]:
    """A type without its `| None`, and whether that was there. Free JSON is told by `Json`."""
    if get_origin(hint) not in {Union, types.UnionType}:
        return hint, False
    inner = [part for part in get_args(hint) if part is not types.NoneType]
    return (inner[0] if len(inner) == 1 else Json), True


def _read_object(cls: type, data: Json, path: str, problems: Problems) -> Any:
    if not isinstance(data, dict):
        problems.add(path, "an object was expected here", "Write { ... } with the keys of the schema.")
        return _FAULTY
    known = {item.name: item for item in file_fields(cls)}
    _name_strangers(data, known, path, problems)
    values: dict[str, Any] = {}
    for name, item in known.items():
        where = f"{path}.{name}" if path else name
        if name in data:
            values[name] = _read(hints(cls)[name], data[name], where, problems)
        elif default_of(item) is MISSING:
            problems.add(where, "it is missing", "Add it; every provider needs it.")
            values[name] = _FAULTY
    return _FAULTY if any(value is _FAULTY for value in values.values()) else cls(**values)


def _name_strangers(data: Mapping[str, Json], known: Mapping[str, object], path: str, problems: Problems) -> None:
    for name in data:
        if name in known or (path == "" and name in COMMENTS):
            continue
        near = get_close_matches(name, known, n=1)
        advice = f"Did you mean {near[0]}?" if near else "Remove it; known here: " + ", ".join(sorted(known)) + "."
        problems.add(f"{path}.{name}" if path else name, "there is no such key", advice)


def _read(hint: Any, data: Json, path: str, problems: Problems) -> Any:
    hint, optional = inner_of(hint)
    if hint is Json or (data is None and optional):
        return data
    if get_origin(hint) is tuple:
        return _read_list(get_args(hint)[0], data, path, problems)
    if get_origin(hint) is Mapping:
        return _read_map(get_args(hint)[1], data, path, problems)
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_object(hint, data, path, problems)
    return _read_plain(hint, data, path, problems)


def _read_list(hint: Any, data: Json, path: str, problems: Problems) -> Any:
    if not isinstance(data, list):
        problems.add(path, "a list was expected here", "Write [ ... ].")
        return _FAULTY
    values = tuple(_read(hint, inner, f"{path}[{index}]", problems) for index, inner in enumerate(data))
    return _FAULTY if any(value is _FAULTY for value in values) else values


def _read_map(hint: Any, data: Json, path: str, problems: Problems) -> Any:
    if not isinstance(data, dict):
        problems.add(path, "an object was expected here", 'Write { "name": ... }.')
        return _FAULTY
    values = {name: _read(hint, inner, f"{path}.{name}", problems) for name, inner in data.items()}
    return _FAULTY if any(value is _FAULTY for value in values.values()) else values


def _read_plain(hint: Any, data: Json, path: str, problems: Problems) -> Any:
    if hint is date and isinstance(data, str):
        try:
            return date.fromisoformat(data)
        except ValueError:
            data = None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if isinstance(data, str) and data in {choice.value for choice in hint}:
            return hint(data)
        problems.add(path, "it is none of the known words", "Write one of: " + ", ".join(hint) + ".")
        return _FAULTY
    # In Python, true is an int as well.
    if isinstance(data, hint) and isinstance(data, bool) == (hint is bool):
        return data
    problems.add(path, "it has the wrong type", f"Write {_NAMES[hint]}.")
    return _FAULTY
