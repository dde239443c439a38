"""Narrowing the rows of other rooms to those of customers that a word finds."""

from sqlalchemy import ColumnElement, select

from bothways.core.identity.store import customers
from bothways.kit.db.listing import having


def of_customers_with(word: str, environment_id: str, customer_id: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that `customer_id` is one of those customers'.

    Part of the other room's own statement: asked for ids first, there would be too many of them to hand over, or the
    list would be cut off.
    """
    found = select(customers.c.id).where(
        customers.c.environment_id == environment_id, *having([word], customers.c.search_text)
    )
    return customer_id.in_(found)
