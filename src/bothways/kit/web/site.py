"""The whole border, put together: route table in, ASGI application out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import msgspec

from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.log import Log
from bothways.kit.peers import DIRECT, Proxies
from bothways.kit.secret import Secret
from bothways.kit.web import health, reference
from bothways.kit.web.answers import Answers
from bothways.kit.web.assets import Assets
from bothways.kit.web.binding import Binding
from bothways.kit.web.cors import CORS
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.framework import Lifespan, allowed, application
from bothways.kit.web.headers import FOR_JSON, HSTS, SAFE
from bothways.kit.web.health import Check, Readiness
from bothways.kit.web.metrics import Metrics
from bothways.kit.web.openapi import About, document
from bothways.kit.web.operation import Operation, template_of
from bothways.kit.web.pages import Pages, error_page
from bothways.kit.web.record import Recorder
from bothways.kit.web.replay import Replays
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.route import Gates, Public, Route, Routes, RouteTableError
from bothways.kit.web.shell import FastPaths, RequestIds, Shell
from bothways.kit.web.speech import distinct
from bothways.kit.web.throttle import Throttle


@dataclass(frozen=True)
class Border:
    """What the roof hands in. `secure`: the public address is https, so browsers are told to stay there. `proxies`:
    who may say for whom a request is passed on.
    """

    gates: Gates
    about: About
    log: Log
    clock: Clock
    entropy: Entropy
    throttle: Throttle
    cors: CORS = field(default_factory=CORS)
    replays: Replays | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    metrics_token: Secret[str] | None = None
    assets: Assets = field(default_factory=lambda: Assets({}))
    secure: bool = False
    proxies: Proxies = DIRECT
    lifespans: Sequence[Lifespan] = ()

    def operations(self, routes: Routes) -> list[Operation]:
        """The table with everything that stands before its handlers. Raises RouteTableError."""
        seen: set[tuple[str, str]] = set()
        made = []
        for route in routes:
            operation = self._operation(route)
            key = (route.method, operation.template)
            if key in seen:
                raise RouteTableError(f"{route.method} {operation.template} stands twice in the table")
            seen.add(key)
            made.append(operation)
        return made

    def _operation(self, route: Route) -> Operation:
        where = f"{route.method} {route.path}"
        gate = None
        if not isinstance(route.caller, Public):
            gate = self.gates.get(type(route.caller))
            if gate is None:
                raise RouteTableError(f"{where}: nobody lets in {type(route.caller).__name__}")
        elif not route.caller.reason.strip():
            raise RouteTableError(f"{where}: say why it is public")
        if route.idempotent and gate is None:
            raise RouteTableError(f"{where}: an idempotency key belongs to a caller")
        return Operation(
            route, template_of(route.path), gate, Binding.of(route), self.throttle, self.cors, self.replays
        )

    def document(self, routes: Routes) -> dict[str, object]:
        """The API document of the table, without serving it: for the generated reference and typed clients.

        Raises RouteTableError when the table cannot be served or described as written.
        """
        return document(self.operations(routes), self.about)


def build(routes: Routes, border: Border) -> Shell:
    """The ASGI application. Raises RouteTableError when the table cannot be served as written."""
    pages = Pages("bothways.kit.web", border.assets)
    readiness = Readiness(border.checks, border.clock)
    # Written when somebody first asks: a start need not wait for it.
    described = cache(lambda: document(operations[: len(routes)], border.about))
    own = [
        *health.routes(readiness, border.metrics, border.metrics_token),
        *border.assets.routes(),
        _document_route(described),
        *reference.routes(described, pages),
    ]
    table = [*routes, *own]
    operations = border.operations([*table, *_options(table, border.gates, border.cors)])
    speeches = distinct(route.speech for route in routes)
    answers = Answers(partial(error_page, pages), debug=border.log.writes("debug"), speeches=speeches)
    defaults = (*SAFE, HSTS) if border.secure else SAFE
    return Shell(
        inner=application(operations, answers, border.lifespans),  # type: ignore[arg-type]
        fast=FastPaths.of(operations),
        answers=answers,
        recorder=Recorder(border.log, border.metrics),
        ids=RequestIds(border.entropy),
        defaults=defaults,
        json_defaults=tuple(item for item in defaults if item[0] in FOR_JSON),
        proxies=border.proxies,
    )


def _document_route(described: Callable[[], dict[str, object]]) -> Route:
    body = cache(lambda: msgspec.json.encode(described()))

    async def openapi() -> Reply:
        return Reply(200, body(), (JSON, (b"cache-control", b"no-cache")))

    return Route("GET", "/openapi.json", Public("the document describes; it opens nothing"), openapi, hidden=True)


def _options(routes: Routes, gates: Gates, cors: CORS) -> Routes:
    """OPTIONS for every path: which methods it has, and which of them scripts on other sites may use."""
    has: dict[str, list[str]] = {}
    shares: dict[str, list[str]] = {}
    headers: dict[str, set[str]] = {}
    for route in routes:
        has.setdefault(route.path, []).append(route.method)
        gate = gates.get(type(route.caller))
        if gate is not None and gate.cross_origin:
            shares.setdefault(route.path, []).append(route.method)
            headers.setdefault(route.path, set()).update(gate.request_headers)
    return [
        _option(path, allowed(methods), shares.get(path, []), sorted(headers.get(path, ())), cors)
        for path, methods in has.items()
    ]


def _option(path: str, has: str, shares: Sequence[str], headers: Sequence[str], cors: CORS) -> Route:
    shared = ", ".join(sorted(shares))

    async def options(exchange: Exchange) -> Reply:
        reply = Reply(204, headers=((b"allow", has.encode()),))
        return await cors.preflight(exchange, reply, shared, headers) if shared else reply

    return Route("OPTIONS", path, Public("a preflight carries no token"), options, hidden=True)
