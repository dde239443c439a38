"""Is the process alive, can it do its work, and how is it doing: three addresses for machines."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from bothways.kit.clock import Clock
from bothways.kit.crypto import same
from bothways.kit.errors import DomainError, Kind
from bothways.kit.secret import Secret
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.metrics import CONTENT_TYPE, Metrics
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.route import Public, Route, Routes

Check = Callable[[], Awaitable[object]]
"""Raises when what it looks at cannot be used."""

_CHECK_SECONDS = 3.0
_FRESH_SECONDS = 1.0


class MetricsDenied(DomainError):
    """`/metrics` asks for a token, and this was not it."""

    code = "metrics_token_needed"
    kind = Kind.UNAUTHENTICATED
    next_step = "Send `Authorization: Bearer` with the value of BOTHWAYS_METRICS_TOKEN."


@dataclass
class Readiness:
    """Runs the checks side by side. Anyone may ask, so the answer is kept for a second."""

    checks: Mapping[str, Check]
    clock: Clock
    seconds: float = _CHECK_SECONDS
    _kept: tuple[float, dict[str, str]] | None = field(default=None, repr=False)

    async def look(self) -> dict[str, str]:
        """`ok` or `failing` by name. What is wrong exactly stands in the log of whoever failed."""
        now = self.clock.monotonic()
        if self._kept is None or now - self._kept[0] >= _FRESH_SECONDS:
            names = sorted(self.checks)
            results = await asyncio.gather(*(self._one(self.checks[name]) for name in names))
            self._kept = (now, dict(zip(names, results, strict=True)))
        return self._kept[1]

    async def _one(self, check: Check) -> str:
        try:
            async with asyncio.timeout(self.seconds):
                await check()
        except Exception:  # noqa: BLE001 - any failure means the same here
            return "failing"
        return "ok"


def routes(readiness: Readiness, metrics: Metrics, token: Secret[str] | None) -> Routes:
    """`/healthz`, `/readyz`, `/metrics`."""

    async def healthz() -> Reply:
        return _json(200, {"status": "alive"})

    async def readyz(exchange: Exchange) -> Reply:
        results = await readiness.look()
        ready = all(result == "ok" for result in results.values())
        if not ready:
            exchange.notes["failing"] = [name for name, result in results.items() if result != "ok"]
        return _json(200 if ready else 503, {"status": "ready" if ready else "not ready", "checks": results})

    async def prometheus(exchange: Exchange) -> Reply:
        if token is not None and not same((exchange.bearer() or "").encode(), token.reveal().encode()):
            raise MetricsDenied("The metrics are for whoever has the metrics token.")
        return Reply(200, metrics.page(), ((b"content-type", CONTENT_TYPE.encode()),))

    return [
        Route("GET", "/healthz", Public("a supervisor has no key", counted=False), healthz, hidden=True),
        Route("GET", "/readyz", Public("a load balancer has no key", counted=False), readyz, hidden=True),
        Route(
            "GET",
            "/metrics",
            Public("guarded by its own token, where one is set", counted=False),
            prometheus,
            hidden=True,
        ),
    ]


def _json(status: int, value: object) -> Reply:
    return Reply(status, msgspec.json.encode(value), (JSON,))
