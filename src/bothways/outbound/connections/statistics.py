"""Numbers of an environment's connections: now, and day by day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.outbound.connections import tally_store
from bothways.outbound.connections.model import State
from bothways.outbound.connections.tally_store import Counts

MOST_DAYS = 366
# Longer than anybody may ask for, so that a sweep takes nothing away from an answer.
KEPT_DAYS = 400


@dataclass(frozen=True)
class Standing:
    """How many connections are in each state now, and how many could not be renewed the last time."""

    states: Mapping[State, int]
    trouble: int


@dataclass(frozen=True)
class OfIntegration:
    """One integration's part."""

    integration_id: str
    standing: Standing
    counts: Counts


@dataclass(frozen=True)
class Statistics:
    """`days` are all days of the period, oldest first; the last one is today, in UTC, and not over yet."""

    standing: Standing
    days: Sequence[tuple[date, Counts]]
    integrations: Sequence[OfIntegration]


@dataclass(frozen=True)
class ReadStatistics:
    """What has become of connections in the last `days` days, of one integration or of all."""

    database: Database
    clock: Clock

    async def __call__(self, environment_id: str, *, days: int, integration_id: str | None = None) -> Statistics:
        today = self.clock.now().date()
        since = today - timedelta(days=days - 1)
        async with self.database.read() as tx:
            standing = await tally_store.standing(tx, environment_id, integration_id)
            trouble = await tally_store.in_trouble(tx, environment_id, integration_id)
            by_day = await tally_store.by_day(tx, environment_id, integration_id, since)
            counted = await tally_store.by_integration(tx, environment_id, integration_id, since)
        states: dict[str, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
        for integration, state, many in standing:
            states[integration][State(state)] = many
        parts = [
            OfIntegration(one, Standing(states[one], trouble.get(one, 0)), counted.get(one, Counts()))
            for one in sorted({*states, *counted})
        ]
        every = (since + timedelta(days=number) for number in range(days))
        return Statistics(_sum(parts), [(day, by_day.get(day, Counts())) for day in every], parts)


def _sum(parts: Sequence[OfIntegration]) -> Standing:
    states = {state: sum(part.standing.states[state] for part in parts) for state in State}
    return Standing(states, sum(part.standing.trouble for part in parts))


@dataclass(frozen=True)
class SweepStatistics:
    """Forget the counters of days that nobody can ask for any more."""

    database: Database
    clock: Clock

    async def __call__(self) -> bool:
        """There is never more to do at once."""
        async with self.database.begin() as tx:
            await tally_store.sweep(tx, self.clock.now().date() - timedelta(days=KEPT_DAYS))
        return False
