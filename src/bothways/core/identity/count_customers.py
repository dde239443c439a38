"""How many customers an environment has."""

from dataclasses import dataclass

from bothways.core.identity import customer_rows
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class CountCustomers:
    """The number of an environment's customers."""

    database: Database

    async def __call__(self, environment_id: str) -> int:
        async with self.database.read() as tx:
            return await customer_rows.count(tx, environment_id)
