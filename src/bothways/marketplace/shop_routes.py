"""The shop window: what there is, one app at a time, and how all of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import BrowserCaller, ConnectBrowser
from bothways.kit.clock import Clock
from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Route, Routes
from bothways.marketplace import categories, shop
from bothways.marketplace.app_page import AppPage, Sheet
from bothways.marketplace.languages import Language
from bothways.marketplace.outcomes import Words, of
from bothways.marketplace.schemas import StateOut
from bothways.marketplace.screens import Screens, extended, see_other
from bothways.marketplace.state import state_of, version_of
from bothways.marketplace.visit import ReadVisit, Visit, shown
from bothways.outbound.catalog.model import Entry
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.catalog.tile import Tile
from bothways.outbound.connect.get import GetAuthorization
from bothways.outbound.connect.list import ListAuthorizations
from bothways.outbound.connect.model import Authorization, AuthorizationNotFound
from bothways.outbound.integrations.model import IntegrationNotFound

_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Shop:
    """Pages that only show."""

    visits: ReadVisit
    catalog: ReadCatalog
    tiles: ReadTiles
    attempts: ListAuthorizations
    authorizations: GetAuthorization
    app_page: AppPage
    screens: Screens
    assets: Assets
    clock: Clock

    def routes(self) -> Routes:
        """Everything under one connect session that changes nothing."""
        who, base = ConnectBrowser(), "/connect/{session_id:str}"
        # fmt: off
        return [
            Route("GET", base,                                        who, self.everything, hidden=True),
            Route("GET", f"{base}/state",                             who, self.state,      hidden=True),
            Route("GET", f"{base}/apps/{{integration:str}}",          who, self.app,        hidden=True),
            Route("GET", f"{base}/apps/{{integration:str}}/connect",  who, self.form,       hidden=True),
        ]
        # fmt: on

    async def everything(
        self,
        session_id: str,
        caller: BrowserCaller,
        exchange: Exchange,
        q: str = "",
        category: str = "",
        authorization: str | None = None,
    ) -> Reply:
        """The catalog. A session for one integration goes straight to it."""
        visit = await self.visits(caller)
        entries = await self._entries(visit)
        if visit.only is not None and len(entries) == 1:
            address = visit.app(entries[0].integration.slug)
            return see_other(address if authorization is None else extended(address, authorization=authorization))
        tiles = await self.tiles.shown(visit.customer.environment_id, visit.customer.integration_ids)
        language = visit.language(exchange)
        every = [shop.card(entry, self.assets, language) for entry in entries]
        every += [shop.tile_card(tile, language) for tile in tiles]
        found = shop.find(every, q[:_LONGEST_SEARCH], category)
        return self.screens.in_session(
            "catalog.html",
            visit.brand,
            exchange,
            language=language,
            visit=visit,
            every=every,
            found={card.slug for card in found},
            lost=[card for card in every if card.standing == "needs_reauth"],
            chips=categories.chips([card.groups for card in every], category, language),
            q=q[:_LONGEST_SEARCH],
            notice=await self._notice(visit, entries, authorization, language),
            version=version_of(entries, await self._attempts(visit)),
        )

    async def state(self, session_id: str, caller: BrowserCaller) -> StateOut:
        """What a script compares while a consent is under way: the truth, whatever became of the window."""
        visit = await self.visits(caller)
        return state_of(await self._entries(visit), await self._attempts(visit), self.clock.now())

    async def app(
        self,
        session_id: str,
        integration: str,
        caller: BrowserCaller,
        exchange: Exchange,
        add: str | None = None,
        reconnect: str | None = None,
        authorization: str | None = None,
    ) -> Reply:
        """One integration. `add` and `reconnect` open the form."""
        visit = await self.visits(caller)
        sheet = Sheet(reconnect=reconnect) if add is not None or reconnect is not None else None
        return await shown(self._app(visit, integration, exchange, sheet, authorization), visit, exchange, self.screens)

    async def form(self, session_id: str, integration: str, caller: BrowserCaller, exchange: Exchange) -> Reply:
        """Where a form was sent to, opened again: the page that it stands on."""
        visit = await self.visits(caller)
        return await shown(self._form(visit, integration), visit, exchange, self.screens)

    async def _form(self, visit: Visit, reference: str) -> Reply:
        entry = find(await self._entries(visit), reference)
        return see_other(extended(visit.app(entry.integration.slug), add=""))

    async def _app(
        self, visit: Visit, reference: str, exchange: Exchange, sheet: Sheet | None, authorization: str | None
    ) -> Reply:
        entries = await self._entries(visit)
        try:
            entry = find(entries, reference)
        except IntegrationNotFound:
            customer = visit.customer
            tile = await self.tiles.find_shown(customer.environment_id, reference, customer.integration_ids)
            if tile is None:
                raise
            return self._tile(visit, tile, exchange)
        return await self.app_page(
            visit,
            entry,
            exchange,
            sheet=sheet if entry.integration.enabled else None,
            notice=await self._notice(visit, entries, authorization, visit.language(exchange)),
            version=version_of(entries, await self._attempts(visit)),
        )

    def _tile(self, visit: Visit, tile: Tile, exchange: Exchange) -> Reply:
        """The page of a tile: its words, and the way to where it leads."""
        language = visit.language(exchange)
        return self.screens.in_session(
            "tile.html",
            visit.brand,
            exchange,
            language=language,
            visit=visit,
            card=shop.tile_card(tile, language),
            about=shop.paragraphs(tile.long_description),
        )

    async def _entries(self, visit: Visit) -> list[Entry]:
        customer = visit.customer
        return await self.catalog(customer.environment_id, customer.customer_id, only=customer.integration_ids)

    async def _attempts(self, visit: Visit) -> list[Authorization]:
        customer = visit.customer
        return await self.attempts(customer.environment_id, customer.customer_id, customer.session_id)

    async def _notice(
        self, visit: Visit, entries: list[Entry], authorization_id: str | None, language: Language
    ) -> Words | None:
        """How an attempt of this customer's ended that the address names."""
        if authorization_id is None:
            return None
        customer = visit.customer
        try:
            found = await self.authorizations(
                customer.environment_id, authorization_id, customer_id=customer.customer_id
            )
        except AuthorizationNotFound:
            return None
        entry = next((entry for entry in entries if entry.integration.id == found.integration_id), None)
        held = (
            None if entry is None else next((one for one in entry.connections if one.id == found.connection_id), None)
        )
        app = None if entry is None else entry.integration.display_name
        return of(found, found.seen_at(self.clock.now()), held, language, app=app, product=visit.brand.name)


def find(entries: Sequence[Entry], reference: str) -> Entry:
    """The entry with that id or slug. Raises IntegrationNotFound."""
    for entry in entries:
        if reference in {entry.integration.id, entry.integration.slug}:
            return entry
    raise IntegrationNotFound("The catalog has no integration with that id or slug.")
