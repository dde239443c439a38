"""A customer by the operator's own id: made when new, brought up to date when known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.core.identity import customer_rows
from bothways.core.identity.model import Customer, CustomerDetails
from bothways.core.identity.text import check_customer, require_none
from bothways.kit.clock import Clock
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class EnsureCustomer:
    """The customer with this external id, inside the caller's transaction."""

    ids: Ids
    clock: Clock
    events: EventLog

    async def __call__(
        self,
        tx: Transaction,
        environment_id: str,
        external_id: str,
        name: str | None = None,
        email: str | None = None,
        metadata: Mapping[str, str] | None = None,
        *,
        field: str = "customer",
    ) -> Customer:
        """Details that are None stay as they are known.

        Raises InvalidInput that names each wrong detail: `customer.id`, or as `field` says the caller calls it.
        """
        details = CustomerDetails(external_id, name, email, metadata)
        require_none(check_customer(details, prefix=f"{field}." if field else ""))
        return await self._known(tx, environment_id, details) or await self._new(tx, environment_id, details)

    async def _known(self, tx: Transaction, environment_id: str, details: CustomerDetails) -> Customer | None:
        known = await customer_rows.find_external(tx, environment_id, details.external_id)
        if known is None or _with_details(known, details) == known:
            return known
        # Something changes: read again under a lock, so that nobody else's change is written over.
        known = await customer_rows.find_external(tx, environment_id, details.external_id, lock=True)
        if known is None:
            return None
        after = replace(_with_details(known, details), updated_at=self.clock.now())
        await customer_rows.change(tx, after)
        await self._publish(tx, "customer.updated", after)
        return after

    async def _new(self, tx: Transaction, environment_id: str, details: CustomerDetails) -> Customer:
        now = self.clock.now()
        blank = Customer(self.ids.new("cust"), environment_id, details.external_id, None, None, {}, now, now)
        made = _with_details(blank, details)
        if not await customer_rows.add(tx, made):
            # Another transaction made the same customer a moment ago; the insert waited for it to commit.
            known = await self._known(tx, environment_id, details)
            assert known is not None, "the external id is taken, so its customer is there"
            return known
        await self._publish(tx, "customer.created", made)
        return made

    async def _publish(self, tx: Transaction, name: str, customer: Customer) -> None:
        data = {"external_id": customer.external_id}
        await self.events.append(tx, Event(name, customer.environment_id, customer.id, customer.id, data))


def _with_details(customer: Customer, details: CustomerDetails) -> Customer:
    return replace(
        customer,
        name=customer.name if details.name is None else details.name,
        email=customer.email if details.email is None else details.email,
        metadata=customer.metadata if details.metadata is None else dict(details.metadata),
    )
