"""The face of the catalog."""

import base64

from litestar import Response

from bothways.core.identity.callers import CustomerCaller, OperatorCaller, OperatorOrCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.kit.web.route import Handler, Public, Route, Routes
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.catalog.schemas import CatalogOut, EntryOut, entry_out, tile_entry_out
from bothways.outbound.integrations.logo import ReadLogo
from bothways.outbound.integrations.model import IntegrationNotFound

TAGS = ("catalog",)


def routes(read: ReadCatalog, tiles: ReadTiles, customers: ReadCustomers, logo: ReadLogo, public_url: str) -> Routes:
    """A session sees its own customer's catalog; an API key names the customer, or sees the bare shop window."""
    who = OperatorOrCustomer("catalog:read")
    pictures = Public("logos stand on pages that people see before anybody knows them")
    # fmt: off
    return [
        Route("GET", "/v1/catalog",                   who,      listing(read, tiles, customers, public_url), tags=TAGS),
        Route("GET", "/v1/catalog/{integration:str}", who,      reading(read, tiles, customers, public_url), tags=TAGS,
              errors=(IntegrationNotFound,)),
        Route("GET", "/logos/{owner_id:str}",         pictures, picture(logo, tiles), hidden=True),
    ]
    # fmt: on


def listing(read: ReadCatalog, tiles: ReadTiles, customers: ReadCustomers, public_url: str) -> Handler:
    """GET /v1/catalog."""

    async def list_catalog(caller: OperatorCaller | CustomerCaller, customer: str | None = None) -> CatalogOut:
        """List what a customer can connect

        With an API key, `customer` is your own id of the customer; one that was never seen has connected nothing.
        A connect session sees its own customer, whatever it asks for.
        """
        customer_id, only = await _who(customers, caller, customer)
        entries = await read(caller.environment_id, customer_id, only=only)
        shown = await tiles.shown(caller.environment_id, only)
        items = [entry_out(entry, public_url) for entry in entries]
        return CatalogOut([*items, *(tile_entry_out(tile, public_url) for tile in shown)])

    return list_catalog


def reading(read: ReadCatalog, tiles: ReadTiles, customers: ReadCustomers, public_url: str) -> Handler:
    """GET /v1/catalog/{integration}."""

    async def get_catalog_entry(
        caller: OperatorCaller | CustomerCaller, integration: str, customer: str | None = None
    ) -> EntryOut:
        """Get one integration as a customer sees it

        By id or slug; a tile is found by its own, too.
        """
        customer_id, only = await _who(customers, caller, customer)
        try:
            return entry_out(await read.one(caller.environment_id, customer_id, integration, only=only), public_url)
        except IntegrationNotFound:
            tile = await tiles.find_shown(caller.environment_id, integration, only)
            if tile is None:
                raise
            return tile_entry_out(tile, public_url)

    return get_catalog_entry


def picture(logo: ReadLogo, tiles: ReadTiles) -> Handler:
    """GET /logos/{owner_id}."""

    async def get_logo(owner_id: str) -> Response[bytes]:
        """The picture that an operator uploaded for an integration or a tile."""
        found = await (tiles.logo(owner_id) if owner_id.startswith("tile_") else logo(owner_id))
        return Response(
            base64.b64decode(found.data),
            media_type=found.media_type,
            headers={"Cache-Control": "public, max-age=300", "Content-Security-Policy": "default-src 'none'; sandbox"},
        )

    return get_logo


async def _who(
    customers: ReadCustomers, caller: OperatorCaller | CustomerCaller, customer: str | None
) -> tuple[str | None, frozenset[str] | None]:
    if isinstance(caller, CustomerCaller):
        return caller.customer_id, caller.integration_ids
    if customer is None:
        return None, None
    found = await customers.find(caller.environment_id, customer)
    return (None if found is None else found.id), None
