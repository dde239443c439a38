"""Telling us about a customer ahead of time."""

from dataclasses import dataclass

from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.model import Customer, CustomerDetails
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class PutCustomer:
    """`EnsureCustomer` in a transaction of its own."""

    database: Database
    ensure: EnsureCustomer

    async def __call__(self, environment_id: str, details: CustomerDetails) -> Customer:
        """Raises InvalidInput that names each wrong detail."""
        async with self.database.begin() as tx:
            return await self.ensure(
                tx,
                environment_id,
                details.external_id,
                details.name,
                details.email,
                details.metadata,
                field="",
            )
