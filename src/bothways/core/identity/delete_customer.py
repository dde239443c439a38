"""Forgetting a customer."""

from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import customer_rows
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.vault.vault import Vault
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class DeleteCustomer:
    """Delete a customer with everything that is kept for it, and shred its data key.

    In one transaction: the row, by cascade the rows of every room that name it, the key under which copies in
    backups were sealed, and the event `customer.deleted`. Nothing is asked of providers: their tokens can no
    longer be read.
    """

    database: Database
    vault: Vault
    events: EventLog
    audit: Audit

    async def __call__(self, environment_id: str, customer_id: str, *, actor: str) -> None:
        """Raises CustomerNotFound."""
        async with self.database.begin() as tx:
            if not await customer_rows.remove(tx, environment_id, customer_id):
                raise CustomerNotFound("There is no such customer.")
            await self.vault.shred(tx, customer_id)
            # Without a customer_id: an event that names its customer goes with it.
            await self.events.append(tx, Event("customer.deleted", environment_id, customer_id))
            await self.audit.record(tx, Entry(environment_id, actor, "customer.deleted", customer_id))
