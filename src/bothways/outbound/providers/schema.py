"""The JSON Schema of a provider's file, made from the model: for editors, and for people who write one."""

import inspect
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

from bothways.oauth.foreign import Json
from bothways.outbound.providers.model import Provider
from bothways.outbound.providers.shape import COMMENTS, default_of, file_fields, hints, inner_of, write

_PLAIN: dict[object, dict[str, Json]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}


def provider_schema() -> dict[str, Json]:
    """JSON Schema 2020-12. The rules that go beyond shapes are `rules.py`'s."""
    definitions: dict[str, Json] = {}
    whole = _object(Provider, definitions)
    properties: dict[str, Json] = {name: {"type": "string"} for name in sorted(COMMENTS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Bothways provider file",
        **whole,
        "properties": {**properties, **whole["properties"]},  # type: ignore[dict-item]
        "$defs": dict(sorted(definitions.items())),
    }


def _object(cls: type, definitions: dict[str, Json]) -> dict[str, Json]:
    items = file_fields(cls)
    properties: dict[str, Json] = {}
    for item in items:
        default = default_of(item)
        shape = _shape(hints(cls)[item.name], definitions)
        shown = default is not MISSING and default is not None and write(default) not in ({}, [], "")
        properties[item.name] = {**shape, "default": write(default)} if shown else shape
    return {
        "description": inspect.getdoc(cls) or "",
        "type": "object",
        "properties": properties,
        "required": [item.name for item in items if default_of(item) is MISSING],
        "additionalProperties": False,
    }


def _shape(hint: Any, definitions: dict[str, Json]) -> dict[str, Json]:
    hint, optional = inner_of(hint)
    if hint is Json:
        return {}
    shape = _definite(hint, definitions)
    return {"anyOf": [shape, {"type": "null"}]} if optional else shape


def _definite(hint: Any, definitions: dict[str, Json]) -> dict[str, Json]:
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _shape(get_args(hint)[0], definitions)}
    if get_origin(hint) is Mapping:
        return {"type": "object", "additionalProperties": _shape(get_args(hint)[1], definitions)}
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return _reference(hint, definitions)  # type: ignore[arg-type]
    return dict(_PLAIN[hint])


def _reference(cls: type, definitions: dict[str, Json]) -> dict[str, Json]:
    name = cls.__name__
    if name not in definitions:
        definitions[name] = {}
        if issubclass(cls, StrEnum):
            definitions[name] = {"description": inspect.getdoc(cls) or "", "enum": [choice.value for choice in cls]}
        else:
            definitions[name] = _object(cls, definitions)
    return {"$ref": f"#/$defs/{name}"}
