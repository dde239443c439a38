"""Statistics on the wire."""

from datetime import date

from msgspec import Struct

from bothways.outbound.connections.model import State
from bothways.outbound.connections.statistics import OfIntegration, Standing, Statistics
from bothways.outbound.connections.tally_store import Counts


class StandingOut(Struct, frozen=True):
    """How many connections there are now, by state. `trouble` counts those whose last renewal failed."""

    active: int
    needs_reauth: int
    disconnected: int
    trouble: int


class CountsOut(Struct, frozen=True):
    """How often it happened. `needs_reauth` counts connections that began to need their customer."""

    connected: int
    reconnected: int
    disconnected: int
    needs_reauth: int
    renewed: int
    renewal_failed: int


class DayOut(CountsOut, frozen=True):
    """One day, in UTC."""

    day: date


class IntegrationStatisticsOut(Struct, frozen=True):
    """One integration's part of it: now, and in the whole period."""

    integration_id: str
    connections: StandingOut
    counts: CountsOut


class StatisticsOut(Struct, frozen=True):
    """`days` are all days of the period, oldest first; the last one is today, in UTC, and not over yet."""

    connections: StandingOut
    days: list[DayOut]
    integrations: list[IntegrationStatisticsOut]


def statistics_out(found: Statistics) -> StatisticsOut:
    """The numbers as an operator sees them."""
    return StatisticsOut(
        connections=_standing(found.standing),
        days=[DayOut(day=day, **vars(counts)) for day, counts in found.days],
        integrations=[_part(part) for part in found.integrations],
    )


def _part(part: OfIntegration) -> IntegrationStatisticsOut:
    return IntegrationStatisticsOut(part.integration_id, _standing(part.standing), _counts(part.counts))


def _standing(standing: Standing) -> StandingOut:
    states = standing.states
    return StandingOut(
        active=states[State.ACTIVE],
        needs_reauth=states[State.NEEDS_REAUTH],
        disconnected=states[State.DISCONNECTED],
        trouble=standing.trouble,
    )


def _counts(counts: Counts) -> CountsOut:
    return CountsOut(**vars(counts))
