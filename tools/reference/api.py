"""The API page, from the very document that the server answers at /openapi.json."""

import asyncio
import json
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from tools.reference.markdown import code, sentence, table

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
    """Every operation, in the order of the document."""
    found = document()
    return tuple(
        _operation(method.upper(), path, operation)
        for path, item in found["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    schemes = [(name, scopes) for one in operation.get("security", []) for name, scopes in one.items()]
    scopes = [scope for _, granted in schemes for scope in granted]
    callers = [f"{name} with {' and '.join(map(code, granted))}" if granted else name for name, granted in schemes]
    return Operation(
        tag=(operation.get("tags") or ["Other"])[0],
        method=method,
        path=path,
        summary=sentence(operation.get("summary")),
        callers=" or ".join(callers) or "anybody",
        scope=scopes[0] if scopes else "",
    )


def document() -> dict[str, Any]:
    """What a server with an empty database answers at /openapi.json."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_ask(Path(folder)))


async def _ask(folder: Path) -> dict[str, Any]:
    from bothways.app import compose
    from bothways.migrations.run import migrate

    from bothways.core.vault.key_ring import new_master_key
    from bothways.kit.crypto import SystemEntropy
    from bothways.kit.secret import Secret
    from bothways.settings import Settings

    url = f"sqlite:///{folder / 'reference.db'}"
    migrate(url)
    bothways = await compose(Settings(database_url=Secret(url), master_keys=new_master_key("k1", SystemEntropy())))
    try:
        return await _get(bothways.asgi, "/openapi.json")
    finally:
        await bothways.close()


async def _get(app: Any, path: str) -> dict[str, Any]:
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        body.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    await app(scope, receive, send)
    return dict(json.loads(bytes(body)))
