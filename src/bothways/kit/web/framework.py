"""Where Litestar is put to work: it finds the route and lends its requests and responses; the rest is ours."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar, Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from bothways.kit.web.answers import Answers
from bothways.kit.web.body import Disconnected
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.operation import Operation
from bothways.kit.web.problems import (
    BodyTooLarge,
    BorderError,
    MalformedRequest,
    MethodNotAllowed,
    RouteNotFound,
)
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.shell import CLIENT_GONE, KEY

Lifespan = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class _Sending:
    """A Reply where the framework wants a response."""

    reply: Reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [*self.reply.headers, *self.reply.length()]
        await send({"type": "http.response.start", "status": self.reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.reply.body, "more_body": False})

    def to_asgi_response(self, **_: object) -> ASGIApp:
        return self


def application(operations: Sequence[Operation], answers: Answers, lifespans: Sequence[Lifespan]) -> Litestar:
    """The framework's application over our operations."""

    def answer(request: Request[Any, Any, Any], error: Exception) -> Any:
        exchange = _exchange(request)
        if isinstance(error, Disconnected):
            return _Sending(Reply(CLIENT_GONE))
        ours, headers = _translated(error)
        return _Sending(answers.to(ours, exchange, headers))

    return Litestar(
        route_handlers=[_handler(path, methods) for path, methods in _by_path(operations).items()],
        exception_handlers={Exception: answer},
        lifespan=[_entered(lifespan) for lifespan in lifespans],
        openapi_config=None,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )


def _by_path(operations: Sequence[Operation]) -> Mapping[str, Mapping[str, Operation]]:
    found: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        found.setdefault(operation.route.path, {})[operation.route.method] = operation
    return found


def _handler(path: str, methods: Mapping[str, Operation]) -> HTTPRouteHandler:
    # One for all methods of a path: what the framework does for each of its handlers is most of a start.
    async def endpoint(request: Request[Any, Any, Any]) -> ASGIApp:
        exchange = _exchange(request)
        operation = methods[request.method]
        exchange.route = operation.template
        result = await operation.run(exchange, request.receive, request.path_params, request)  # type: ignore[arg-type]
        if isinstance(result, Response):
            return result.to_asgi_response(app=None, request=request)
        assert isinstance(result, Reply)
        return _Sending(result)

    return HTTPRouteHandler(
        path,
        http_method=list(methods),  # type: ignore[arg-type]
        # The operation's own reading of the body holds it to its own.
        request_max_body_size=max(operation.route.max_body_bytes for operation in methods.values()),
        status_code=200,
    )(endpoint)


def _exchange(request: Request[Any, Any, Any]) -> Exchange:
    found = cast("dict[str, Any]", request.scope)[KEY]
    assert isinstance(found, Exchange)
    return found


def _translated(error: Exception) -> tuple[Exception, tuple[Header, ...]]:
    """The framework's errors as ours; its details may quote the request and stay behind."""
    if not isinstance(error, HTTPException):
        return error, ()
    if isinstance(error, MethodNotAllowedException):
        methods = allowed((error.headers or {}).get("allow", "").split(", "))
        return MethodNotAllowed(f"This path takes {methods}."), ((b"allow", methods.encode()),)
    return _plain(error), ()


def _plain(error: HTTPException) -> Exception:
    if isinstance(error, NotFoundException):
        return RouteNotFound("Nothing has this path.")
    if isinstance(error, RequestEntityTooLarge):
        return BodyTooLarge("The body is larger than this operation reads.")
    if isinstance(error, ClientException):
        refusal: BorderError = MalformedRequest(
            "The request cannot be read: a header or the body breaks the rules of HTTP."
        )
        return refusal
    return error


def allowed(methods: Iterable[str]) -> str:
    """A path's methods as the Allow header names them: with OPTIONS, and HEAD where there is GET."""
    found = {*methods, "OPTIONS"}
    return ", ".join(sorted(found | ({"HEAD"} if "GET" in found else set())))


def _entered(lifespan: Lifespan) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def entered(_: Litestar) -> AsyncIterator[None]:
        async with lifespan():
            yield

    return entered
