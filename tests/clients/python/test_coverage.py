"""The client knows the whole API: whoever adds an operation or a field adds it to the client."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest

import bothways_client
from bothways_client import Bothways, KnownCredentials, Theme
from bothways_client.operation import Group, Listing, Operation
from tests.support.hub import Hub

METHODS = {"get", "post", "put", "patch", "delete"}
# Paging is the client's own affair, and a key for the browser is nothing for a backend.
BY_ITSELF = {"cursor", "total"}
# The client's word for a thing -> the API's.
WORDS = {
    "GET /v1/events": {"types": "type"},
    "POST /v1/customers": {"customer": "id"},
    "POST /v1/connect-sessions": {"name": "customer", "email": "customer", "metadata": "customer"},
    "POST /v1/connect-links": {"customer_name": "customer", "email": "customer", "metadata": "customer"},
}


@dataclass(frozen=True)
class Known:
    """One operation as the client has it."""

    name: str
    operation: Operation[..., Any] | Listing[..., Any]

    @property
    def route(self) -> str:
        return self.operation.route

    def takes(self) -> set[str]:
        """Everything that it lets its caller say, in the API's words."""
        words = {"page_size": "limit", **WORDS.get(self.route, {})}
        names = list(inspect.signature(self.operation.saying).parameters)[1:]
        return {words.get(name, name) for name in names}


@cache
def known() -> tuple[Known, ...]:
    """Every operation that can be reached from a client."""
    hub = Bothways("http://127.0.0.1:9", "key")
    groups = {name: group for name, group in vars(hub).items() if isinstance(group, Group)}
    return tuple(_known("hub", hub)) + tuple(one for name, group in groups.items() for one in _known(name, group))


def _known(name: str, group: Group[Any]) -> Iterator[Known]:
    for attribute, value in inspect.getmembers_static(type(group)):
        if isinstance(value, Operation | Listing):
            yield Known(f"{name}.{attribute}", value)


@pytest.fixture
async def document(hub: Hub) -> dict[str, Any]:
    """The document that the product serves."""
    return dict((await hub.call("GET", "/openapi.json")).data)


@pytest.fixture
def described(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation of the document that backends may call, by its route; the others are for browsers."""
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS and any("apiKey" in way for way in operation["security"])
    }


async def test_every_operation_has_one_method(described: dict[str, Any]) -> None:
    assert sorted(one.route for one in known()) == sorted(described)


async def test_everything_that_an_operation_takes_can_be_said(
    described: dict[str, Any], document: dict[str, Any]
) -> None:
    can_be_said = {one.route: one.takes() | BY_ITSELF for one in known()}
    takes = {route: _takes(operation, document) | BY_ITSELF for route, operation in described.items()}
    assert can_be_said == takes


def _takes(operation: dict[str, Any], document: dict[str, Any]) -> set[str]:
    parameters = [_resolved(one, document) for one in operation.get("parameters", [])]
    names = {one["name"].lower().replace("-", "_") for one in parameters}
    content = operation.get("requestBody", {}).get("content", {})
    for schema in _choices(content.get("application/json", {}).get("schema", {})):
        names |= set(_resolved(schema, document).get("properties", {}))
    return names


async def test_calls_that_create_carry_a_key_where_the_api_takes_one(
    described: dict[str, Any], document: dict[str, Any]
) -> None:
    takes_key = {route for route, one in described.items() if "idempotency_key" in _takes(one, document)}
    assert {one.route for one in known() if one.operation.creates} == takes_key


async def test_every_field_of_every_answer_is_read(described: dict[str, Any], document: dict[str, Any]) -> None:
    missing = []
    for one in known():
        schema = _result_of(described[one.route], document)
        if isinstance(one.operation, Listing) and schema is not None:
            schema = schema["properties"]["items"]["items"]
        missing += list(_differences(one.name, one.operation.kind, schema, document))
    assert missing == []


def test_what_has_one_shape_is_one_class() -> None:
    shapes: dict[tuple[str, ...], set[str]] = {}
    for name in bothways_client.__all__:
        kind = getattr(bothways_client, name)
        if isinstance(kind, type) and is_dataclass(kind):
            shapes.setdefault(tuple(sorted(field.name for field in fields(kind))), set()).add(kind.__name__)
    assert [names for names in shapes.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("kind", "route", "name"),
    [(KnownCredentials, "POST /v1/connections", "credentials"), (Theme, "PATCH /v1/environment", "theme")],
)
async def test_every_field_of_what_is_sent_can_be_said(
    kind: type, route: str, name: str, described: dict[str, Any], document: dict[str, Any]
) -> None:
    body = _resolved(described[route]["requestBody"]["content"]["application/json"]["schema"], document)
    assert list(_differences(name, kind, _object_in(body["properties"][name], document), document)) == []


def _result_of(operation: dict[str, Any], document: dict[str, Any]) -> Any:
    (answer,) = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return None if schema is None else _resolved(schema, document)


def _differences(name: str, kind: Any, schema: Any, document: dict[str, Any]) -> Iterator[str]:
    if not is_dataclass(kind):
        return
    properties = _resolved(schema, document)["properties"]
    hints = get_type_hints(kind)
    for field in properties.keys() ^ {field.name for field in fields(kind)}:
        yield f"{name}.{field}"
    for field in properties.keys() & hints.keys():
        for inner in [hints[field], *get_args(hints[field])]:
            yield from _differences(f"{name}.{field}", inner, _object_in(properties[field], document), document)


def _object_in(schema: Any, document: dict[str, Any]) -> Any:
    """The object that a property holds: itself, one of its choices, or an item of it."""
    for choice in _choices(schema):
        resolved = _resolved(choice, document)
        if "items" in resolved:
            return _object_in(resolved["items"], document)
        if "properties" in resolved:
            return resolved
    return {"properties": {}}


def _choices(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return list(schema.get("anyOf") or schema.get("oneOf") or [schema])


def _resolved(schema: Any, document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return dict(schema)
