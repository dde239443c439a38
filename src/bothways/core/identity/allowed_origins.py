"""Which sites' scripts may read our answers."""

from bothways.core.identity import environment_rows
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database

FRESH_SECONDS = 2.0


class AllowedOrigins:
    """The origins of all environments, remembered for two seconds: anybody may send a preflight at any rate."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._until = 0.0
        self._environments: dict[str, frozenset[str]] = {}

    async def known(self, origin: str) -> bool:
        """Whether any environment allows it: a preflight cannot say for which one it asks."""
        return origin in await self._look()

    async def every(self) -> frozenset[str]:
        """All of them: for a page that does not know yet whose it is."""
        return frozenset(await self._look())

    async def allowed(self, origin: str, environment_id: str) -> bool:
        """Whether this environment allows it."""
        return environment_id in (await self._look()).get(origin, frozenset())

    async def _look(self) -> dict[str, frozenset[str]]:
        if self._clock.monotonic() >= self._until:
            async with self._database.read() as tx:
                found = await environment_rows.all_environments(tx, None)
            self._environments = {
                origin: frozenset(item.id for item in found if origin in item.allowed_origins)
                for environment in found
                for origin in environment.allowed_origins
            }
            self._until = self._clock.monotonic() + FRESH_SECONDS
        return self._environments
