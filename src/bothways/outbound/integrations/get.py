"""Finding integrations by id or slug."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.kit.finding import Order
from bothways.outbound.integrations import store
from bothways.outbound.integrations.model import NOT_FOUND, Integration, IntegrationNotFound


@dataclass(frozen=True)
class GetIntegration:
    """One integration of an environment, by id or slug. Raises IntegrationNotFound, also for another environment's."""

    database: Database

    async def __call__(self, environment_id: str, reference: str) -> Integration:
        async with self.database.read() as tx:
            found = await store.find(tx, environment_id, reference)
        if found is None:
            raise IntegrationNotFound(NOT_FOUND)
        return found


@dataclass(frozen=True)
class ListIntegrations:
    """The integrations of an environment, from behind the position `after`.

    `q` looks into names, slugs, providers and descriptions; `enabled` narrows to those switched on or off. Raises
    InvalidInput.
    """

    database: Database

    async def __call__(
        self,
        environment_id: str,
        *,
        q: str = "",
        enabled: bool | None = None,
        order: Order = Order.OLDEST_FIRST,
        after: Sequence[object] | None = None,
        limit: int = 100,
    ) -> list[Integration]:
        async with self.database.read() as tx:
            return await store.page(tx, environment_id, store.Filter(q, enabled), order, after=after, limit=limit)

    async def count(self, environment_id: str, *, q: str = "", enabled: bool | None = None) -> int | None:
        """How many there are; None when they are too many to be counted."""
        async with self.database.read() as tx:
            return await store.count(tx, environment_id, store.Filter(q, enabled))
