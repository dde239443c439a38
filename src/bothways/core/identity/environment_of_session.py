"""Where a connect session or a link to one belongs, for the page that says that it is over."""

from dataclasses import dataclass

from bothways.core.bearer.model import digest
from bothways.core.identity import session_rows
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class EnvironmentOfSession:
    """The id of a session's environment, also after the session has ended. It tells how pages look and speak, no more:
    whoever asks has shown nothing but the session's id.
    """

    database: Database

    async def __call__(self, session_id: str) -> str | None:
        """None when there is no such session, or not any more."""
        async with self.database.read() as tx:
            return await session_rows.environment_of(tx, session_id)

    async def locale(self, session_id: str) -> str | None:
        """The language that the session was opened in; None when none was asked for."""
        async with self.database.read() as tx:
            return await session_rows.locale_of(tx, session_id)

    async def by_ticket(self, ticket: str) -> str | None:
        """The same for a link's ticket, also after it was used. None when it was never given out, or long ago."""
        async with self.database.read() as tx:
            return await session_rows.environment_of_ticket(tx, digest(ticket))
