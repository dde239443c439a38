"""The attempts of one connect session: what a page asks for while a consent is under way."""

from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.outbound.connect import store
from bothways.outbound.connect.model import Authorization

MOST = 50


@dataclass(frozen=True)
class ListAuthorizations:
    """The attempts that a session began, newest first, at most fifty."""

    database: Database

    async def __call__(self, environment_id: str, customer_id: str, session_id: str) -> list[Authorization]:
        async with self.database.read() as tx:
            return await store.of_session(tx, environment_id, customer_id, session_id, limit=MOST)
