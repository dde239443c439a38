"""The marketplace for pages that draw it themselves: our own frame, and operators' own screens."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, CustomerSession, Operator, OperatorCaller
from bothways.kit.errors import DomainError, Kind
from bothways.kit.web.assets import Assets
from bothways.kit.web.route import Route, Routes
from bothways.marketplace import categories
from bothways.marketplace.history import ReadHappenings
from bothways.marketplace.market_schemas import (
    CardDetailOut,
    MarketplaceOut,
    PreviewOut,
    card_detail_out,
    card_out,
    category_out,
    tile_card_out,
    tile_detail_out,
)
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.integrations.model import IntegrationNotFound

TAGS = ("marketplace",)


class MarketplaceItemNotFound(DomainError):
    """The marketplace of this session has nothing with that id or slug."""

    code = "marketplace_item_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List what there is with GET /v1/marketplace, and use one of its ids or slugs."


@dataclass(frozen=True)
class Market:
    """What one customer can connect and has connected, in codes."""

    catalog: ReadCatalog
    tiles: ReadTiles
    happenings: ReadHappenings
    assets: Assets
    public_url: str

    def routes(self) -> Routes:
        """For browsers with a connect session."""
        who = CustomerSession()
        # fmt: off
        return [
            Route("GET", "/v1/marketplace",            who, self.list_marketplace,     tags=TAGS),
            Route("GET", "/v1/marketplace/{item:str}", who, self.get_marketplace_item, tags=TAGS,
                  errors=(MarketplaceItemNotFound,)),
            Route("GET", "/v1/environment/marketplace", Operator("environment:read"), self.preview, hidden=True),
        ]
        # fmt: on

    async def list_marketplace(self, caller: CustomerCaller) -> MarketplaceOut:
        """List the marketplace

        Everything that this session's customer can connect, and how each of it stands.
        """
        environment_id, only = caller.environment_id, caller.integration_ids
        entries = await self.catalog(environment_id, caller.customer_id, only=only)
        tiles = await self.tiles.shown(environment_id, only)
        groups = [*(entry.categories for entry in entries), *(tile.categories for tile in tiles)]
        return MarketplaceOut(
            items=[
                *(card_out(entry, self.assets, self.public_url) for entry in entries),
                *(tile_card_out(tile, self.public_url) for tile in tiles),
            ],
            categories=[category_out(found) for found in categories.count(groups)],
        )

    async def preview(self, caller: OperatorCaller) -> PreviewOut:
        """What the portal shows beside a theme: the catalog, and nobody's accounts."""
        entries = await self.catalog(caller.environment_id, None)
        tiles = await self.tiles.shown(caller.environment_id, None)
        groups = [*(entry.categories for entry in entries), *(tile.categories for tile in tiles)]
        return PreviewOut(
            items=[
                *(card_detail_out(entry, [], self.assets, self.public_url) for entry in entries),
                *(tile_detail_out(tile, self.public_url) for tile in tiles),
            ],
            categories=[category_out(found) for found in categories.count(groups)],
        )

    async def get_marketplace_item(self, caller: CustomerCaller, item: str) -> CardDetailOut:
        """Get one item of the marketplace

        By id or slug: what it may do, which accounts are connected, and what happened to them.
        """
        try:
            entry = await self.catalog.one(caller.environment_id, caller.customer_id, item, only=caller.integration_ids)
        except IntegrationNotFound as error:
            tile = await self.tiles.find_shown(caller.environment_id, item, caller.integration_ids)
            if tile is None:
                raise MarketplaceItemNotFound("The marketplace has nothing with that id or slug.") from error
            return tile_detail_out(tile, self.public_url)
        happenings = await self.happenings(caller.environment_id, caller.customer_id, entry)
        return card_detail_out(entry, happenings, self.assets, self.public_url)
