"""Reading customers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bothways.core.identity import customer_rows
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.model import Customer
from bothways.kit.db.database import Database
from bothways.kit.finding import Order


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

    async def id_of(self, environment_id: str, external_id: str) -> str | None:
        """Our id for the operator's own."""
        found = await self.find(environment_id, external_id)
        return None if found is None else found.id

    async def count_ways_in(self, environment_id: str, customer_id: str) -> tuple[int | None, int | None]:
        """How many connect sessions and connect links it has, ended ones too; None when too many to be counted."""
        async with self.database.read() as tx:
            return await customer_rows.count_ways_in(tx, environment_id, customer_id)

    async def many(self, environment_id: str, ids: Iterable[str]) -> Mapping[str, Customer]:
        """Those of these ids that there are, by our id, in one read."""
        async with self.database.read() as tx:
            found = await customer_rows.of_ids(tx, environment_id, frozenset(ids))
        return {customer.id: customer for customer in found}

    async def count(self, environment_id: str, *, q: str = "") -> int | None:
        """How many the words of `q` find; None when they are too many to be counted. Raises InvalidInput."""
        async with self.database.read() as tx:
            return await customer_rows.count_found(tx, environment_id, q)

    async def list(
        self,
        environment_id: str,
        *,
        q: str = "",
        order: Order = Order.OLDEST_FIRST,
        after: Sequence[object] | None = None,
        limit: int,
    ) -> list[Customer]:
        """Those whose name, e-mail address or external id hold every word of `q`, from behind the position `after`.

        Raises InvalidInput.
        """
        async with self.database.read() as tx:
            return await customer_rows.page(tx, environment_id, q, order, after=after, limit=limit)
