"""After a backup was put back: refresh tokens in it may have been rotated since."""

from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.outbound.connections import lease_store


@dataclass(frozen=True)
class DoubtAfterRestore:
    """Doubt every refresh token that the database holds.

    Access tokens are handed out for as long as they live. A renewal that comes due asks for the customer instead of
    showing the provider a token that it may have retired: to the provider that is theft, and it would end the
    authorization for whichever installation holds the newer token. `revive` on demand tries all the same.

    Run it once after restoring a backup, and on every copy of production before it is started.
    """

    database: Database

    async def __call__(self) -> int:
        """How many connections are doubted."""
        async with self.database.begin() as tx:
            return await lease_store.doubt_all(tx)
