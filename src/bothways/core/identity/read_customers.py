"""Reading customers."""

from dataclasses import dataclass

from bothways.core.identity import customer_rows
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import Customer
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ReadCustomers:
    """The customers of an environment."""

    database: Database

    async def get(self, environment_id: str, customer_id: str) -> Customer:
        """By our id. Raises CustomerNotFound."""
        async with self.database.read() as tx:
            found = await customer_rows.find(tx, environment_id, customer_id)
        if found is None:
            raise CustomerNotFound("There is no such customer.")
        return found

    async def find(self, environment_id: str, external_id: str) -> Customer | None:
        """By the operator's own id."""
        async with self.database.read() as tx:
            return await customer_rows.find_external(tx, environment_id, external_id)

    async def list(self, environment_id: str, *, after: str | None = None, limit: int) -> list[Customer]:
        """Oldest first, from behind the customer `after`."""
        async with self.database.read() as tx:
            return await customer_rows.page(tx, environment_id, after=after, limit=limit)
