"""Taking turns about one customer."""

from bothways.core.identity import customer_rows
from bothways.kit.db.transaction import Transaction


async def hold_customer(tx: Transaction, environment_id: str, customer_id: str) -> None:
    """Wait for whoever holds the customer, and hold it until the transaction ends.

    For what must be looked for before it is added. Rows that name the customer are added meanwhile as ever, and one
    that was deleted holds nobody up.
    """
    await customer_rows.hold(tx, environment_id, customer_id)
