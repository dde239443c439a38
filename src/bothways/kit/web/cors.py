"""Which other sites' scripts may read an answer: those that the caller's environment allows, never with cookies."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.reply import Header, Reply

VARY: Header = (b"vary", b"Origin")
_EXPOSED: Header = (b"access-control-expose-headers", b"X-Request-Id, Retry-After, Idempotency-Replayed")
_ORIGIN = re.compile(r"https?://[a-z0-9.\-]+(:\d{1,5})?|https?://\[[0-9a-f:.]+\](:\d{1,5})?")
_PREFLIGHT_SECONDS = 600
_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key")


async def _nobody(*_: str) -> bool:
    return False


@dataclass(frozen=True)
class CORS:
    """Two questions, answered by the room that knows environments.

    `origin_known(origin)`: does any environment allow it? A preflight carries no token, so no more can be asked then.
    `allowed(origin, environment)`: may it read this environment's answers?
    """

    origin_known: Callable[[str], Awaitable[bool]] = _nobody
    allowed: Callable[[str, str], Awaitable[bool]] = _nobody

    async def preflight(
        self, exchange: Exchange, reply: Reply, methods: str, more_headers: Sequence[str] = ()
    ) -> Reply:
        """The answer to OPTIONS. An unknown origin gets no permission, and the browser stops there."""
        origin = _origin(exchange)
        headers: list[Header] = [*reply.headers, VARY]
        if origin and await self.origin_known(origin):
            headers += [
                (b"access-control-allow-origin", origin.encode()),
                (b"access-control-allow-methods", methods.encode()),
                (b"access-control-allow-headers", ", ".join((*_HEADERS, *more_headers)).encode()),
                (b"access-control-max-age", str(_PREFLIGHT_SECONDS).encode()),
            ]
        return Reply(reply.status, headers=tuple(headers))

    async def headers(self, exchange: Exchange, who: Who) -> tuple[Header, ...]:
        """What goes onto every answer to this caller, whatever its status."""
        if not who.cross_origin:
            return ()
        origin = _origin(exchange)
        if origin and await self.allowed(origin, who.environment):
            return (VARY, (b"access-control-allow-origin", origin.encode()), _EXPOSED)
        return (VARY,)

    async def turned_away(self, exchange: Exchange) -> tuple[Header, ...]:
        """What goes onto a 401. Whose caller it was is not known: as for a preflight, any environment's site will do.

        Without this a script could not tell a session that has ended from a site that may not ask.
        """
        origin = _origin(exchange)
        if origin and await self.origin_known(origin):
            return (VARY, (b"access-control-allow-origin", origin.encode()), _EXPOSED)
        return (VARY,)


def _origin(exchange: Exchange) -> str | None:
    """The Origin header when it names one site. `null` is what sandboxed and local pages say: it is nobody."""
    sent = exchange.headers("origin")
    return sent[0] if len(sent) == 1 and _ORIGIN.fullmatch(sent[0]) else None
