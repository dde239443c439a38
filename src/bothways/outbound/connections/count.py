"""How many connections an environment has, by their state."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.outbound.connections import store
from bothways.outbound.connections.model import State


@dataclass(frozen=True)
class CountConnections:
    """The number of an environment's connections in each state; every state is named."""

    database: Database

    async def __call__(self, environment_id: str) -> Mapping[State, int]:
        async with self.database.read() as tx:
            found = await store.count(tx, environment_id)
        return {state: found.get(state, 0) for state in State}
