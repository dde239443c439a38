"""The outbound wing, composed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bothways.app.connections import Connections, Speaking, Ways, compose_connections
from bothways.app.core import Core
from bothways.app.edges import Edges
from bothways.app.own_files import own_providers
from bothways.core.durable.model import Job
from bothways.core.identity.admit_browser import AdmitBrowser
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Routes
from bothways.outbound.catalog import routes as catalog_routes
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.catalog.read_tiles import ReadTiles
from bothways.outbound.catalog.tile_routes import tile_routes
from bothways.outbound.catalog.write_tile import WriteTile
from bothways.outbound.connect import routes as connect_routes
from bothways.outbound.connect.begin import BeginAuthorization
from bothways.outbound.connect.depart import Depart
from bothways.outbound.connect.finish import FinishAuthorization
from bothways.outbound.connect.fulfil import FulfilAuthorization
from bothways.outbound.connect.get import GetAuthorization
from bothways.outbound.connect.obtain import Obtain
from bothways.outbound.connect.standing import (
    AskOnOurPage,
    FindPromised,
    ListOpenAuthorizations,
    ListPromised,
    NoteAuthorization,
    ReadLink,
    WithdrawAuthorization,
)
from bothways.outbound.connect.starter import Starter
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connect.sweep import SweepAuthorizations
from bothways.outbound.connections import log_routes
from bothways.outbound.connections import routes as connection_routes
from bothways.outbound.connections.preview_deletion import PreviewDeletion
from bothways.outbound.connections.preview_routes import preview_routes
from bothways.outbound.connections.statistics import ReadStatistics, SweepStatistics
from bothways.outbound.connections.statistics_routes import statistics_routes
from bothways.outbound.connections.times import Times
from bothways.outbound.integrations import routes as integration_routes
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.get import GetIntegration, ListIntegrations
from bothways.outbound.integrations.logo import ReadLogo
from bothways.outbound.integrations.probe import ProbeIntegration
from bothways.outbound.integrations.uses import MethodsUsed, ResolveIntegrations
from bothways.outbound.integrations.write import WriteIntegration
from bothways.outbound.providers import routes as provider_routes
from bothways.outbound.providers.files import built_in
from bothways.outbound.providers.get import GetProvider, ListProviders
from bothways.outbound.providers.model import Provider
from bothways.outbound.providers.write import AddProvider, RemoveProvider, ReplaceProvider


@dataclass(frozen=True)
class OwnProviders:
    """The verbs of providers that an environment may list and describe."""

    list: ListProviders
    add: AddProvider
    replace: ReplaceProvider
    remove: RemoveProvider


@dataclass(frozen=True)
class Standing:
    """The verbs of open authorizations, and of those that stay open for days."""

    page: ListOpenAuthorizations
    promised: FindPromised
    promises: ListPromised
    link: ReadLink
    note: NoteAuthorization
    withdraw: WithdrawAuthorization
    ask: AskOnOurPage
    fulfil: FulfilAuthorization

    @classmethod
    def of(cls, edges: Edges, core: Core, connections: Connections) -> "Standing":
        """All of them over one database."""
        database, clock = edges.database, edges.clock
        return cls(
            page=ListOpenAuthorizations(database, clock),
            promised=FindPromised(database),
            promises=ListPromised(database, clock),
            link=ReadLink(database, core.vault, clock, edges.settings.public_url),
            note=NoteAuthorization(database, clock),
            withdraw=WithdrawAuthorization(database, clock),
            ask=AskOnOurPage(database, AdmitBrowser(edges.ids, clock, edges.entropy)),
            fulfil=FulfilAuthorization(database, connections.adopt, connections.keep, clock),
        )


@dataclass(frozen=True)
class Outbound:
    """The verbs of the wing that others call: pages, dialects, the command line, the worker."""

    providers: Mapping[str, Provider]
    get_provider: GetProvider
    own_providers: OwnProviders
    get_integration: GetIntegration
    list_integrations: ListIntegrations
    write_integration: WriteIntegration
    probe_integration: ProbeIntegration
    connections: Connections
    catalog: ReadCatalog
    tiles: ReadTiles
    write_tile: WriteTile
    begin: BeginAuthorization
    submit: SubmitFields
    depart: Depart
    finish: FinishAuthorization
    get_authorization: GetAuthorization
    standing: Standing
    routes: Routes
    jobs: Sequence[Job]


def resolve_integrations(edges: Edges) -> ResolveIntegrations:
    """What identity needs of this wing, before the rest of it can be built."""
    return ResolveIntegrations(edges.database)


def compose_outbound(edges: Edges, core: Core, cursors: Cursors, times: Times) -> Outbound:
    """Every verb, route and job of the wing. Raises SettingsError when a provider file cannot be used."""
    database, clock, public_url = edges.database, edges.clock, edges.settings.public_url
    shipped = {**built_in(), **own_providers(edges.settings)}
    speaking = Speaking.of(edges)
    get_provider = GetProvider(shipped, database)
    get_integration, list_integrations = GetIntegration(database), ListIntegrations(database)
    client_of = ClientOf(core.vault)
    write = WriteIntegration(database, core.vault, get_provider, core.events, core.audit, edges.ids, clock)
    probe = ProbeIntegration(
        get_provider, client_of, speaking.request_token, speaking.request_temporary, edges.entropy, public_url
    )
    ways = Ways(get_integration, get_provider, client_of)
    connections = compose_connections(edges, core, ways, speaking, times)
    tiles = ReadTiles(database)
    write_tile = WriteTile(database, get_integration, core.events, core.audit, edges.ids, clock)
    catalog = ReadCatalog(list_integrations, connections.list, get_provider)
    begin = BeginAuthorization(
        database,
        core.vault,
        core.identity.ensure_customer,
        core.identity.read_environments,
        get_integration,
        get_provider,
        connections.get,
        edges.ids,
        clock,
        edges.entropy,
        public_url,
    )
    submit = SubmitFields(
        database,
        begin,
        speaking.verify,
        speaking.identify,
        speaking.request_token,
        connections.keep,
    )
    depart = Depart(
        database,
        core.vault,
        get_integration,
        get_provider,
        client_of,
        speaking.request_temporary,
        clock,
        edges.entropy,
        public_url,
    )
    obtain = Obtain(
        get_integration,
        get_provider,
        client_of,
        speaking.request_token,
        speaking.exchange_oauth1,
        speaking.identify,
        public_url,
    )
    get_authorization = GetAuthorization(database, clock)
    starter = Starter(core.identity.read_customers)
    standing = Standing.of(edges, core, connections)
    authorizations = connect_routes.Verbs(
        starter=starter,
        begin=begin,
        submit=submit,
        get=get_authorization,
        link=standing.link,
        page=standing.page,
        withdraw=standing.withdraw,
        customers=core.identity.read_customers,
        integrations=get_integration,
    )
    used = MethodsUsed()
    own = OwnProviders(
        list=ListProviders(shipped, database),
        add=AddProvider(database, shipped, core.audit, clock),
        replace=ReplaceProvider(database, shipped, used, core.audit, clock),
        remove=RemoveProvider(database, shipped, used, core.audit),
    )
    routes = [
        *provider_routes.routes(get_provider, own.list, own.add, own.replace, own.remove, cursors, public_url),
        *integration_routes.routes(get_integration, list_integrations, write, probe, cursors, public_url),
        *preview_routes(PreviewDeletion(database, core.identity.read_customers, core.events)),
        *statistics_routes(ReadStatistics(database, clock), get_integration),
        *_connection_routes(connections, core, get_integration, cursors),
        *log_routes.routes(connections.read_logbook, connections.write_log_entry, cursors),
        *connect_routes.routes(authorizations, cursors),
        *tile_routes(tiles, write_tile, cursors),
        *catalog_routes.routes(catalog, tiles, core.identity.read_customers, ReadLogo(database), public_url),
    ]
    return Outbound(
        providers=shipped,
        get_provider=get_provider,
        own_providers=own,
        get_integration=get_integration,
        list_integrations=list_integrations,
        write_integration=write,
        probe_integration=probe,
        connections=connections,
        catalog=catalog,
        tiles=tiles,
        write_tile=write_tile,
        begin=begin,
        submit=submit,
        depart=depart,
        finish=FinishAuthorization(database, core.vault, obtain, connections.keep, clock),
        get_authorization=get_authorization,
        standing=standing,
        routes=routes,
        jobs=_jobs(edges, connections),
    )


def _connection_routes(connections: Connections, core: Core, integrations: GetIntegration, cursors: Cursors) -> Routes:
    verbs = connection_routes.Verbs(
        get=connections.get,
        page=connections.list,
        history=connections.history,
        read=connections.read,
        read_of=connections.read_of,
        renew=connections.renew,
        adopt=connections.adopt,
        change=connections.change,
        disconnect=connections.disconnect,
        customers=core.identity.read_customers,
        integrations=integrations,
    )
    return connection_routes.routes(verbs, cursors)


def _jobs(edges: Edges, connections: Connections) -> list[Job]:
    return [
        Job("refresh ahead", 5.0, connections.refresh_ahead),
        Job("revoke", 10.0, connections.revoke),
        Job("sweep statistics", 86_400.0, SweepStatistics(edges.database, edges.clock)),
        Job("sweep authorizations", 60.0, SweepAuthorizations(edges.database, edges.clock)),
    ]
