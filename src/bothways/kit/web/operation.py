"""One operation from admission to answer, the same for the framework's routes and the fast ones."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bothways.kit.errors import DomainError, Kind
from bothways.kit.log import describe
from bothways.kit.web.binding import PLACEHOLDER, Binding
from bothways.kit.web.body import Receive
from bothways.kit.web.cors import CORS
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.problems import ShownOnce
from bothways.kit.web.replay import REPLAYED, Claim, Replays, asked
from bothways.kit.web.reply import JSON_ONLY, Reply
from bothways.kit.web.route import Gate, Public, Route
from bothways.kit.web.throttle import Throttle

_ENCODER = msgspec.json.Encoder()
_NOT_LET_IN = frozenset({Kind.UNAUTHENTICATED, Kind.DENIED})


@dataclass(frozen=True)
class Operation:
    """A route with everything that stands between a request and its handler.

    `gate` is None on public routes. `template` is the path with the names of its parameters: what logs and metrics say.
    """

    route: Route
    template: str
    gate: Gate | None
    binding: Binding
    throttle: Throttle
    cors: CORS
    replays: Replays | None

    async def run(
        self, exchange: Exchange, receive: Receive, path: Mapping[str, str], request: object = None
    ) -> object:
        """The answer: a Reply, or a response of the framework's that the handler made."""
        try:
            caller = await self._admit(exchange)
        except DomainError as error:
            if page := await self._page_instead(error, exchange):
                return page
            raise
        body = await self.binding.body(receive, exchange) if self.binding.reads_body else b""
        arguments = self.binding.arguments(exchange, path, caller, body, request)
        if self.route.idempotent and self.replays is not None and exchange.who is not None:
            return await self._once(self.replays, exchange, exchange.who, body, arguments)
        return self._reply(await self.route.handler(**arguments))

    async def _admit(self, exchange: Exchange) -> object:
        if self.gate is not None:
            return await self._recognise(self.gate, exchange)
        if isinstance(self.route.caller, Public) and self.route.caller.counted:
            self.throttle.passed(exchange.peer)
        return None

    async def _recognise(self, gate: Gate, exchange: Exchange) -> object:
        try:
            caller = await gate.authenticate(self.route.caller, exchange)
        except DomainError as error:
            if error.kind is Kind.UNAUTHENTICATED:
                self.throttle.failed(exchange.peer)
                if gate.cross_origin and exchange.header("authorization"):
                    exchange.headers_out += await self.cors.turned_away(exchange)
            raise
        who = gate.who(caller)
        exchange.who = who
        if who.cross_origin:
            exchange.headers_out += await self.cors.headers(exchange, who)
        self.throttle.admit(who)
        return caller

    async def _page_instead(self, error: DomainError, exchange: Exchange) -> Reply | None:
        """What people see who were not let in, where the gate has a page for that."""
        page = None if self.gate is None else self.gate.turned_away
        if page is None or error.kind not in _NOT_LET_IN or not exchange.is_for_people:
            return None
        exchange.problem = error.code
        return await page(error, exchange)

    async def _once(
        self, replays: Replays, exchange: Exchange, who: Who, body: bytes, arguments: Mapping[str, Any]
    ) -> object:
        request = asked(exchange, who, body)
        if request is None:
            return self._reply(await self.route.handler(**arguments))
        held = await replays.claim(request)
        if isinstance(held, Reply):
            if self.route.shown_once:
                raise ShownOnce("This was done already, and what it answered is shown once.")
            return Reply(held.status, held.body, (*held.headers, REPLAYED))
        try:
            reply = self._reply(await self.route.handler(**arguments))
        except BaseException:
            # Nothing was done, or it was rolled back: the same key may try again.
            await _best_effort(replays.release(held), exchange)
            raise
        await self._keep(replays, held, reply, exchange)
        return reply

    async def _keep(self, replays: Replays, claim: Claim, reply: object, exchange: Exchange) -> None:
        if isinstance(reply, Reply):
            # The work is done; failing now would make the caller believe that it is not.
            await _best_effort(replays.keep(claim, Reply(reply.status) if self.route.shown_once else reply), exchange)
        else:
            await _best_effort(replays.release(claim), exchange)

    def _reply(self, result: object) -> object:
        if result is None:
            return Reply(204 if self.route.status == 200 else self.route.status)
        if isinstance(result, Reply) or _is_response(result):
            return result
        return Reply(self.route.status, _ENCODER.encode(result), JSON_ONLY)


def template_of(path: str) -> str:
    """`/v1/things/{thing_id:str}` as `/v1/things/{thing_id}`."""
    return PLACEHOLDER.sub(r"{\1}", path)


def _is_response(result: object) -> bool:
    return hasattr(result, "to_asgi_response")


async def _best_effort(work: Awaitable[None], exchange: Exchange) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - told in the log; the answer stands
        exchange.notes["replay"] = describe(error)
