"""One parameter of a handler: where its value comes from, and how text becomes what the handler wants."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from bothways.kit.errors import InvalidInput
from bothways.kit.web.plain_words import explain
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.route import Route, RouteTableError

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Source(Enum):
    """Where a parameter's value comes from."""

    PATH = "path"
    QUERY = "query"
    CALLER = "caller"
    DATA = "data"
    FORM = "form"
    BODY = "body"
    REQUEST = "request"
    EXCHANGE = "exchange"


_GIVEN = {source.value: source for source in Source if source not in {Source.PATH, Source.QUERY}}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a handler. `plain` values are strings already and need no conversion."""

    name: str
    source: Source
    wanted: Any
    required: bool
    default: object
    plain: bool
    many: bool
    takes_text: bool


def parameter(item: inspect.Parameter, hints: Mapping[str, Any], in_path: set[str], route: Route) -> Parameter:
    """Work one out. Raises RouteTableError when it has no type or no name of its own."""
    if item.kind in {item.VAR_POSITIONAL, item.VAR_KEYWORD, item.POSITIONAL_ONLY} or item.name not in hints:
        raise RouteTableError(f"{route.method} {route.path}: parameter {item.name} needs a name and a type")
    wanted = hints[item.name]
    inner = _members(wanted)
    return Parameter(
        name=item.name,
        source=Source.PATH if item.name in in_path else _GIVEN.get(item.name, Source.QUERY),
        wanted=wanted,
        required=item.default is item.empty,
        default=None if item.default is item.empty else item.default,
        plain=wanted is str or wanted == (str | None),
        many=any(get_origin(member) in {list, tuple, set, frozenset} for member in inner),
        # An instant is text, too: lax conversion would take any number for seconds since 1970.
        takes_text=str in inner or datetime in inner,
    )


def _members(wanted: Any) -> list[Any]:
    """The types of a union, looking through Annotated."""
    if get_origin(wanted) is Annotated:
        return _members(get_args(wanted)[0])
    if get_origin(wanted) in {Union, UnionType}:
        return [member for item in get_args(wanted) for member in _members(item)]
    return [wanted]


def from_path(item: Parameter, text: str) -> object:
    """The value of a path parameter. Raises RouteNotFound, InvalidInput."""
    return plain(text) if item.plain else _converted(item, plain(text))


def plain(text: str) -> str:
    """Text out of a path, as it is. Raises RouteNotFound on control characters."""
    # No stored id holds one; a database might choke on it.
    if _CONTROL.search(text):
        raise RouteNotFound("Nothing has this path.")
    return text


def from_query(item: Parameter, query: Mapping[str, list[str]]) -> object:
    """The value of a query parameter. Raises InvalidInput."""
    given = query.get(item.name)
    if given is None:
        if item.required:
            raise InvalidInput.of(item.name, "is required, as a query parameter")
        return item.default
    return _converted(item, given if item.many else given[0])


def _converted(item: Parameter, value: object) -> object:
    if item.plain:
        return value
    try:
        return msgspec.convert(value, item.wanted, strict=item.takes_text)
    except msgspec.ValidationError as error:
        found = explain(error, item.wanted)
        inner = found.field if found.field != "body" else ""
        raise InvalidInput.of(f"{item.name}{inner}", found.reason.removesuffix(", not a string")) from error
