"""What would go with a customer, told before it goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.events.log import EventLog
from bothways.core.identity.model import Customer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.kit.db.database import Database
from bothways.outbound.connections import list_store
from bothways.outbound.connections.list_store import Filter
from bothways.outbound.connections.model import State


@dataclass(frozen=True)
class Preview:
    """`connections` are counted by state; None means too many to be counted."""

    customer: Customer
    connections: Mapping[State, int | None]
    connect_sessions: int | None
    connect_links: int | None
    events: int | None


@dataclass(frozen=True)
class PreviewDeletion:
    """Count what DeleteCustomer would delete. Nothing is changed. Raises CustomerNotFound."""

    database: Database
    customers: ReadCustomers
    events: EventLog

    async def __call__(self, environment_id: str, customer_id: str) -> Preview:
        customer = await self.customers.get(environment_id, customer_id)
        sessions, links = await self.customers.count_ways_in(environment_id, customer_id)
        async with self.database.read() as tx:
            counts = {
                state: await list_store.count(tx, environment_id, Filter(customer_id, state=state)) for state in State
            }
            events = await self.events.count(tx, environment_id, customer_id=customer_id)
        return Preview(customer, counts, sessions, links, events)
