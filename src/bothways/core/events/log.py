"""The log of events: appended to inside the transaction that makes them true."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.events import store
from bothways.core.events.model import Event, RecordedEvent, check
from bothways.kit.clock import Clock
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids


@dataclass(frozen=True)
class EventLog:
    """Keeps events and lists them by environment."""

    ids: Ids
    clock: Clock

    async def append(self, tx: Transaction, event: Event) -> RecordedEvent:
        """Record an event; it exists once the transaction commits.

        Raises ValueError or TypeError on data that is not JSON or holds a Secret: a mistake of the caller.
        """
        check(event)
        recorded = RecordedEvent(
            type=event.type,
            environment_id=event.environment_id,
            subject_id=event.subject_id,
            customer_id=event.customer_id,
            data=event.data,
            id=self.ids.new("evt"),
            created_at=self.clock.now(),
        )
        await store.add(tx, recorded)
        return recorded

    async def count(self, tx: Transaction, environment_id: str, *, customer_id: str) -> int | None:
        """How many events concern a customer; None when they are too many to be counted."""
        return await store.count(tx, environment_id, customer_id)

    async def list(
        self,
        tx: Transaction,
        environment_id: str,
        *,
        subject_id: str | None = None,
        types: Sequence[str] | None = None,
        customer_id: str | None = None,
        after: str | None = None,
        limit: int,
        newest_first: bool = True,
    ) -> list[RecordedEvent]:
        """At most `limit` events behind the one with the id `after`; `types` None means all."""
        wanted = store.Filter(subject_id, types, customer_id)
        return await store.page(tx, environment_id, wanted, after=after, limit=limit, newest_first=newest_first)
