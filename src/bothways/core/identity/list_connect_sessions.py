"""Looking at connect sessions, without their tokens."""

from dataclasses import dataclass

from bothways.core.identity import session_rows
from bothways.core.identity.errors import ConnectSessionNotFound
from bothways.core.identity.model import ConnectSession, Validity
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ListConnectSessions:
    """The sessions of an environment. Those that expired are swept away before long."""

    database: Database
    clock: Clock

    async def __call__(
        self,
        environment_id: str,
        *,
        state: Validity | None = None,
        customer_id: str | None = None,
        after: str | None = None,
        limit: int,
    ) -> list[ConnectSession]:
        """Newest first, from behind the session `after`; None does not narrow."""
        async with self.database.read() as tx:
            return await session_rows.page(
                tx,
                environment_id,
                state=state,
                customer_id=customer_id,
                now=self.clock.now(),
                after=after,
                limit=limit,
            )

    async def one(self, environment_id: str, session_id: str) -> ConnectSession:
        """Raises ConnectSessionNotFound."""
        async with self.database.read() as tx:
            found = await session_rows.find(tx, environment_id, session_id)
        if found is None:
            raise ConnectSessionNotFound("There is no such connect session.")
        return found
