"""Looking at an attempt to connect."""

from dataclasses import dataclass

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.outbound.connect import store
from bothways.outbound.connect.model import Authorization, AuthorizationNotFound


@dataclass(frozen=True)
class GetAuthorization:
    """One authorization; with `customer_id`, only that customer's. Raises AuthorizationNotFound."""

    database: Database
    clock: Clock

    async def __call__(
        self, environment_id: str, authorization_id: str, *, customer_id: str | None = None
    ) -> Authorization:
        async with self.database.read() as tx:
            found = await store.find(tx, environment_id, authorization_id)
        if found is None or customer_id not in {None, found.customer_id}:
            raise AuthorizationNotFound("There is no such authorization.")
        return found
