"""Looking at tiles."""

from dataclasses import dataclass

from bothways.kit.db.database import Database
from bothways.outbound.catalog import store
from bothways.outbound.catalog.tile import MOST_TILES, Tile, TileNotFound, arrange
from bothways.outbound.integrations.logo import Logo


@dataclass(frozen=True)
class ReadTiles:
    """The tiles of an environment."""

    database: Database

    async def get(self, environment_id: str, reference: str) -> Tile:
        """By id or slug. Raises TileNotFound, also for another environment's."""
        async with self.database.read() as tx:
            found = await store.find(tx, environment_id, reference)
        if found is None:
            raise TileNotFound("No tile of this environment has that id or slug.")
        return found

    async def page(
        self, environment_id: str, *, published: bool | None = None, after: str | None = None, limit: int
    ) -> list[Tile]:
        """Oldest first, from behind the tile `after`."""
        async with self.database.read() as tx:
            return await store.page(tx, environment_id, published=published, after=after, limit=limit)

    async def shown(self, environment_id: str, only: frozenset[str] | None) -> list[Tile]:
        """What a customer sees, in order. A session for some integrations (`only`) sees nothing beside them."""
        if only is not None:
            return []
        return arrange(await self.page(environment_id, published=True, limit=MOST_TILES))

    async def find_shown(self, environment_id: str, reference: str, only: frozenset[str] | None) -> Tile | None:
        """The one with that id or slug, if a customer sees it."""
        tiles = await self.shown(environment_id, only)
        return next((tile for tile in tiles if reference in {tile.id, tile.slug}), None)

    async def logo(self, tile_id: str) -> Logo:
        """The uploaded picture of a tile of any environment: pictures are public. Raises TileNotFound."""
        async with self.database.read() as tx:
            text = await store.logo(tx, tile_id)
        if text is None:
            raise TileNotFound("There is no such picture.")
        return Logo.of(text)
