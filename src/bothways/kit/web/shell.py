"""The outermost ASGI application: request id, headers, log line, metrics, and an answer whatever happens."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from bothways.kit.crypto import Entropy
from bothways.kit.log import UNIT, Log
from bothways.kit.web.answers import Answers
from bothways.kit.web.binding import PLACEHOLDER
from bothways.kit.web.body import Disconnected, Receive
from bothways.kit.web.exchange import Exchange, Scope
from bothways.kit.web.headers import complete
from bothways.kit.web.metrics import Metrics
from bothways.kit.web.operation import Operation
from bothways.kit.web.reply import Header, Reply

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

KEY = "bothways.exchange"
"""Where the Exchange stands in the ASGI scope."""

CLIENT_GONE = 499
_ID_BYTES = 12
_METHOD_CHARACTERS = 16


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
class Shell:
    """Stands around the framework. Nothing that happens inside leaves without an answer and a log line."""

    inner: App
    fast: FastPaths
    answers: Answers
    metrics: Metrics
    log: Log
    entropy: Entropy
    defaults: tuple[Header, ...]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry point. WebSockets are refused: nothing here speaks them."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        exchange = Exchange(scope, f"req_{self.entropy.bytes(_ID_BYTES).hex()}")
        scope[KEY] = exchange
        method = scope["method"]
        # Whoever asks for the headers only gets those of GET; the server leaves the body away.
        if method == "HEAD":
            scope["method"] = "GET"
        token = UNIT.set(exchange.notes)
        try:
            await self._answer(scope, receive, send, exchange)
        finally:
            UNIT.reset(token)
            self._record(method, exchange, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
        try:
            found = self.fast.find(scope["method"], scope["path"])
            if found is None:
                await self.inner(scope, receive, self._dressed(send, exchange))
                return
            operation, path = found
            exchange.route = operation.template
            reply = await operation.run(exchange, receive, path)
            assert isinstance(reply, Reply)
        except Disconnected:
            exchange.status = exchange.status or CLIENT_GONE
            return
        except Exception as error:  # noqa: BLE001 - the border: whatever it is, the client gets an answer
            reply = self.answers.to(error, exchange)
            if exchange.status:
                # The answer had begun; all that is left is to cut it short, which the server does.
                return
        await self._send(reply, exchange, send)

    def _dressed(self, send: Send, exchange: Exchange) -> Send:
        """`send` with our headers on the way."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = complete(message.get("headers", ()), self.defaults, self._always(exchange))
            await send(message)

        return dressed

    async def _send(self, reply: Reply, exchange: Exchange, send: Send) -> None:
        exchange.status = reply.status
        headers = complete(reply.headers, self.defaults, (*reply.length(), *self._always(exchange)))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def _always(self, exchange: Exchange) -> tuple[Header, ...]:
        return ((b"x-request-id", exchange.request_id.encode()), *exchange.headers_out)

    def _record(self, method: str, exchange: Exchange, seconds: float) -> None:
        self.metrics.observe(method, exchange.route, exchange.status, seconds)
        if not self.log.writes(exchange.level):
            return
        who = exchange.who
        fields: dict[str, object] = {
            "request_id": exchange.request_id,
            "method": method[:_METHOD_CHARACTERS],
            "route": exchange.route,
            "status": exchange.status,
            "ms": round(seconds * 1000, 3),
            "environment": who.environment if who else None,
            "caller": who.actor if who else None,
            "peer": exchange.peer,
        }
        if exchange.problem:
            fields["problem"] = exchange.problem
        self.log.line(exchange.level, "request", exchange.noted() | fields if exchange.notes else fields)
