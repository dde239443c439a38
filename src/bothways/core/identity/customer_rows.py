"""SQL on customers."""

from typing import Any

from sqlalchemy import Row, func, select

from bothways.core.identity.model import Customer
from bothways.core.identity.store import customers
from bothways.kit.db.transaction import Transaction


async def add(tx: Transaction, customer: Customer) -> bool:
    """Whether it was kept; False when the environment has a customer of that external id already."""
    statement = tx.insert(customers).values(**_row(customer)).on_conflict_do_nothing().returning(customers.c.id)
    return await tx.first(statement) is not None


async def change(tx: Transaction, customer: Customer) -> None:
    """Write every column of a customer that exists."""
    await tx.execute(customers.update().where(customers.c.id == customer.id).values(**_row(customer)))


async def find(tx: Transaction, environment_id: str, customer_id: str, *, lock: bool = False) -> Customer | None:
    """By our id."""
    statement = select(customers).where(customers.c.environment_id == environment_id, customers.c.id == customer_id)
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def find_external(
    tx: Transaction, environment_id: str, external_id: str, *, lock: bool = False
) -> Customer | None:
    """By the operator's id."""
    statement = select(customers).where(
        customers.c.environment_id == environment_id, customers.c.external_id == external_id
    )
    return _maybe(await tx.first(statement.with_for_update() if lock else statement))


async def page(tx: Transaction, environment_id: str, *, after: str | None, limit: int) -> list[Customer]:
    """Oldest first, from behind the id `after`."""
    statement = select(customers).where(customers.c.environment_id == environment_id)
    if after is not None:
        statement = statement.where(customers.c.id > after)
    return [_model(row) for row in await tx.all(statement.order_by(customers.c.id).limit(limit))]


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
    return vars(customer) | {"metadata": dict(customer.metadata)}


def _maybe(row: Row[Any] | None) -> Customer | None:
    return None if row is None else _model(row)


def _model(row: Row[Any]) -> Customer:
    return Customer(**row._mapping)
