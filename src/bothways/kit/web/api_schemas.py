"""JSON schemas of what operations take and give, named for people."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from bothways.kit.web.operation import Operation
from bothways.kit.web.parameters import Source
from bothways.kit.web.problems import Problem
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import RouteTableError

Json = dict[str, Any]

PREFIX = "#/components/schemas/"
NOTHING = (None, type(None))

_TYPED = {Source.PATH, Source.QUERY, Source.DATA}
_GENERIC = re.compile(r"(\w+)_(\w+)_")


@dataclass(frozen=True)
class Schemas:
    """Schemas of every type that the operations name, in the order they were asked for."""

    by_type: list[tuple[Any, Json]]
    components: Json

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> "Schemas":
        types: list[Any] = [Problem]
        for operation in operations:
            types += [item.wanted for item in operation.binding.parameters if item.source in _TYPED]
            types += [operation.binding.returns] if has_schema(operation.binding.returns) else []
        roots, components = msgspec.json.schema_components(
            types, schema_hook=_anything, ref_template=f"{PREFIX}{{name}}"
        )
        plain = json.loads(json.dumps({"roots": roots, "components": components}))
        tidy = _renamed(plain, _tidy_names(plain["components"]))
        for schema in tidy["components"].values():
            _tidy_schema(schema)
        return cls(list(zip(types, tidy["roots"], strict=True)), dict(sorted(tidy["components"].items())))

    def get(self, wanted: Any) -> Json:
        """The schema of a type."""
        return next(dict(schema) for known, schema in self.by_type if known is wanted or known == wanted)


def has_schema(returns: Any) -> bool:
    """Whether a handler's answer is JSON of a known shape, rather than nothing or a response of its own."""
    is_response = isinstance(returns, type) and (returns is Reply or hasattr(returns, "to_asgi_response"))
    origin = getattr(returns, "__origin__", None)
    return returns not in NOTHING and returns is not Any and not is_response and not hasattr(origin, "to_asgi_response")


def _tidy_names(names: Iterable[str]) -> dict[str, str]:
    """`ThingOut` as `Thing`, `ThingIn` as `ThingInput`, and `Page_ThingOut_`, which is Page[ThingOut], as `ThingPage`.

    The code says which way a shape travels. Readers of the document see that, and want the noun.
    """
    tidy: dict[str, str] = {}
    for name in names:
        if "." in name:
            raise RouteTableError(f"two types share a name; call {name} something else")
        match = _GENERIC.fullmatch(name)
        plain = f"{match[2].removesuffix('Out')}{match[1]}" if match else name.removesuffix("Out")
        plain = f"{plain}put" if plain.endswith("In") else plain
        tidy[name] = name if plain in tidy.values() or (plain != name and plain in names) else plain
    return tidy


def _renamed(value: Any, names: dict[str, str]) -> Any:
    text = json.dumps(value)
    for old, new in names.items():
        text = text.replace(f'"{PREFIX}{old}"', f'"{PREFIX}{new}"')
    made = json.loads(text)
    components = {names[name]: schema for name, schema in made["components"].items()}
    if len(components) != len(names):
        raise RouteTableError(f"two schemas have the same name, of {', '.join(sorted(names.values()))}")
    return {**made, "components": components}


def _tidy_schema(schema: Json) -> None:
    """Titles that only repeat the name go; instants, which are named `..._at` everywhere, say that they are."""
    schema.pop("title", None)
    for name, item in schema.get("properties", {}).items():
        for choice in [item, *item.get("anyOf", [])]:
            if name.endswith("_at") and choice.get("type") == "string":
                choice.setdefault("format", "date-time")


def _anything(kind: type) -> Json:
    """`object` stands for any JSON value."""
    if kind is object:
        return {"description": "Any JSON value."}
    raise NotImplementedError(kind)
