"""The outermost ASGI application: request id, headers, log line, metrics, and an answer whatever happens."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from bothways.kit.crypto import Entropy
from bothways.kit.log import UNIT
from bothways.kit.peers import DIRECT, Proxies
from bothways.kit.web.answers import Answers
from bothways.kit.web.binding import PLACEHOLDER
from bothways.kit.web.body import Disconnected, Receive
from bothways.kit.web.exchange import Exchange, Scope
from bothways.kit.web.headers import complete
from bothways.kit.web.operation import Operation
from bothways.kit.web.problems import RouteNotFound, ServerStopping
from bothways.kit.web.record import Recorder
from bothways.kit.web.reply import JSON, JSON_ONLY, Header, Reply

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

KEY = "bothways.exchange"
"""Where the Exchange stands in the ASGI scope."""

CLIENT_GONE = 499
_ID_BYTES = 12
_IDS_AT_ONCE = 64


@dataclass(frozen=True)
class FastPaths:
    """Operations that are dispatched in front of the framework: a string comparison, then one expression."""

    table: Mapping[str, tuple[tuple[str, re.Pattern[str], Operation], ...]]

    @classmethod
    def of(cls, operations: list[Operation]) -> "FastPaths":
        """The table of those whose route is marked `fast`."""
        table: dict[str, tuple[tuple[str, re.Pattern[str], Operation], ...]] = {}
        for operation in operations:
            if operation.route.fast:
                path = operation.route.path
                entry = (path.partition("{")[0], _expression(path), operation)
                table[operation.route.method] = (*table.get(operation.route.method, ()), entry)
        return cls(table)

    def find(self, method: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
        """The operation and its path parameters, None when the framework shall look."""
        for prefix, expression, operation in self.table.get(method, ()):
            if path.startswith(prefix) and (match := expression.fullmatch(path)):
                return operation, match.groupdict()
        return None


def _expression(path: str) -> re.Pattern[str]:
    literal = re.compile(r"\{\w+(?::\w+)?\}").split(path)
    names = [match[1] for match in PLACEHOLDER.finditer(path)]
    groups = [f"(?P<{name}>[^/]+)" for name in names] + [""]
    return re.compile("".join(re.escape(text) + group for text, group in zip(literal, groups, strict=True)))


@dataclass(frozen=True)
class RequestIds:
    """Names for requests, such as `req_5f1c...`: 96 random bits. Drawn many at a time: a draw is a system call."""

    entropy: Entropy
    _drawn: list[str] = field(default_factory=list, repr=False, compare=False)

    def new(self) -> str:
        """A fresh one."""
        if not self._drawn:
            noise = self.entropy.bytes(_ID_BYTES * _IDS_AT_ONCE).hex()
            step = 2 * _ID_BYTES
            self._drawn.extend(f"req_{noise[start : start + step]}" for start in range(0, len(noise), step))
        return self._drawn.pop()


@dataclass(frozen=True)
class Shell:
    """Stands around the framework. Nothing that happens inside leaves without an answer and a log line."""

    inner: App
    fast: FastPaths
    answers: Answers
    recorder: Recorder
    ids: RequestIds
    defaults: tuple[Header, ...]
    json_defaults: tuple[Header, ...]
    proxies: Proxies = DIRECT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry point. WebSockets are refused: nothing here speaks them."""
        if scope["type"] == "lifespan":
            try:
                await self.inner(scope, receive, send)
            finally:
                self.recorder.flush()
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        exchange = Exchange(scope, self.ids.new(), self.proxies)
        method = scope["method"]
        # Whoever asks for the headers only gets those of GET. The server leaves the body away by its own scope, which
        # must go on saying HEAD: a body that nobody expects would be read as the next answer.
        if method == "HEAD":
            scope = exchange.scope = {**scope, "method": "GET"}
        scope[KEY] = exchange
        token = UNIT.set(exchange.notes)
        try:
            _require_plain_slashes(scope)
            found = self.fast.find(scope["method"], scope["path"])
            if found is None:
                await self.inner(scope, receive, self._dressed(send, exchange))
            else:
                exchange.route = found[0].template
                reply = await found[0].run(exchange, receive, found[1])
                assert isinstance(reply, Reply)
                await self._send(reply, exchange, send)
        except Disconnected:
            exchange.status = exchange.status or CLIENT_GONE
        except asyncio.CancelledError:
            # A server that stops cuts short what outlasts its patience, and prints whatever comes out of here.
            await self._fail(ServerStopping("The server stopped before this was done."), exchange, send)
        except Exception as error:  # noqa: BLE001 - the border: whatever it is, the client gets an answer
            await self._fail(error, exchange, send)
        finally:
            UNIT.reset(token)
            self.recorder.add(method, exchange, time.perf_counter() - started)

    async def _fail(self, error: Exception, exchange: Exchange, send: Send) -> None:
        reply = self.answers.to(error, exchange)
        # Once an answer has begun all that is left is to cut it short, which the server does.
        if not exchange.status:
            await self._send(reply, exchange, send)

    def _dressed(self, send: Send, exchange: Exchange) -> Send:
        """`send` with our headers on the way."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._complete(message.get("headers", ()), self._always(exchange))
            await send(message)

        return dressed

    async def _send(self, reply: Reply, exchange: Exchange, send: Send) -> None:
        exchange.status = reply.status
        always = (*reply.length(), *self._always(exchange))
        # Most answers are JSON and say nothing else: for them there is nothing to merge.
        plain = reply.headers is JSON_ONLY
        headers = [JSON, *self.json_defaults, *always] if plain else self._complete(reply.headers, always)
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def _complete(self, sent: Iterable[Header], always: tuple[Header, ...]) -> list[Header]:
        headers = list(sent)
        return complete(headers, self.json_defaults if JSON in headers else self.defaults, always)

    def _always(self, exchange: Exchange) -> tuple[Header, ...]:
        return ((b"x-request-id", exchange.request_id.encode()), *exchange.headers_out)


def _require_plain_slashes(scope: Scope) -> None:
    """Raises RouteNotFound for `%2F`: routes are found in the decoded path, where an id that holds a slash would change
    which one is meant. No id of ours has one.
    """
    raw = scope.get("raw_path") or b""
    if b"%" in raw and b"%2f" in raw.lower():
        raise RouteNotFound("A name in the path holds an encoded slash; nothing here has such a name.")
