"""Writing down when keys were last used, off the path of any request."""

from dataclasses import dataclass

from bothways.core.identity import key_rows
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class RecordKeyUses:
    """To be run once a minute in every process that serves: each key is then written at most that often."""

    database: Database
    authenticate: AuthenticateKey

    async def __call__(self) -> None:
        """Nothing used means nothing written. What cannot be written is lost, and the next use replaces it."""
        uses = self.authenticate.take_uses()
        if uses:
            async with self.database.begin() as tx:
                await key_rows.mark_used(tx, uses)
