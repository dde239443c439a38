"""From JSON to typed values, lenient towards the future: a newer server may send fields and words unknown here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Reader = Callable[[object], T]
"""Raises KeyError, TypeError or ValueError on something else than it reads."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list. `next_cursor` is None on the last one."""

    items: tuple[T, ...]
    next_cursor: str | None = None


def reader(kind: type[T]) -> Reader[T]:
    """What reads values of a type: a scalar, an instant, a dataclass, or Literal, tuple, Mapping, None of those."""
    return _reader(kind)


def page_reader(kind: type[T]) -> Reader[Page[T]]:
    """What reads a page of such items."""
    items, cursor = _many(_reader(kind)), _optional(_instance(str))

    def read(value: object) -> Page[T]:
        document = _object(value)
        return Page(items(document["items"]), cursor(document.get("next_cursor")))

    return read


def _reader(kind: Any) -> Reader[Any]:
    if is_dataclass(kind):
        return _record(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        # Words that only a newer server knows are let through.
        return _instance(str)
    if origin is tuple:
        return _many(_reader(arguments[0]))
    if origin is Mapping:
        return _mapping(_reader(arguments[1]))
    if origin in {Union, UnionType}:
        (of,) = (argument for argument in arguments if argument is not NoneType)
        return _optional(_reader(of))
    return _PLAIN.get(kind) or _instance(kind)


def _record(kind: Any) -> Reader[Any]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(value: object) -> Any:
        document = _object(value)
        # A field that is missing and has no default is a TypeError of the constructor.
        return kind(**{name: of(document[name]) for name, of in readers.items() if name in document})

    return read


def _many(of: Reader[Any]) -> Reader[tuple[Any, ...]]:
    is_list = _instance(list)
    return lambda value: tuple(of(item) for item in is_list(value))


def _mapping(of: Reader[Any]) -> Reader[dict[str, Any]]:
    return lambda value: {name: of(item) for name, item in _object(value).items()}


def _optional(of: Reader[T]) -> Reader[T | None]:
    return lambda value: None if value is None else of(value)


def _instance(kind: type[T]) -> Reader[T]:
    def read(value: object) -> T:
        if not isinstance(value, kind):
            raise TypeError(f"not a {kind.__name__}")
        return value

    return read


_object: Reader[dict[str, Any]] = _instance(dict)
_text = _instance(str)

_PLAIN: Mapping[object, Reader[Any]] = {
    NoneType: lambda _: None,
    date: lambda value: date.fromisoformat(_text(value)),
    datetime: lambda value: datetime.fromisoformat(_text(value)),
}
