"""Numbers: how connections stand, and what became of them day by day."""

from dataclasses import dataclass
from datetime import date

from bothways_client.call import Parts, given, send
from bothways_client.operation import Group, Transport, operation


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many connections there are now, by state. `trouble` counts those whose last renewal failed."""

    active: int
    needs_reauth: int
    disconnected: int
    trouble: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How often it happened. `needs_reauth` counts connections that began to need their customer."""

    connected: int
    reconnected: int
    disconnected: int
    needs_reauth: int
    renewed: int
    renewal_failed: int


@dataclass(frozen=True, kw_only=True)
class Day(Counts):
    """One day, in UTC."""

    day: date


@dataclass(frozen=True, kw_only=True)
class IntegrationStatistics:
    """One integration's part of it: now, and in the whole period."""

    integration_id: str
    connections: Standing
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """`days` are all days of the period, oldest first; the last one is today, in UTC, and not over yet."""

    connections: Standing
    days: tuple[Day, ...]
    integrations: tuple[IntegrationStatistics, ...]


class StatisticsOf(Group[Transport]):
    """Numbers of the environment."""

    @operation("GET /v1/statistics", Statistics)
    def get(self, *, days: int | None = None, integration: str | None = None) -> Parts:
        """The last 30 days, or as many as `days` says, today included; of all integrations, or of one."""
        return send(query=given(days=days, integration=integration))
