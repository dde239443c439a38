"""Apps: what a shop window shows, in Kolla's words."""

from dataclasses import dataclass
from datetime import datetime

from bothways.core.identity.callers import CustomerCaller, OperatorCaller
from bothways.dialects.kolla import names
from bothways.dialects.kolla.config import form
from bothways.dialects.kolla.connectors import Wire, revision
from bothways.dialects.kolla.filters import Facts, parse
from bothways.dialects.kolla.gate import Caller
from bothways.dialects.kolla.pages import Asked, Key, Order, Tokens
from bothways.dialects.kolla.templates import template_out, uid
from bothways.outbound.catalog.model import Entry
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.catalog.tile import MOST_TILES, Tile, TileKind
from bothways.outbound.providers.get import ListProviders
from bothways.outbound.providers.model import Provider

CONNECTOR, TEMPLATE, PROMOTIONAL, CUSTOM, INTEGRATED = (
    "CONNECTOR",
    "CONNECTOR_TEMPLATE",
    "PROMOTIONAL",
    "CUSTOM",
    "INTEGRATED",
)
_FILTERS = frozenset({"type", "name", "uid", "connector", "display_name", "publish", "categories", "integrated"})


@dataclass(frozen=True)
class App:
    """One of them, with what lists are sorted by. `place` is that of its kind: connectors, tiles, templates."""

    wire: Wire
    facts: Facts
    display_name: str
    place: str
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True)
class ListApps:
    """What the caller may see: strangers and consumers what is switched on, backends the templates, too.

    Apps that other companies registered with the operator (INTEGRATED) will join when they are listed here.
    """

    catalog: ReadCatalog
    tiles: ReadTiles
    providers: ListProviders
    tokens: Tokens
    public_url: str

    async def __call__(self, caller: Caller, asked: Asked) -> tuple[list[Wire], str]:
        """Raises InvalidInput for what is wrong with filter, page or order."""
        node = parse(asked.filter, _FILTERS)
        order = Order.asked(asked.order_by, {"display_name": _name, "create_time": _created}, _uid, _place, _name)
        found = [app for app in await self._every(caller) if node.holds(app.facts)]
        scope = f"{caller.environment_id} apps {caller.customer_id if isinstance(caller, CustomerCaller) else ''}"
        page, token = order.page(found, asked, self.tokens, scope)
        return [app.wire for app in page], token

    async def _every(self, caller: Caller) -> list[App]:
        consumer = caller if isinstance(caller, CustomerCaller) else None
        entries = await self.catalog(
            caller.environment_id,
            None if consumer is None else consumer.customer_id,
            only=None if consumer is None else consumer.integration_ids,
        )
        apps = [connector_app(entry, self.public_url) for entry in entries]
        apps += [tile_app(tile, self.public_url) for tile in await self._tiles(caller)]
        if isinstance(caller, OperatorCaller):
            apps += [template_app(one, self.public_url) for one in await self.providers(caller.environment_id)]
        return apps

    async def _tiles(self, caller: Caller) -> list[Tile]:
        """Backends see drafts, too; a token for some connectors sees nothing beside them."""
        if isinstance(caller, OperatorCaller):
            return await self.tiles.page(caller.environment_id, limit=MOST_TILES)
        only = caller.integration_ids if isinstance(caller, CustomerCaller) else None
        return await self.tiles.shown(caller.environment_id, only)


def connector_app(entry: Entry, public_url: str) -> App:
    """An integration that is switched on."""
    integration, provider = entry.integration, entry.provider
    app_uid, published = names.bare(integration.id), integration.enabled
    logo = entry.logo_path()
    revised = f"apps/{app_uid}/revisions/{revision(integration)}"
    wire: Wire = {
        "name": f"apps/{app_uid}",
        "uid": app_uid,
        "display_name": integration.display_name,
        "short_description": integration.description,
        "long_description": integration.long_description or integration.description,
        "type": CONNECTOR,
        "integrated": True,
        "background_color": integration.background or "",
        "icon": "" if logo is None else public_url + logo,
        "categories": list(entry.categories),
        "documentation_link": integration.documentation_url or provider.docs_url or "",
        "connector": names.connector(integration.slug),
        "connector_template": f"connectortemplates/{uid(provider.slug)}",
        "publish": published,
        **_revisions(revised, published=published),
        "redirect_uris": [integration.redirect_uri(public_url)] if entry.method.redirects else [],
        "create_time": integration.created_at,
        "update_time": integration.updated_at,
    }
    config = form(entry)
    if config is not None:
        wire["consumer_config"] = config
    return App(wire, _facts(wire), integration.display_name, "0", integration.created_at, integration.updated_at)


def tile_app(tile: Tile, public_url: str) -> App:
    """A card of the operator's own: PROMOTIONAL leads out, CUSTOM to what installs something without us."""
    app_uid, logo = names.bare(tile.id), tile.logo_path()
    custom = tile.kind is TileKind.CUSTOM
    wire: Wire = {
        "name": f"apps/{app_uid}",
        "uid": app_uid,
        "display_name": tile.name,
        "short_description": tile.description,
        "long_description": tile.long_description or tile.description,
        "type": CUSTOM if custom else PROMOTIONAL,
        "integrated": False,
        "background_color": tile.background or "",
        "icon": "" if logo is None else public_url + logo,
        "categories": list(tile.categories),
        "custom_app_install_uri" if custom else "installation_landing_page": tile.link_url,
        "publish": tile.published,
        **_revisions(f"apps/{app_uid}/revisions/{int(tile.updated_at.timestamp()):x}", published=tile.published),
        "create_time": tile.created_at,
        "update_time": tile.updated_at,
    }
    return App(wire, _facts(wire), tile.name, f"1 {tile.position:09}", tile.created_at, tile.updated_at)


def template_app(provider: Provider, public_url: str) -> App:
    """A provider that can be switched on."""
    template = template_out(provider)
    wire: Wire = {
        "name": f"apps/{template['uid']}",
        "uid": template["uid"],
        "display_name": provider.name,
        "short_description": provider.description,
        "long_description": provider.description,
        "type": TEMPLATE,
        "integrated": False,
        "background_color": "",
        "icon": "" if provider.icon_path is None else public_url + provider.icon_path,
        "categories": list(provider.categories),
        "documentation_link": provider.docs_url or "",
        "connector_template": template["name"],
        "publish": False,
    }
    return App(wire, _facts(wire), provider.name, "2")


def _revisions(revised: str, *, published: bool) -> Wire:
    """What is on was approved by whoever switched it on; what is off waits to be."""
    if published:
        return {"published_revision": revised, "published_revision_state": "APPROVED", "draft_revision": ""}
    return {"published_revision": "", "draft_revision": revised, "draft_revision_state": "NOT_SUBMITTED"}


def _facts(wire: Wire) -> dict[str, str | list[str]]:
    facts: dict[str, str | list[str]] = {}
    for name in _FILTERS:
        value = wire.get(name, "")
        if isinstance(value, bool):
            facts[name] = "true" if value else "false"
        elif isinstance(value, list):
            facts[name] = [str(item) for item in value]
        else:
            facts[name] = str(value)
    return facts


def _name(app: App) -> Key:
    return app.display_name.casefold()


def _created(app: App) -> Key:
    return "" if app.created_at is None else app.created_at.isoformat()


def _place(app: App) -> Key:
    return app.place


def _uid(app: App) -> str:
    return str(app.wire["uid"])
