"""Listing API keys."""

from dataclasses import dataclass

from bothways.core.identity import key_rows
from bothways.core.identity.model import APIKey
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ListAPIKeys:
    """The keys of an environment, revoked ones too; never their tokens."""

    database: Database

    async def __call__(self, environment_id: str, *, after: str | None = None, limit: int = 100) -> list[APIKey]:
        """Oldest first, from behind the key `after`."""
        async with self.database.read() as tx:
            return await key_rows.page(tx, environment_id, after=after, limit=limit)
