"""Finding integrations by id or slug."""

from dataclasses import dataclass

from bothways.kit.db.database import Database
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
    """The integrations of an environment, oldest first; `enabled` narrows to those switched on or off."""

    database: Database

    async def __call__(
        self, environment_id: str, *, after: str | None = None, limit: int = 100, enabled: bool | None = None
    ) -> list[Integration]:
        async with self.database.read() as tx:
            return await store.page(tx, environment_id, after=after, limit=limit, enabled=enabled)
