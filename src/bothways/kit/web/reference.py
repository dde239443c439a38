"""The browsable reference: one page made from the API document, without anything from elsewhere."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any

import msgspec

from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.prose import inline, prose
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.kit.web.schema_words import Property, Reader

Json = dict[str, Any]

Words = Annotated[str, msgspec.Meta(max_length=100)]

_JSON = "application/json"


@dataclass(frozen=True)
class Section:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    callers: tuple[str, ...]
    path_parameters: tuple[Property, ...]
    query: tuple[Property, ...]
    headers: tuple[Property, ...]
    body: tuple[Property, ...]
    status: str
    answer: tuple[Property, ...]
    answer_example: str
    curl: str
    errors: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """What a search looks through."""
        return f"{self.summary} {self.method} {self.path} {self.id}".lower()


@dataclass(frozen=True)
class Group:
    """The operations of one tag."""

    name: str
    about: str
    sections: list[Section]


def routes(described: Callable[[], Json], pages: Pages) -> Routes:
    """`/reference`, of what `described` returns. With `?q=words` only what matches: for browsers without script."""
    everything = cache(lambda: list(groups(described())))
    whole = cache(lambda: _page(described(), pages, everything(), ""))

    async def browse(q: Words = "") -> Reply:
        words = q.lower().split()
        return _page(described(), pages, list(_matching(everything(), words)), q) if words else whole()

    return [Route("GET", "/reference", Public("the reference describes; it opens nothing"), browse, hidden=True)]


def _page(described: Json, pages: Pages, shown: list[Group], asked: str) -> Reply:
    return pages.reply(
        "reference.html",
        Look(),
        about=described["info"],
        groups=shown,
        asked=asked,
        errors=described["x-errors"],
        schemes=described["components"]["securitySchemes"],
        prose=prose,
        inline=inline,
    )


def _matching(everything: list[Group], words: list[str]) -> Iterator[Group]:
    for group in everything:
        found = [section for section in group.sections if all(word in section.words for word in words)]
        if found:
            yield replace(group, sections=found)


def groups(described: Json) -> Iterator[Group]:
    """The operations of each tag, in the document's order."""
    reader = Reader(described["components"]["schemas"])
    operations = [
        (method, path, operation) for path, item in described["paths"].items() for method, operation in item.items()
    ]
    for tag in described["tags"]:
        mine = [item for item in operations if item[2]["tags"] == [tag["name"]]]
        yield Group(tag["name"], tag.get("description", ""), [_section(*item, described, reader) for item in mine])


def _section(method: str, path: str, operation: Json, described: Json, reader: Reader) -> Section:
    parameters = [_parameter(item, described) for item in operation["parameters"]]
    status, success = next(iter(operation["responses"].items()))
    answer = success.get("content", {}).get(_JSON, {}).get("schema")
    body = operation.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema")
    errors = described["x-errors"]

    def rows(where: str) -> tuple[Property, ...]:
        found = [item for item in parameters if item["in"] == where]
        return tuple(
            reader.property(
                item["name"], {**item["schema"], "description": item.get("description", "")}, item["required"]
            )
            for item in found
        )

    return Section(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"] or operation["operationId"],
        description=operation["description"],
        callers=tuple(name for choice in operation["security"] for name in choice),
        path_parameters=rows("path"),
        query=rows("query"),
        headers=rows("header"),
        body=reader.properties(body) if body else (),
        status=status,
        answer=reader.properties(answer) if answer else (),
        answer_example=_pretty(reader.example(answer)) if answer else "",
        curl=_curl(method, path, operation, described, reader),
        errors=tuple((code, errors[code]["status"]) for code in operation["x-error-codes"]),
    )


def _parameter(item: Json, described: Json) -> Json:
    if "$ref" in item:
        found: Json = described["components"]["parameters"][item["$ref"].rpartition("/")[2]]
        return found
    return item


def _curl(method: str, path: str, operation: Json, described: Json, reader: Reader) -> str:
    server = described["servers"][0]["url"].rstrip("/") or "$BOTHWAYS_URL"
    address = re.sub(r"\{(\w+)\}", lambda match: f"${match[1].upper()}", path)
    needed = [item for item in operation["parameters"] if item.get("in") == "query" and item["required"]]
    query = "&".join(f"{item['name']}=..." for item in needed)
    lines = [
        f'curl {"" if method == "get" else f"-X {method.upper()} "}"{server}{address}{f"?{query}" if query else ""}"'
    ]
    schemes = described["components"]["securitySchemes"]
    first = operation["security"][0] if operation["security"] else ()
    bearers = [name for name in first if schemes[name]["type"] == "http"]
    lines += [f'-H "Authorization: Bearer ${_variable(name)}"' for name in bearers]
    if any("$ref" in item for item in operation["parameters"]):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"][_JSON]["schema"]
        example = reader.example(schema, sparse=True) or reader.example(schema)
        quoted = _pretty(example).replace("'", "'\\''")
        lines += ['-H "Content-Type: application/json"', f"-d '{quoted}'"]
    return " \\\n  ".join(lines)


def _variable(scheme: str) -> str:
    """`apiKey` as `API_KEY`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", scheme).upper()


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
