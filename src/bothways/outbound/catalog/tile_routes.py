"""The face of tiles."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.catalog.tile import TileExists, TileNotFound, TooManyTiles
from bothways.outbound.catalog.tile_schemas import TileChanges, TileIn, TileOut, tile_out
from bothways.outbound.catalog.write_tile import WriteTile

TAGS = ("tiles",)
_BODY_BYTES = 400_000


def tile_routes(read: ReadTiles, write: WriteTile, cursors: Cursors) -> Routes:
    """Reading takes tiles:read, everything else tiles:write. Customers see tiles in the catalog."""
    may_read, may_write = Operator("tiles:read"), Operator("tiles:write")
    every, one, missing = "/v1/tiles", "/v1/tiles/{tile:str}", (TileNotFound,)
    # fmt: off
    return [
        Route("GET",    every, may_read,  listing(read, cursors), tags=TAGS),
        Route("POST",   every, may_write, creating(write),        tags=TAGS, status=201, idempotent=True,
              errors=(TileExists, TooManyTiles), max_body_bytes=_BODY_BYTES),
        Route("GET",    one,   may_read,  reading(read),          tags=TAGS, errors=missing),
        Route("PATCH",  one,   may_write, changing(write),        tags=TAGS, errors=(*missing, TileExists),
              max_body_bytes=_BODY_BYTES),
        Route("DELETE", one,   may_write, removing(write),        tags=TAGS, errors=missing, status=204),
    ]
    # fmt: on


def listing(read: ReadTiles, cursors: Cursors) -> Handler:
    """GET /v1/tiles."""

    async def list_tiles(
        caller: OperatorCaller,
        published: bool | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[TileOut]:
        """List tiles

        Oldest first. `published` narrows to those that customers see, or do not.
        """
        scope = f"{caller.environment_id} tiles {published}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        found = await read.page(caller.environment_id, published=published, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page([tile_out(tile) for tile in found[:limit]], more)

    return list_tiles


def creating(write: WriteTile) -> Handler:
    """POST /v1/tiles."""

    async def create_tile(caller: OperatorCaller, data: TileIn) -> TileOut:
        """Add a card of your own to the marketplace

        It stands beside the integrations and leads to `link_url`. Sessions for some integrations do not see it.
        """
        return tile_out(await write.create(caller.environment_id, caller.actor, data.draft()))

    return create_tile


def reading(read: ReadTiles) -> Handler:
    """GET /v1/tiles/{tile}."""

    async def get_tile(caller: OperatorCaller, tile: str) -> TileOut:
        """Get a tile by id or slug"""
        return tile_out(await read.get(caller.environment_id, tile))

    return get_tile


def changing(write: WriteTile) -> Handler:
    """PATCH /v1/tiles/{tile}."""

    async def change_tile(caller: OperatorCaller, tile: str, data: TileChanges) -> TileOut:
        """Change a tile"""
        return tile_out(await write.change(caller.environment_id, caller.actor, tile, data.changes()))

    return change_tile


def removing(write: WriteTile) -> Handler:
    """DELETE /v1/tiles/{tile}."""

    async def remove_tile(caller: OperatorCaller, tile: str) -> None:
        """Remove a tile"""
        await write.remove(caller.environment_id, caller.actor, tile)

    return remove_tile
