"""Signing staff out."""

from dataclasses import dataclass

from bothways.core.bearer.model import digest
from bothways.core.staff import session_rows
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class SignOut:
    """End the session of a cookie: it is worth nothing from then on, whoever kept a copy."""

    database: Database

    async def __call__(self, token: str) -> None:
        """Nothing happens when there is no such session."""
        async with self.database.begin() as tx:
            await session_rows.end(tx, digest(token))
