"""What is written down of each request: its log line and its measurement.

Both are made a moment later, many together. Done one by one between two requests they cost several times as much,
and the log's write alone costs more than reading fresh credentials. A process that is killed loses
the log's `delay_seconds` of them; warnings and errors do not wait.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from bothways.kit.log import Log, as_line
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.metrics import Metrics

AT_MOST = 500
_METHOD_CHARACTERS = 16


class Done(msgspec.Struct, frozen=True):
    """A request that was answered. `method` is what the client sent, HEAD included."""

    at: datetime
    method: str
    exchange: Exchange
    seconds: float


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """The log line of a request. Absent: nobody was let in, nothing went wrong."""

    at: datetime
    level: str
    event: str
    request_id: str
    method: str
    route: str
    status: int
    ms: float
    peer: str
    environment: str | None = None
    caller: str | None = None
    problem: str = ""


@dataclass(frozen=True)
class Recorder:
    """Gathers what is done and writes it down together."""

    log: Log
    metrics: Metrics
    _waiting: deque[Done] = field(default_factory=deque, repr=False, compare=False)

    def add(self, method: str, exchange: Exchange, seconds: float) -> None:
        """Write this down soon."""
        waiting = self._waiting
        waiting.append(Done(self.log.clock.now(), method, exchange, seconds))
        delay = self.log.delay_seconds
        if not delay or exchange.level != "info" or len(waiting) >= AT_MOST:
            self.flush()
        elif len(waiting) == 1:
            asyncio.get_running_loop().call_later(delay, self.flush)

    def flush(self) -> None:
        """Write down what waits."""
        lines = []
        while self._waiting:
            done = self._waiting.popleft()
            self.metrics.observe(done.method, done.exchange.route, done.exchange.status, done.seconds)
            if self.log.writes(done.exchange.level):
                lines.append(_line(done))
        if lines:
            self.log.write(lines)


def _line(done: Done) -> bytes:
    exchange = done.exchange
    who = exchange.who
    line = Line(
        at=done.at,
        level=exchange.level,
        event="request",
        request_id=exchange.request_id,
        method=done.method[:_METHOD_CHARACTERS],
        route=exchange.route,
        status=exchange.status,
        ms=round(done.seconds * 1000, 3),
        peer=exchange.peer,
        environment=who.environment if who else None,
        caller=who.actor if who else None,
        problem=exchange.problem,
    )
    if not exchange.notes:
        return as_line(line)
    # A note does not pass for one of the border's own fields.
    noted = {name: value for name, value in exchange.noted().items() if name not in Line.__struct_fields__}
    return as_line({**msgspec.to_builtins(line, builtin_types=(datetime,)), **noted})
