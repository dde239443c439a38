"""What a handler is given: its parameters, worked out once from its signature, then filled at every request."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec

from bothways.kit.errors import InvalidInput
from bothways.kit.limits import QUERY_BYTES, QUERY_FIELDS
from bothways.kit.web.body import Receive, once, pairs, read_body, read_form, require_json
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.parameters import Parameter, Source, from_path, from_query, parameter, plain
from bothways.kit.web.plain_words import refuse
from bothways.kit.web.problems import MalformedRequest
from bothways.kit.web.route import Public, Route, RouteTableError
from bothways.kit.web.strict_json import check, shown

_OF_BODY = frozenset({Source.DATA, Source.FORM, Source.BODY})
PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True)
class Binding:
    """A handler's parameters, what it returns, and whether it wants anything of the body."""

    parameters: tuple[Parameter, ...]
    returns: Any
    max_body_bytes: int
    strict_query: bool
    data: Parameter | None
    reads_body: bool
    decoder: msgspec.json.Decoder[Any] | None
    # Handlers that take only plain path parameters and the caller are the hot ones.
    plain_path: tuple[str, ...] | None
    takes_caller: bool

    @classmethod
    def of(cls, route: Route) -> "Binding":
        """Work it out. Raises RouteTableError when the signature cannot be served."""
        hints = get_type_hints(route.handler, include_extras=True)
        in_path = {match[1] for match in PLACEHOLDER.finditer(route.path)}
        declared = inspect.signature(route.handler).parameters.values()
        parameters = tuple(parameter(item, hints, in_path, route) for item in declared)
        _check(route, parameters, in_path)
        data = next((item for item in parameters if item.source is Source.DATA), None)
        return cls(
            parameters=parameters,
            returns=hints.get("return", Any),
            max_body_bytes=route.max_body_bytes,
            # A preflight comes with the query of the request that it asks for.
            strict_query=route.path.startswith("/v1/") and route.speech is None and route.method != "OPTIONS",
            data=data,
            reads_body=any(item.source in _OF_BODY for item in parameters),
            decoder=msgspec.json.Decoder(data.wanted) if data else None,
            plain_path=_plain_path(parameters),
            takes_caller=any(item.source is Source.CALLER for item in parameters),
        )

    def of_source(self, source: Source) -> Iterator[Parameter]:
        """The parameters from one source, in the order of the signature."""
        return (item for item in self.parameters if item.source is source)

    async def body(self, receive: Receive, exchange: Exchange) -> bytes:
        """The raw body, empty when the handler does not read one."""
        return await read_body(receive, exchange, self.max_body_bytes) if self.reads_body else b""

    def arguments(
        self, exchange: Exchange, path: Mapping[str, str], caller: object, body: bytes, request: object
    ) -> dict[str, object]:
        """The handler's keyword arguments. Raises InvalidInput or MalformedRequest naming what is wrong."""
        if self.plain_path is not None and not exchange.scope.get("query_string"):
            return self._plain_arguments(path, caller)
        query = self._query(exchange.scope.get("query_string", b""))
        given = {Source.CALLER: caller, Source.BODY: body, Source.REQUEST: request, Source.EXCHANGE: exchange}
        values: dict[str, object] = {}
        for item in self.parameters:
            match item.source:
                case Source.PATH:
                    values[item.name] = from_path(item, path[item.name])
                case Source.QUERY:
                    values[item.name] = from_query(item, query)
                case Source.DATA:
                    values[item.name] = self._data(item, exchange, body)
                case Source.FORM:
                    values[item.name] = read_form(exchange, body)
                case source:
                    values[item.name] = given[source]
        return values

    def _plain_arguments(self, path: Mapping[str, str], caller: object) -> dict[str, object]:
        values: dict[str, object] = {"caller": caller} if self.takes_caller else {}
        for name in self.plain_path or ():
            values[name] = plain(path[name])
        return values

    def _query(self, encoded: bytes) -> dict[str, list[str]]:
        if not encoded:
            return {}
        if len(encoded) > QUERY_BYTES:
            raise MalformedRequest(f"The query string may have at most {QUERY_BYTES} bytes.")
        # Pages tolerate what providers and mail programs append to an address; the API does not.
        if not self.strict_query and not any(self.of_source(Source.QUERY)):
            return {}
        known = {item.name: item for item in self.of_source(Source.QUERY)}
        found: dict[str, list[str]] = {}
        for name, value in pairs(encoded, QUERY_FIELDS, "query string"):
            if name in known:
                found.setdefault(name, []).append(value)
            elif self.strict_query:
                raise InvalidInput.of(shown(name), "is not a parameter of this operation")
        for name, values in found.items():
            if len(values) > 1 and not known[name].many:
                once([(name, value) for value in values])
        return found

    def _data(self, item: Parameter, exchange: Exchange, body: bytes) -> object:
        if not body:
            if item.required:
                raise MalformedRequest("The body is empty; send JSON.")
            return item.default
        require_json(exchange)
        value = check(body)
        assert self.decoder is not None
        try:
            return self.decoder.decode(body)
        except msgspec.ValidationError as error:
            raise refuse(item.wanted, value, error) from error


def _plain_path(parameters: tuple[Parameter, ...]) -> tuple[str, ...] | None:
    """The path parameters, when there is nothing else but the caller and none of them needs conversion."""
    in_path = [item for item in parameters if item.source is Source.PATH]
    others = [item for item in parameters if item.source not in {Source.PATH, Source.CALLER}]
    return None if others or not all(item.plain for item in in_path) else tuple(item.name for item in in_path)


def _check(route: Route, parameters: tuple[Parameter, ...], in_path: set[str]) -> None:
    where = f"{route.method} {route.path}"
    sources = {item.source for item in parameters}
    missing = in_path - {item.name for item in parameters}
    if missing and route.method != "OPTIONS":
        raise RouteTableError(f"{where}: the handler does not take {', '.join(sorted(missing))}")
    if Source.CALLER in sources and isinstance(route.caller, Public):
        raise RouteTableError(f"{where}: a public route has no caller")
    if route.fast and Source.REQUEST in sources:
        raise RouteTableError(f"{where}: a fast route has no framework request")
    if Source.REQUEST in sources and sources & _OF_BODY:
        raise RouteTableError(f"{where}: the body can be read once: by data, form or body, or through the request")
    for item in parameters:
        if item.source is Source.DATA:
            _check_closed(item.wanted, where)


def _check_closed(wanted: Any, where: str) -> None:
    """Every Struct that arrives refuses names it does not know, or a typing error would pass for success."""
    for found in _structs(msgspec.inspect.type_info(wanted), set()):
        if not found.forbid_unknown_fields:
            raise RouteTableError(f"{where}: {found.cls.__name__} must forbid unknown fields")


def _structs(info: msgspec.inspect.Type, seen: set[type]) -> Iterator[msgspec.inspect.StructType]:
    match info:
        case msgspec.inspect.StructType() if info.cls not in seen:
            seen.add(info.cls)
            yield info
            for item in info.fields:
                yield from _structs(item.type, seen)
        case msgspec.inspect.UnionType():
            for member in info.types:
                yield from _structs(member, seen)
        case msgspec.inspect.CollectionType():
            yield from _structs(info.item_type, seen)
        case msgspec.inspect.DictType():
            yield from _structs(info.value_type, seen)
        case msgspec.inspect.Metadata():
            yield from _structs(info.type, seen)
        case _:
            return
