"""SQL of lists of connections."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from bothways.core.identity.matching import of_customers_with
from bothways.kit.db.listing import count as count_some
from bothways.kit.db.listing import having, ordered
from bothways.kit.db.transaction import Transaction
from bothways.kit.finding import Age, words
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.store import COLUMNS, connection, connections


@dataclass(frozen=True)
class Filter:
    """Which connections to list; None does not narrow. `only` are the integrations that a session is limited to."""

    customer_id: str | None = None
    integration_id: str | None = None
    state: State | None = None
    only: frozenset[str] | None = None
    trouble: bool | None = None
    q: str = ""


async def page(
    tx: Transaction,
    environment_id: str,
    wanted: Filter,
    *,
    order: Age = Age.OLDEST_FIRST,
    after: str | None,
    limit: int,
) -> list[Connection]:
    """From behind the id `after`."""
    found = select(*COLUMNS).where(*_conditions(environment_id, wanted))
    place = None if after is None else (after,)
    statement = ordered(found, (connections.c.id,), after=place, descending=order.descending)
    return [connection(row) for row in await tx.all(statement.limit(limit))]


async def count(tx: Transaction, environment_id: str, wanted: Filter) -> int | None:
    """How many there are; None when they are too many to be counted."""
    return await count_some(tx, select(connections.c.id).where(*_conditions(environment_id, wanted)))


def _conditions(environment_id: str, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield connections.c.environment_id == environment_id
    if wanted.customer_id is not None:
        yield connections.c.customer_id == wanted.customer_id
    if wanted.integration_id is not None:
        yield connections.c.integration_id == wanted.integration_id
    if wanted.state is not None:
        yield connections.c.state == wanted.state
    if wanted.only is not None:
        yield connections.c.integration_id.in_(sorted(wanted.only))
    if wanted.trouble is not None:
        yield connections.c.trouble.is_not(None) if wanted.trouble else connections.c.trouble.is_(None)
    asked = [
        or_(
            *having([word], connections.c.search_text),
            of_customers_with(word, environment_id, connections.c.customer_id),
        )
        for word in words(wanted.q)
    ]
    if asked:
        yield or_(and_(*asked), connections.c.id == wanted.q.strip())
