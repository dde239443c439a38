"""Looking at API keys."""

from dataclasses import dataclass

from bothways.core.identity import key_rows
from bothways.core.identity.errors import APIKeyNotFound
from bothways.core.identity.model import APIKey, Validity
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ListAPIKeys:
    """The keys of an environment, revoked ones too; never their tokens."""

    database: Database
    clock: Clock

    async def __call__(
        self, environment_id: str, *, state: Validity | None = None, after: str | None = None, limit: int = 100
    ) -> list[APIKey]:
        """Oldest first, from behind the key `after`; `state` narrows to those that are in it now."""
        async with self.database.read() as tx:
            now = self.clock.now()
            return await key_rows.page(tx, environment_id, state=state, now=now, after=after, limit=limit)

    async def one(self, environment_id: str, key_id: str) -> APIKey:
        """Raises APIKeyNotFound."""
        async with self.database.read() as tx:
            found = await key_rows.find(tx, environment_id, key_id)
        if found is None:
            raise APIKeyNotFound("There is no such API key.")
        return found
