"""Changing what is known of a customer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import customer_rows
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import Customer, CustomerDetails
from bothways.core.identity.text import check_customer, require_none
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction


class CustomerChanges(TypedDict, total=False):
    """New details. What is absent stays; None clears; metadata is replaced as a whole."""

    name: str | None
    email: str | None
    metadata: Mapping[str, str]


@dataclass(frozen=True)
class UpdateCustomer:
    """Change a customer's name, e-mail address or metadata. The external id is for good."""

    database: Database
    clock: Clock
    events: EventLog

    async def __call__(self, environment_id: str, customer_id: str, changes: CustomerChanges) -> Customer:
        """The customer as it is then. Raises InvalidInput, CustomerNotFound."""
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, customer_id, changes)

    async def within(
        self, tx: Transaction, environment_id: str, customer_id: str, changes: CustomerChanges
    ) -> Customer:
        """The same, inside the caller's transaction."""
        before = await customer_rows.find(tx, environment_id, customer_id, lock=True)
        if before is None:
            raise CustomerNotFound("There is no such customer.")
        wanted = replace(before, **changes)
        details = CustomerDetails(wanted.external_id, wanted.name, wanted.email, wanted.metadata)
        require_none(check_customer(details))
        if wanted == before:
            return before
        after = replace(wanted, updated_at=self.clock.now())
        await customer_rows.change(tx, after)
        data = {"external_id": after.external_id}
        await self.events.append(tx, Event("customer.updated", environment_id, after.id, after.id, data))
        return after
