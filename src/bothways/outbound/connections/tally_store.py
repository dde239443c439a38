"""SQL of connection_days: one row for each integration and day, with a counter for each deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections.store import connection_days, connections

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Counts:
    """How often each deed was done."""

    connected: int = 0
    reconnected: int = 0
    disconnected: int = 0
    needs_reauth: int = 0
    renewed: int = 0
    renewal_failed: int = 0


_COUNTERS = tuple(item.name for item in fields(Counts))


async def add(tx: Transaction, environment_id: str, integration_id: str, day: date, counter: str) -> None:
    """Count one more."""
    first = dict.fromkeys(_COUNTERS, 0) | {counter: 1}
    row = {"environment_id": environment_id, "integration_id": integration_id, "day": _number(day), **first}
    await tx.execute(
        tx.insert(connection_days)
        .values(row)
        .on_conflict_do_update(
            index_elements=["environment_id", "integration_id", "day"],
            set_={counter: connection_days.c[counter] + 1},
        )
    )


async def by_day(
    tx: Transaction, environment_id: str, integration_id: str | None, since: date
) -> Mapping[date, Counts]:
    """From that day on; a day on which nothing happened is left out."""
    rows = await _summed(tx, connection_days.c.day, environment_id, integration_id, since)
    return {_EPOCH + timedelta(days=row[0]): _counts(row) for row in rows}


async def by_integration(
    tx: Transaction, environment_id: str, integration_id: str | None, since: date
) -> Mapping[str, Counts]:
    """The same, summed for each integration."""
    rows = await _summed(tx, connection_days.c.integration_id, environment_id, integration_id, since)
    return {row[0]: _counts(row) for row in rows}


async def standing(tx: Transaction, environment_id: str, integration_id: str | None) -> list[tuple[str, str, int]]:
    """Integration, state, and how many connections of the one are in the other now."""
    statement = select(connections.c.integration_id, connections.c.state, func.count())
    statement = statement.where(*_of(connections, environment_id, integration_id))
    rows: list[Any] = list(await tx.all(statement.group_by(connections.c.integration_id, connections.c.state)))
    return [(row[0], row[1], row[2]) for row in rows]


async def in_trouble(tx: Transaction, environment_id: str, integration_id: str | None) -> Mapping[str, int]:
    """How many connections of each integration could not be renewed the last time."""
    statement = select(connections.c.integration_id, func.count()).where(
        *_of(connections, environment_id, integration_id), connections.c.trouble.is_not(None)
    )
    rows: list[Any] = list(await tx.all(statement.group_by(connections.c.integration_id)))
    return {row[0]: row[1] for row in rows}


async def sweep(tx: Transaction, before: date) -> int:
    """Forget what was counted on earlier days."""
    return await tx.execute(connection_days.delete().where(connection_days.c.day < _number(before)))


async def _summed(
    tx: Transaction, key: ColumnElement[Any], environment_id: str, integration_id: str | None, since: date
) -> list[Any]:
    sums = [func.sum(connection_days.c[name]) for name in _COUNTERS]
    conditions = _of(connection_days, environment_id, integration_id)
    statement = select(key, *sums).where(*conditions, connection_days.c.day >= _number(since))
    return await tx.all(statement.group_by(key))


def _of(table: Any, environment_id: str, integration_id: str | None) -> list[ColumnElement[bool]]:
    found = [table.c.environment_id == environment_id]
    return found if integration_id is None else [*found, table.c.integration_id == integration_id]


def _counts(row: Sequence[Any]) -> Counts:
    return Counts(*(int(value) for value in row[1:]))


def _number(day: date) -> int:
    return (day - _EPOCH).days
