"""Counters for Prometheus. Labels are route templates, never paths, so that ids and tokens cannot end up here."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


Label = tuple[str, str, str]


@dataclass(slots=True)
class _Child:
    """Requests under one label: how many fell into each bucket, and their seconds together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))
    seconds: float = 0.0


@dataclass(eq=False)
class RequestDurations:
    """A histogram of its own, because the library's costs more than the rest of a request's bookkeeping."""

    children: dict[Label, _Child] = field(default_factory=dict)

    def observe(self, label: Label, seconds: float) -> None:
        """Count one."""
        child = self.children.get(label)
        if child is None:
            child = self.children.setdefault(label, _Child())
        child.counts[bisect_left(_BUCKETS, seconds)] += 1
        child.seconds += seconds

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """What Prometheus reads: cumulative counts."""
        family = HistogramMetricFamily(
            "bothways_http_request_duration_seconds",
            "Time to answer a request, by method, route template and status.",
            labels=["method", "route", "status"],
        )
        for label, child in sorted(self.children.items()):
            bounds = [*map(str, _BUCKETS), "+Inf"]
            family.add_metric(label, list(zip(bounds, accumulate(child.counts), strict=True)), child.seconds)
        yield family


@dataclass(frozen=True)
class Metrics:
    """One registry per application; rooms add their own collectors to it."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _requests: RequestDurations = field(default_factory=RequestDurations, init=False, repr=False)

    def __post_init__(self) -> None:
        self.registry.register(self._requests)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request. Methods that HTTP does not know share one label, or a stranger could fill the memory."""
        known = method if method in _METHODS else "OTHER"
        self._requests.observe((known, route or UNMATCHED, str(status)), seconds)

    def page(self) -> bytes:
        """Everything in the registry, in the text format."""
        return generate_latest(self.registry)
