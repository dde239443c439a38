"""Counters for Prometheus. Labels are route templates, never paths, so that ids and tokens cannot end up here."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True)
class Metrics:
    """One registry per application; rooms add their own collectors to it."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _requests: Histogram = field(init=False, repr=False)
    # Looking a child up by its labels costs more than counting; the pairs are few and known after a while.
    _children: dict[tuple[str, str, int], Histogram] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        histogram = Histogram(
            "bothways_http_request_duration_seconds",
            "Time to answer a request, by method, route template and status.",
            ["method", "route", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        object.__setattr__(self, "_requests", histogram)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request. Methods that HTTP does not know share one label, or a stranger could fill the memory."""
        label = (method, route, status)
        child = self._children.get(label)
        if child is None:
            known = method if method in _METHODS else "OTHER"
            child = self._requests.labels(known, route or UNMATCHED, str(status))
            if known == method:
                self._children[label] = child
        child.observe(seconds)

    def page(self) -> bytes:
        """Everything in the registry, in the text format."""
        return generate_latest(self.registry)
