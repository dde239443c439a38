"""The API page, from the very document that the server answers at /openapi.json."""

import asyncio
import json
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

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
    with tempfile.TemporaryDirectory() as folder:
        document, scopes = asyncio.run(_ask(Path(folder)))
    return tuple(
        _operation(method.upper(), path, operation, scopes.get((method.upper(), path), ""))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    )


def _operation(method: str, path: str, operation: dict[str, Any], scope: str) -> Operation:
    schemes = [name for one in operation.get("security", []) for name in one]
    callers = [CALLERS[name] + (f" with {code(scope)}" if name == "apiKey" and scope else "") for name in schemes]
    return Operation(
        tag=(operation.get("tags") or ["other"])[0].capitalize(),
        method=method,
        path=path,
        summary=sentence(operation.get("summary")),
        callers=", or ".join(callers) or "anybody",
        scope=scope,
    )


async def _ask(folder: Path) -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """The document of a server with an empty database, and the scope that each operation's row in the table names."""
    from bothways.app.compose import compose
    from bothways.core.vault.key_ring import new_master_key
    from bothways.kit.crypto import SystemEntropy
    from bothways.kit.secret import Secret
    from bothways.migrations.run import upgrade
    from bothways.settings import Settings

    url = f"sqlite:///{folder / 'reference.db'}"
    await upgrade(url)
    bothways = await compose(Settings(Secret(url), new_master_key("k1", SystemEntropy()), log_level="error"))
    try:
        document = await _get(bothways.asgi, "/openapi.json")
        rows = {(route.method, _shown(route.path)): getattr(route.caller, "scope", "") for route in bothways.routes}
        return document, rows
    finally:
        await bothways.close()


def _shown(path: str) -> str:
    """`/v1/connections/{connection_id:str}` as the document writes it: without the type."""
    return re.sub(r":\w+}", "}", path)


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
