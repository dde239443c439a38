"""Keeping what an authorization promised, without its customer: credentials that come from another system."""

from dataclasses import dataclass, replace

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connect import store
from bothways.outbound.connect.model import Status
from bothways.outbound.connect.standing import require_open
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.connections.keep import Keep
from bothways.outbound.connections.model import Connection


@dataclass(frozen=True)
class FulfilAuthorization:
    """Import credentials as the connection that an open authorization promised; its link leads nowhere afterwards.

    Its values, scopes and metadata are taken where none are brought along. Raises AuthorizationNotFound,
    AuthorizationEnded, and what ImportConnection raises.
    """

    database: Database
    adopt: ImportConnection
    keep: Keep
    clock: Clock

    async def __call__(
        self, environment_id: str, authorization_id: str, belongings: Belongings, *, actor: str
    ) -> Connection:
        acquired = await self.prepare(environment_id, authorization_id, belongings)
        async with self.database.begin() as tx:
            return await self.within(tx, environment_id, authorization_id, acquired, actor=actor)

    async def prepare(self, environment_id: str, authorization_id: str, belongings: Belongings) -> Acquired:
        """What may be refused before anything is written, and may ask a provider."""
        async with self.database.read() as tx:
            asked = require_open(await store.find(tx, environment_id, authorization_id), self.clock.now())
        scopes = asked.own_scopes if belongings.scopes is None else belongings.scopes
        return await self.adopt.acquire(environment_id, replace(belongings, scopes=scopes), asked.values)

    async def within(
        self, tx: Transaction, environment_id: str, authorization_id: str, acquired: Acquired, *, actor: str
    ) -> Connection:
        """Keep what was prepared, inside the caller's transaction."""
        found = require_open(await store.find(tx, environment_id, authorization_id, lock=True), self.clock.now())
        connection = await self.keep(
            tx,
            replace(acquired, own_scopes=found.own_scopes, metadata={**found.metadata, **acquired.metadata}),
            customer_id=found.customer_id,
            reconnect=found.connection_id,
            new_id=found.new_connection_id,
            actor=actor,
        )
        await store.settle(tx, found.id, Status.CONNECTED, connection_id=connection.id)
        return connection
