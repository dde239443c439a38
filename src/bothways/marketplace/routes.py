"""The face of the marketplace: every page between an operator's product and a provider."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.identity.environment_of_session import EnvironmentOfSession
from bothways.core.identity.open_connect_link import OpenConnectLink
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.redeem_ticket import RedeemTicket
from bothways.kit.clock import Clock
from bothways.kit.web.assets import Assets
from bothways.kit.web.pages import Pages
from bothways.kit.web.route import Routes
from bothways.marketplace.app_page import AppPage
from bothways.marketplace.brand import ReadBrand
from bothways.marketplace.connect_routes import Doing
from bothways.marketplace.embed_routes import Embed
from bothways.marketplace.entrance_routes import Entrance
from bothways.marketplace.flow_routes import Flow
from bothways.marketplace.history import ReadHappenings
from bothways.marketplace.languages import Languages, Table
from bothways.marketplace.market_routes import Market
from bothways.marketplace.screens import Screens
from bothways.marketplace.sdk_routes import ScriptFiles
from bothways.marketplace.shop_routes import Shop
from bothways.marketplace.visit import ReadVisit
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.connect.begin import BeginAuthorization
from bothways.outbound.connect.depart import Depart
from bothways.outbound.connect.finish import FinishAuthorization
from bothways.outbound.connect.get import GetAuthorization
from bothways.outbound.connect.list import ListAuthorizations
from bothways.outbound.connect.standing import AskOnOurPage
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.disconnect import Disconnect
from bothways.outbound.connections.get import ListConnections, ReadHistory


@dataclass(frozen=True)
class Verbs:
    """What the pages ask of the rooms below."""

    redeem: RedeemTicket
    open_link: OpenConnectLink
    environment_of_session: EnvironmentOfSession
    environments: ReadEnvironments
    customers: ReadCustomers
    catalog: ReadCatalog
    tiles: ReadTiles
    begin: BeginAuthorization
    submit: SubmitFields
    depart: Depart
    ask: AskOnOurPage
    finish: FinishAuthorization
    authorization: GetAuthorization
    authorizations: ListAuthorizations
    connections: ListConnections
    history: ReadHistory
    disconnect: Disconnect


@dataclass(frozen=True)
class Marketplace:
    """The pages. `entrance.turned_away` is for the gate of `ConnectBrowser`."""

    entrance: Entrance
    shop: Shop
    doing: Doing
    flow: Flow
    market: Market
    embed: Embed
    scripts: ScriptFiles

    @classmethod
    def of(cls, verbs: Verbs, assets: Assets, clock: Clock, public_url: str, own: Mapping[str, Table]) -> "Marketplace":
        """All of them over the same verbs. `own` are the operator's sentences by language."""
        languages = Languages(own)
        pages = Pages("bothways.marketplace", assets)
        screens = Screens(pages, languages)
        brands = ReadBrand(verbs.environments)
        visits = ReadVisit(brands, verbs.customers, languages)
        happenings = ReadHappenings(verbs.connections, verbs.history)
        app_page = AppPage(happenings, assets, screens)
        return cls(
            Entrance(verbs.redeem, verbs.open_link, verbs.environment_of_session, brands, screens, clock, public_url),
            Shop(
                visits,
                verbs.catalog,
                verbs.tiles,
                verbs.authorizations,
                verbs.authorization,
                app_page,
                screens,
                assets,
                clock,
            ),
            Doing(visits, verbs.catalog, verbs.begin, verbs.submit, verbs.disconnect, app_page, screens, assets),
            Flow(
                verbs.depart,
                verbs.ask,
                verbs.finish,
                verbs.catalog,
                brands,
                verbs.environment_of_session,
                screens,
                clock,
                public_url,
            ),
            Market(verbs.catalog, verbs.tiles, happenings, assets, public_url),
            Embed(brands, pages, languages),
            ScriptFiles(assets),
        )

    def routes(self) -> Routes:
        """Every page, and what the page in the frame asks for."""
        return [
            *self.entrance.routes(),
            *self.shop.routes(),
            *self.doing.routes(),
            *self.flow.routes(),
            *self.market.routes(),
            *self.embed.routes(),
            *self.scripts.routes(),
        ]
