"""SQL on customers."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from bothways.core.identity.model import Customer
from bothways.core.identity.store import connect_links, connect_sessions, customers
from bothways.kit.db.listing import count as count_some
from bothways.kit.db.listing import having, ordered
from bothways.kit.db.transaction import Transaction
from bothways.kit.finding import Order, words

_COLUMNS = [column for column in customers.c if column.name not in {"search_text", "sort_key"}]


async def add(tx: Transaction, customer: Customer) -> bool:
    """Whether it was kept; False when the environment has a customer of that external id already."""
    statement = tx.insert(customers).values(**_row(customer)).on_conflict_do_nothing().returning(customers.c.id)
    return await tx.first(statement) is not None


async def change(tx: Transaction, customer: Customer) -> None:
    """Write every column of a customer that exists."""
    await tx.execute(customers.update().where(customers.c.id == customer.id).values(**_row(customer)))


async def find(tx: Transaction, environment_id: str, customer_id: str, *, lock: bool = False) -> Customer | None:
    """By our id."""
    statement = select(*_COLUMNS).where(customers.c.environment_id == environment_id, customers.c.id == customer_id)
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def hold(tx: Transaction, environment_id: str, customer_id: str) -> None:
    """Lock the row against others who hold it, and not against those who refer to it."""
    statement = select(customers.c.id).where(
        customers.c.environment_id == environment_id, customers.c.id == customer_id
    )
    await tx.first(statement.with_for_update(key_share=True))


async def find_external(
    tx: Transaction, environment_id: str, external_id: str, *, lock: bool = False
) -> Customer | None:
    """By the operator's id."""
    statement = select(*_COLUMNS).where(
        customers.c.environment_id == environment_id, customers.c.external_id == external_id
    )
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def of_ids(tx: Transaction, environment_id: str, ids: Collection[str]) -> list[Customer]:
    """Those of these ids that there are."""
    statement = select(*_COLUMNS).where(customers.c.environment_id == environment_id, customers.c.id.in_(ids))
    return [_model(row) for row in await tx.all(statement)]


async def page(
    tx: Transaction, environment_id: str, q: str, order: Order, *, after: Sequence[object] | None, limit: int
) -> list[Customer]:
    """Those that the words of `q` find, from behind the position `after`."""
    key = (customers.c.sort_key, customers.c.id) if order.by_name else (customers.c.id,)
    found = select(*_COLUMNS).where(*_found(environment_id, q))
    statement = ordered(found, key, after=after, descending=order.descending)
    return [_model(row) for row in await tx.all(statement.limit(limit))]


async def count_found(tx: Transaction, environment_id: str, q: str) -> int | None:
    """How many the words of `q` find; None when they are too many to be counted."""
    return await count_some(tx, select(customers.c.id).where(*_found(environment_id, q)))


async def count_ways_in(tx: Transaction, environment_id: str, customer_id: str) -> tuple[int | None, int | None]:
    """How many sessions and links are kept for a customer."""
    sessions, links = (
        select(table.c.id).where(table.c.environment_id == environment_id, table.c.customer_id == customer_id)
        for table in (connect_sessions, connect_links)
    )
    return await count_some(tx, sessions), await count_some(tx, links)


def _found(environment_id: str, q: str) -> Iterator[ColumnElement[bool]]:
    yield customers.c.environment_id == environment_id
    if asked := words(q):
        yield or_(and_(*having(asked, customers.c.search_text)), customers.c.id == q.strip())


async def count(tx: Transaction, environment_id: str) -> int:
    """How many there are."""
    row = await tx.first(select(func.count()).where(customers.c.environment_id == environment_id))
    assert row is not None, "an aggregate of nothing is a row"
    return int(row[0])


async def remove(tx: Transaction, environment_id: str, customer_id: str) -> bool:
    """Delete the customer, and by cascade what every room keeps for it; False when there was none."""
    statement = customers.delete().where(customers.c.environment_id == environment_id, customers.c.id == customer_id)
    return await tx.execute(statement) > 0


def _row(customer: Customer) -> dict[str, object]:
    return vars(customer) | {
        "metadata": dict(customer.metadata),
        "search_text": customer.search_text,
        "sort_key": customer.sort_key,
    }


def _maybe(row: Row[Any] | None) -> Customer | None:
    return None if row is None else _model(row)


def _model(row: Row[Any]) -> Customer:
    return Customer(**row._mapping)
