"""The dialects, composed: each is a table of routes with a gate of its own, mounted where the settings name it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bothways.app.core import Core
from bothways.app.edges import Edges
from bothways.app.outbound import Outbound
from bothways.app.own_files import own_sentences
from bothways.dialects.kolla.account_change import ChangeAccount, DisableAccount
from bothways.dialects.kolla.account_create import CreateAccount
from bothways.dialects.kolla.account_list import ListAccounts
from bothways.dialects.kolla.accounts import FindAccount, WriteAccount
from bothways.dialects.kolla.apps import ListApps
from bothways.dialects.kolla.connector_list import ListConnectors
from bothways.dialects.kolla.connector_write import ChangeConnector, CreateConnector
from bothways.dialects.kolla.connectors import FindConnector
from bothways.dialects.kolla.consumers import GiveConsumerToken
from bothways.dialects.kolla.credentials import Chosen, HandOut, Ping
from bothways.dialects.kolla.gate import LetIn
from bothways.dialects.kolla.gate import gates as kolla_gates
from bothways.dialects.kolla.links import CreateLink, ListLinks, LoadLink
from bothways.dialects.kolla.logs import ListLogs, WriteLog
from bothways.dialects.kolla.pages import Tokens
from bothways.dialects.kolla.routes import Api, Verbs
from bothways.dialects.kolla.templates import GetTemplate
from bothways.dialects.kolla.tokens import ConsumerTokens
from bothways.dialects.kolla.widget_routes import Widget
from bothways.kit.secret import Secret
from bothways.kit.web.pages import Pages
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Gates, Routes
from bothways.marketplace.languages import Languages
from bothways.outbound.integrations.describe import DescribeIntegration
from bothways.outbound.integrations.uses import MethodsUsed


@dataclass(frozen=True)
class Dialect:
    """What one of them adds: its routes, and the gates of its guards. `Speech` stands in the routes."""

    routes: Routes = ()
    gates: Gates = field(default_factory=dict)


Compose = Callable[[Edges, Core, Outbound, Cursors], Dialect]


def compose_dialects(edges: Edges, core: Core, outbound: Outbound, cursors: Cursors) -> Dialect:
    """Those that are switched on, in one."""
    chosen = [DIALECTS[name](edges, core, outbound, cursors) for name in edges.settings.dialects]
    return Dialect(
        [route for dialect in chosen for route in dialect.routes],
        {guard: gate for dialect in chosen for guard, gate in dialect.gates.items()},
    )


def kolla(edges: Edges, core: Core, outbound: Outbound, cursors: Cursors) -> Dialect:
    """Kolla's API."""
    identity, connections, standing = core.identity, outbound.connections, outbound.standing
    public_url = edges.settings.public_url
    key = Secret(edges.key_ring.derive("kolla consumer tokens"))
    tokens = ConsumerTokens(key, identity.authenticate_session, edges.clock, public_url)
    pages = Tokens(cursors)
    connectors = FindConnector(outbound.get_integration, outbound.get_provider)
    find = FindAccount(connectors, identity.read_customers, connections.get, standing.promised, edges.clock)
    choose = Chosen(find, connections.list)
    own = outbound.own_providers
    describe = DescribeIntegration(edges.database, MethodsUsed(), own.add, own.replace, outbound.write_integration)
    verbs = Verbs(
        give_token=GiveConsumerToken(identity.open_connect_session, identity.read_customers, tokens),
        connectors=connectors,
        list_connectors=ListConnectors(connectors, outbound.list_integrations, pages, public_url),
        create_connector=CreateConnector(
            connectors, outbound.get_provider, describe, outbound.write_integration, edges.clock
        ),
        change_connector=ChangeConnector(connectors, describe, outbound.write_integration, edges.clock),
        integrations=outbound.write_integration,
        find=find,
        list=ListAccounts(find, connections.list, standing.promises, pages),
        create=CreateAccount(
            edges.database,
            connectors,
            find,
            identity.ensure_customer,
            identity.read_environments,
            outbound.begin,
            outbound.submit,
            connections.adopt,
        ),
        change=ChangeAccount(
            edges.database,
            find,
            connectors,
            connections.change,
            standing.note,
            identity.update_customer,
            connections.adopt,
            standing.fulfil,
        ),
        disable=DisableAccount(find, connections.disconnect, standing.withdraw),
        write_out=WriteAccount(standing.link),
        hand_out=HandOut(choose, connections.read),
        ping=Ping(choose, connections.read, connections.prove),
        create_link=CreateLink(connectors, identity.read_customers, identity.create_connect_link),
        list_links=ListLinks(connectors, identity.list_connect_links, identity.read_customers, pages),
        load_link=LoadLink(
            identity.open_connect_link, connectors, identity.read_customers, identity.read_environments, tokens
        ),
        list_logs=ListLogs(find, connections.read_logbook, pages),
        write_log=WriteLog(find, connections.write_log_entry),
        list_apps=ListApps(outbound.catalog, outbound.tiles, own.list, pages, public_url),
        template=GetTemplate(outbound.get_provider, own.list),
        public_url=public_url,
    )
    let_in = LetIn(identity.authenticate_key, tokens, identity.read_environments)
    widget: Routes = ()
    if edges.settings.kolla_widget_url is not None:
        widget = Widget(
            identity.allowed_origins,
            identity.open_frame_ticket,
            Pages("bothways.dialects.kolla", edges.assets),
            Languages(own_sentences(edges.settings)).for_reader,
            edges.settings.kolla_widget_url,
            public_url,
        ).routes()
    return Dialect([*Api(verbs).routes(), *widget], kolla_gates(let_in))


DIALECTS: Mapping[str, Compose] = {"kolla": kolla}
