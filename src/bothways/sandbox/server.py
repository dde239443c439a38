"""The sandbox as one ASGI app."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bothways.sandbox.exchange import Ask, Say, say_json
from bothways.sandbox.options import SandboxOptions
from bothways.sandbox.pages import Pages, load_pages
from bothways.sandbox.routes import Table, table

MAX_BODY_BYTES = 64 * 1024

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class _TooLarge(Exception):
    pass


class _Left(Exception):
    pass


def create_sandbox(options: SandboxOptions | None = None) -> App:
    """A sandbox of its own, with nothing in it yet. Two of them know nothing of each other."""
    pages = load_pages()
    routes = table(options or SandboxOptions(), pages)

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            try:
                say = await _respond(routes, pages, scope, receive)
            except _Left:
                return
            await _send(say, scope["method"], send)

    return app


async def _respond(routes: Table, pages: Pages, scope: Message, receive: Receive) -> Say:
    try:
        body = await _body(receive)
    except _TooLarge:
        return say_json(413, {"error": "The body is too large."}, ("connection", "close"))
    ask = Ask(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), _headers(scope), body)
    methods = routes.get(ask.path)
    if methods is None:
        return pages.render(
            "stop.html",
            status=404,
            title="Nothing here",
            reason="There is no such page in the sandbox.",
            redirect_uri="",
        )
    handler = methods.get("GET" if ask.method == "HEAD" else ask.method)
    if handler is None:
        return say_json(405, {"error": "This method is not used here."}, ("allow", ", ".join(methods)))
    return handler(ask)


def _headers(scope: Message) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return headers


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Left
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _TooLarge
        if not message.get("more_body", False):
            return bytes(body)


async def _send(say: Say, method: str, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in say.headers]
    headers.append((b"content-length", str(len(say.body)).encode()))
    await send({"type": "http.response.start", "status": say.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else say.body})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
