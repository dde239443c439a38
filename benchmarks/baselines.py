"""What the product is compared with: handlers that do the least that the same answer takes."""

import itertools
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, select

from bothways.kit.crypto import decrypt
from bothways.kit.db.database import Database
from bothways.outbound.connections.store import connections

App = Callable[..., Any]


def hello() -> App:
    """A bare ASGI handler that says hello."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _answer(scope, receive, send, b'{"hello":"world"}')

    return app


def provider() -> App:
    """A provider that answers every token request with tokens, and every other one with an account."""
    numbers = itertools.count(1)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") == "/oauth/token":
            number = next(numbers)
            answer: dict[str, Any] = {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"}
            answer |= {"token_type": "Bearer", "expires_in": 3600}
        else:
            answer = {"id": f"usr_{next(numbers)}", "email": "ada@engine.example", "account": {"id": "acc_1"}}
        await _answer(scope, receive, send, json.dumps(answer).encode())

    return app


def read_and_decrypt(database: Database, connection_id: str, key: bytes, sealed: bytes) -> App:
    """A bare ASGI handler that does one indexed read of a connection and one AES-256-GCM decryption."""
    read = database.point(select(*connections.c).where(connections.c.id == bindparam("id")))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            row = await read(id=connection_id)
            plain = decrypt(key, sealed, context=b"benchmark")
            body = json.dumps({"id": row.id, "token": plain.decode()}).encode()
        else:
            body = b""
        await _answer(scope, receive, send, body)

    return app


async def _answer(scope: Any, receive: Any, send: Any, body: bytes) -> None:
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"].endswith("shutdown"):
                return
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
