"""JSON schemas in words and examples, for people who read the reference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_DEPTH = 4
_REF = "#/components/schemas/"
_BY_NAME = {
    "email": "ada@example.com",
    "id": "...",
    "name": "Acme",
    "url": "https://app.example.com/",
    "website": "https://app.example.com/",
}
_BOUNDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "more than {}"),
    ("maximum", "at most {}"),
    ("exclusiveMaximum", "less than {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("pattern", "pattern `{}`"),
)


@dataclass(frozen=True)
class Property:
    """One field as the reference shows it; `children` are those of an object inside."""

    name: str
    type: str
    required: bool
    about: str
    limits: str
    children: tuple["Property", ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads schemas that refer to each other through `components`."""

    components: Json

    def properties(self, schema: Json, depth: int = _DEPTH) -> tuple[Property, ...]:
        """The fields of an object, of a list's items, or of every alternative."""
        return tuple(self._properties(schema, depth))

    def _properties(self, schema: Json, depth: int) -> Iterator[Property]:
        if depth == 0:
            return
        schema = self.resolved(schema)
        for choice in schema.get("anyOf", []):
            yield from self._properties(choice, depth)
        if "items" in schema and isinstance(schema["items"], dict):
            yield from self._properties(schema["items"], depth)
        required = set(schema.get("required", []))
        for name, item in schema.get("properties", {}).items():
            yield self.property(name, item, name in required, depth - 1)

    def property(self, name: str, schema: Json, required: bool, depth: int = _DEPTH) -> Property:
        """One field with what can be said of it."""
        inner = self.resolved(_without_null(schema))
        about = schema.get("description") or inner.get("description", "") if "$ref" not in schema else ""
        return Property(
            name, self.type(schema), required, about, _limits(schema, inner), self.properties(schema, depth)
        )

    def type(self, schema: Json) -> str:
        """`string`, `list of object`, `integer | null`, or the allowed values."""
        if "anyOf" in schema:
            return " | ".join(dict.fromkeys(self.type(choice) for choice in schema["anyOf"]))
        found = self.resolved(schema)
        if "enum" in found:
            return " | ".join(str(value) for value in found["enum"])
        if found.get("type") == "array":
            return f"list of {self.type(found['items'])}" if isinstance(found.get("items"), dict) else "list"
        if "anyOf" in found:
            return self.type(found)
        kind = str(found.get("type", "any value"))
        return f"{kind}, {found['format']}" if "format" in found else kind

    def example(self, schema: Json, name: str = "", depth: int = _DEPTH, *, sparse: bool = False) -> object:
        """A value that fits. `sparse` leaves out what is optional."""
        schema = self.resolved(_without_null(schema))
        for source in ("examples", "enum"):
            if schema.get(source):
                return schema[source][0]
        if schema.get("default") not in (None, {}, []) and not sparse:
            return schema["default"]
        if "anyOf" in schema:
            return self.example(schema["anyOf"][0], name, depth, sparse=sparse)
        match schema.get("type"):
            case "object":
                return self._object(schema, depth, sparse)
            case "array":
                return [self.example(schema["items"], name, depth - 1, sparse=sparse)] if depth > 1 else []
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case _:
                return _text(schema, name)

    def _object(self, schema: Json, depth: int, sparse: bool) -> object:
        required = schema.get("required", [])
        return {
            name: self.example(item, name, depth - 1, sparse=sparse)
            for name, item in schema.get("properties", {}).items()
            if depth > 0 and (name in required or not sparse)
        }

    def resolved(self, schema: Json) -> Json:
        """The schema itself, or the one it refers to."""
        while "$ref" in schema:
            schema = self.components[schema["$ref"].removeprefix(_REF)]
        return schema


def _without_null(schema: Json) -> Json:
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    if len(choices) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **choices[0]}


def _limits(schema: Json, inner: Json) -> str:
    words = [text.format(inner[name]) for name, text in _BOUNDS if name in inner]
    default = schema.get("default", inner.get("default"))
    if default not in (None, {}, [], ""):
        words.append(f"default {str(default).lower() if isinstance(default, bool) else default}")
    text = re.sub(r"\b1 (character|item)s", r"1 \1", ", ".join(words))
    return text[:1].upper() + text[1:]


def _text(schema: Json, name: str) -> str:
    if schema.get("format") == "date-time":
        return "2030-01-31T12:00:00Z"
    last = name.rpartition("_")[2]
    return _BY_NAME.get(last, "...")
