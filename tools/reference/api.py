"""The API page, from the very document that the server answers at /openapi.json."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from tools.documents import documents
from tools.reference.markdown import code, sentence, table

CALLERS = {"apiKey": "API key", "connectSession": "connect session"}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation as the document tells it."""

    tag: str
    method: str
    path: str
    summary: str
    callers: str
    scope: str


def page() -> str:
    """Every operation and who may call it."""
    parts = []
    for tag, found in groupby(sorted(operations(), key=lambda one: one.tag), key=lambda one: one.tag):
        rows = [(code(f"{one.method} {one.path}"), one.summary, one.callers) for one in found]
        parts.append(f"## {tag}\n\n{table(('operation', 'what it does', 'who may call'), rows)}")
    body = "\n\n".join(parts)
    return f"""# API

The whole of it, with every field, is at `/reference` of a running server and in `/openapi.json` (OpenAPI 3.1).

{body}
"""


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation that the document shows, in its order."""
    known = documents()
    return tuple(
        _operation(method.upper(), path, operation, known.scopes.get((method.upper(), path), ""))
        for path, item in known.api["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    )


def _headline(tag: str) -> str:
    return tag[:1].upper() + tag[1:]


def _operation(method: str, path: str, operation: dict[str, Any], scope: str) -> Operation:
    schemes = [name for one in operation.get("security", []) for name in one]
    callers = [CALLERS[name] + (f" with {code(scope)}" if name == "apiKey" and scope else "") for name in schemes]
    return Operation(
        tag=_headline((operation.get("tags") or ["other"])[0]),
        method=method,
        path=path,
        summary=sentence(operation.get("summary")),
        callers=", or ".join(callers) or "anybody",
        scope=scope,
    )
