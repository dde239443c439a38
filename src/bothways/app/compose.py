"""Everything together: what the command line, the server and the tests start from."""

from dataclasses import dataclass

from bothways import __version__
from bothways.app.core import Core, Identity, compose_core
from bothways.app.dialects import compose_dialects
from bothways.app.edges import Edges, open_edges
from bothways.app.outbound import Outbound, compose_outbound, resolve_integrations
from bothways.app.pages import compose_pages
from bothways.app.staff import StaffRoom
from bothways.core.audit import routes as audit_routes
from bothways.core.audit.trail import Audit
from bothways.core.durable.metrics import JobMetrics
from bothways.core.durable.worker import Worker
from bothways.core.events import routes as event_routes
from bothways.core.idempotency import jobs as idempotency_jobs
from bothways.core.idempotency.sweep import SweepIdempotentRequests
from bothways.core.identity import jobs as identity_jobs
from bothways.core.identity.callers import Operator, PortalScript
from bothways.core.identity.gates import gates
from bothways.core.identity.key_routes import key_routes
from bothways.core.identity.link_routes import LinkVerbs, link_routes
from bothways.core.identity.own_session_routes import Verbs as OwnSession
from bothways.core.identity.own_session_routes import own_session_routes
from bothways.core.identity.roles import Role
from bothways.core.identity.routes import customer_routes, environment_routes
from bothways.core.identity.session_routes import session_routes
from bothways.core.identity.staff_gate import StaffGate
from bothways.core.sso import jobs as sso_jobs
from bothways.core.staff import jobs as staff_jobs
from bothways.core.vault import jobs as vault_jobs
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.log import Log
from bothways.kit.peers import Proxies
from bothways.kit.web.cors import CORS
from bothways.kit.web.openapi import About
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Gates, Routes
from bothways.kit.web.shell import Shell
from bothways.kit.web.site import Border, build
from bothways.kit.web.throttle import Throttle
from bothways.migrations.state import check as check_schema
from bothways.outbound.connections.times import Times
from bothways.settings import Settings

LAND_SECONDS = 10.0


@dataclass(frozen=True)
class Bothways:
    """The product: an ASGI application, workers, and the verbs for whoever has neither.

    The `worker` does what is due, anywhere. The `bookkeeper` belongs to a process that serves: it writes down what only
    that process knows.
    """

    edges: Edges
    core: Core
    outbound: Outbound
    routes: Routes
    border: Border
    asgi: Shell
    worker: Worker
    bookkeeper: Worker

    @property
    def identity(self) -> Identity:
        """The verbs of identity."""
        return self.core.identity

    @property
    def staff(self) -> StaffRoom:
        """The verbs of the staff room."""
        return self.core.staff

    @property
    def audit(self) -> Audit:
        """The audit trail."""
        return self.core.audit

    async def close(self) -> None:
        """Let renewals in the air land, then let go of everything."""
        await self.outbound.connections.refresh.flights.land(LAND_SECONDS)
        await self.edges.close()


async def compose(settings: Settings, log: Log | None = None) -> Bothways:
    """Open the edges and build on them. `log`: one that was configured already.

    Raises MasterKeysInvalid, MasterKeysWrong, OlderDatabase, NewerDatabase, DatabaseUnavailable. The key ring is
    compared with the database before anything is served: with the wrong keys nothing starts, and nothing is written.
    """
    edges = await open_edges(settings, log=log)
    bothways = build_on(edges)
    try:
        await check_schema(edges.database)
        await bothways.core.vault.adopt()
    except BaseException:
        await bothways.close()
        raise
    return bothways


def build_on(edges: Edges, times: Times | None = None) -> Bothways:
    """Build everything once, on edges that are open. Nothing is read or written here."""
    core = compose_core(edges, resolve_integrations(edges))
    cursors = Cursors(edges.key_ring.derive("cursors"))
    outbound = compose_outbound(edges, core, cursors, times or Times())
    pages = compose_pages(edges, core, outbound, _gates(edges, core))
    dialects = compose_dialects(edges, core, outbound, cursors)
    routes = [*_core_routes(edges, core, cursors), *outbound.routes, *pages.routes, *dialects.routes]
    serving = identity_jobs.serving_jobs(core.identity.record_key_uses)
    sweep = SweepIdempotentRequests(edges.database, edges.clock)
    jobs = [
        *identity_jobs.jobs(core.identity.sweep_sessions),
        *staff_jobs.jobs(core.staff.sweep),
        *sso_jobs.jobs(core.sso.sweep),
        *vault_jobs.jobs(core.vault),
        *idempotency_jobs.jobs(sweep),
        *outbound.jobs,
    ]
    worker = Worker(jobs, edges.clock, edges.entropy)
    bookkeeper = Worker(serving, edges.clock, edges.entropy)
    border = _border(edges, core, {**pages.gates, **dialects.gates})
    border.metrics.registry.register(JobMetrics([worker, bookkeeper]))
    return Bothways(
        edges=edges,
        core=core,
        outbound=outbound,
        routes=routes,
        border=border,
        asgi=build(routes, border),
        worker=worker,
        bookkeeper=bookkeeper,
    )


def _core_routes(edges: Edges, core: Core, cursors: Cursors) -> Routes:
    identity = core.identity
    return [
        *environment_routes(identity.read_environments, identity.update_environment),
        *customer_routes(
            identity.read_customers, identity.put_customer, identity.update_customer, identity.delete_customer, cursors
        ),
        *key_routes(identity.create_api_key, identity.list_api_keys, identity.revoke_api_key, cursors),
        *session_routes(
            identity.open_connect_session,
            identity.list_connect_sessions,
            identity.revoke_session,
            identity.read_customers,
            cursors,
        ),
        *link_routes(
            LinkVerbs(
                identity.create_connect_link,
                identity.list_connect_links,
                identity.revoke_connect_link,
                identity.read_customers,
            ),
            cursors,
        ),
        *own_session_routes(
            OwnSession(
                identity.read_session,
                identity.revoke_session,
                identity.open_frame_ticket,
                identity.redeem_frame_ticket,
                edges.settings.public_url,
            )
        ),
        *event_routes.routes(
            edges.database, core.events, cursors, Operator("events:read"), identity.read_customers.id_of
        ),
        *audit_routes.routes(core.audit, cursors, Operator("audit:read")),
        *audit_routes.workspace_routes(core.audit, cursors, PortalScript(Role.ADMIN)),
    ]


def _gates(edges: Edges, core: Core) -> Gates:
    identity = core.identity
    staff = StaffGate(core.staff.authenticate, identity.read_environments, edges.settings.public_url)
    return gates(identity.authenticate_key, identity.authenticate_session, staff)


def _border(edges: Edges, core: Core, doors: Gates) -> Border:
    settings = edges.settings
    origins = core.identity.allowed_origins
    return Border(
        gates=doors,
        about=About(
            title="Bothways",
            version=__version__,
            description="Connect the apps your customers use; let developers build apps on your product.",
            server=settings.public_url,
            errors=(DatabaseUnavailable,),
        ),
        log=edges.log,
        clock=edges.clock,
        entropy=edges.entropy,
        throttle=Throttle.of(edges.clock, settings.rate_limit_per_second, settings.public_rate_limit_per_second),
        cors=CORS(origin_known=origins.known, allowed=origins.allowed),
        replays=core.replays,
        checks={"database": edges.database.ping, "vault": core.vault.check},
        metrics_token=settings.metrics_token,
        assets=edges.assets,
        secure=settings.public_url.startswith("https://"),
        proxies=Proxies(settings.trusted_proxies),
    )
