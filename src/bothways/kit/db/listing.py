"""Lists of rows: found by words, put in order, gone through from a place on, counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from bothways.kit.db.transaction import Transaction

MOST_COUNTED = 10_000


def having(words: Iterable[str], text: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """One condition for each word, which stands somewhere in `text`. Percent signs and underscores mean themselves."""
    return [text.contains(word, autoescape=True) for word in words]


def ordered(
    statement: Select[Any],
    key: Sequence[ColumnElement[Any]],
    *,
    after: Sequence[object] | None = None,
    descending: bool = False,
) -> Select[Any]:
    """In the order of `key`, whose last column tells all rows apart, from behind the row that has `after` there."""
    if after is not None:
        here, place = tuple_(*key), tuple_(*after)
        statement = statement.where(here < place if descending else here > place)
    return statement.order_by(*(column.desc() if descending else column for column in key))


async def count(tx: Transaction, statement: Select[Any]) -> int | None:
    """How many rows there are; None past MOST_COUNTED, which nobody would wait for."""
    some = statement.limit(MOST_COUNTED + 1).subquery()
    row = await tx.first(select(func.count()).select_from(some))
    assert row is not None, "an aggregate of nothing is a row"
    return None if row[0] > MOST_COUNTED else int(row[0])
