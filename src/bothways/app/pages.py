"""The pages that people see, composed: the marketplace of customers, the portal of staff."""

from dataclasses import dataclass, replace

from bothways.app.core import Core
from bothways.app.edges import Edges
from bothways.app.outbound import Outbound
from bothways.app.own_files import own_sentences
from bothways.app.portal import compose_portal
from bothways.core.identity.callers import ConnectBrowser, StaffMember
from bothways.core.identity.environment_of_session import EnvironmentOfSession
from bothways.kit.web.route import Gates, Routes
from bothways.marketplace.routes import Marketplace, Verbs
from bothways.outbound.connect.list import ListAuthorizations


@dataclass(frozen=True)
class HostedPages:
    """Routes for people, and the gates with what those see who are not let in."""

    routes: Routes
    gates: Gates


def compose_pages(edges: Edges, core: Core, outbound: Outbound, gates: Gates) -> HostedPages:
    """The rooms with pages, over the verbs of the rooms below. Raises SettingsError."""
    marketplace = _marketplace(edges, core, outbound)
    portal = compose_portal(edges, core)
    doors = {ConnectBrowser: marketplace.entrance.turned_away, StaffMember: portal.inside.turned_away}
    return HostedPages(
        routes=[*marketplace.routes(), *portal.routes],
        gates={
            guard: replace(gate, turned_away=doors[guard]) if guard in doors else gate for guard, gate in gates.items()
        },
    )


def _marketplace(edges: Edges, core: Core, outbound: Outbound) -> Marketplace:
    verbs = Verbs(
        redeem=core.identity.redeem_ticket,
        open_link=core.identity.open_connect_link,
        environment_of_session=EnvironmentOfSession(edges.database),
        environments=core.identity.read_environments,
        customers=core.identity.read_customers,
        catalog=outbound.catalog,
        tiles=outbound.tiles,
        begin=outbound.begin,
        submit=outbound.submit,
        depart=outbound.depart,
        ask=outbound.standing.ask,
        finish=outbound.finish,
        authorization=outbound.get_authorization,
        authorizations=ListAuthorizations(edges.database),
        connections=outbound.connections.list,
        history=outbound.connections.history,
        disconnect=outbound.connections.disconnect,
    )
    own = own_sentences(edges.settings)
    return Marketplace.of(verbs, edges.assets, edges.clock, edges.settings.public_url, own)
