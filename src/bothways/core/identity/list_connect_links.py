"""Looking at connect links."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity import link_rows
from bothways.core.identity.errors import ConnectLinkNotFound
from bothways.core.identity.link_rows import Filter
from bothways.core.identity.model import ConnectLink, LinkState
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class ListConnectLinks:
    """The links of an environment, ended ones too for a month; never their addresses."""

    database: Database
    clock: Clock

    async def get(self, environment_id: str, link_id: str) -> ConnectLink:
        """By id. Raises ConnectLinkNotFound."""
        async with self.database.read() as tx:
            found = await link_rows.find(tx, environment_id, link_id)
        if found is None:
            raise ConnectLinkNotFound("There is no such connect link.")
        return found

    async def __call__(
        self,
        environment_id: str,
        *,
        customer_id: str | None = None,
        state: LinkState | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Sequence[ConnectLink]:
        """Newest first, from behind the link `after`; None does not narrow."""
        async with self.database.read() as tx:
            wanted = Filter(customer_id, state)
            return await link_rows.page(tx, environment_id, wanted, self.clock.now(), after=after, limit=limit)
