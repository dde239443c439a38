"""Where a connect session belongs, for the page that says that it is over."""

from dataclasses import dataclass

from bothways.core.identity import session_rows
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class EnvironmentOfSession:
    """The id of a session's environment, also after the session has ended. It tells how pages look, and nothing else:
    whoever asks has shown nothing but the session's id.
    """

    database: Database

    async def __call__(self, session_id: str) -> str | None:
        """None when there is no such session, or not any more."""
        async with self.database.read() as tx:
            return await session_rows.environment_of(tx, session_id)
