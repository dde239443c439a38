"""The routes of identity, served beside probes that show what their gates let through."""

import io
from dataclasses import dataclass

import httpx
import pytest

from bothways.app.staff import StaffRoom
from bothways.core.audit import routes as audit_routes
from bothways.core.audit.trail import Audit
from bothways.core.events import routes as event_routes
from bothways.core.events.log import EventLog
from bothways.core.identity.callers import (
    BrowserCaller,
    ConnectBrowser,
    CustomerCaller,
    CustomerSession,
    Operator,
    OperatorCaller,
    OperatorOrCustomer,
    StaffCaller,
    StaffMember,
)
from bothways.core.identity.gates import gates
from bothways.core.identity.key_routes import key_routes
from bothways.core.identity.routes import customer_routes, environment_routes
from bothways.core.identity.scopes import SCOPES
from bothways.core.identity.session_routes import session_routes
from bothways.core.identity.staff_gate import StaffGate
from bothways.kit.db.database import Database
from bothways.kit.log import Log
from bothways.kit.web.cors import CORS
from bothways.kit.web.openapi import About
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Route, Routes
from bothways.kit.web.site import Border, build
from bothways.kit.web.throttle import Throttle
from tests.rooms.core.conftest import PUBLIC_URL, Tenant
from tests.rooms.core.identity.composed import Identity
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


def probes() -> Routes:
    """One route for each guard that identity's own routes do not use."""

    async def customers_only(caller: CustomerCaller) -> dict[str, str]:
        return {"customer": caller.customer_id}

    async def either(caller: OperatorCaller | CustomerCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def staff_only(caller: StaffCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def staff_writes(caller: StaffCaller) -> dict[str, str]:
        return {"actor": caller.actor}

    async def page(caller: BrowserCaller, session_id: str) -> dict[str, str]:
        return {"customer": caller.customer.customer_id, "session": session_id}

    return [
        Route("GET", "/connect/{session_id:str}/probe", ConnectBrowser(), page, hidden=True),
        Route("POST", "/connect/{session_id:str}/probe", ConnectBrowser(), page, hidden=True),
        Route("GET", "/v1/probe/customer", CustomerSession(), customers_only),
        Route("GET", "/v1/probe/either", OperatorOrCustomer("connections:read"), either),
        Route("GET", "/v1/probe/staff", StaffMember(), staff_only),
        Route("POST", "/v1/probe/staff", StaffMember(), staff_writes),
    ]


@dataclass
class Site:
    client: httpx.AsyncClient
    log: io.BytesIO
    live: str
    test: str
    document: dict

    async def call(self, method: str, path: str, token: str | None = None, body: object = None, **headers: str):
        """One request with the live key unless another token is given."""
        sent = {"authorization": f"Bearer {self.live if token is None else token}", **headers}
        if body is not None:
            return await self.client.request(method, path, headers=sent, json=body)
        return await self.client.request(method, path, headers=sent)


@pytest.fixture
async def site(
    database: Database,
    identity: Identity,
    staff_room: StaffRoom,
    tenant: Tenant,
    events: EventLog,
    audit: Audit,
    clock: ManualClock,
):
    cursors = Cursors(b"k" * 32)
    log = io.BytesIO()
    border = Border(
        gates=gates(
            identity.authenticate,
            identity.sessions,
            StaffGate(staff_room.authenticate, identity.read_environments, PUBLIC_URL),
        ),
        about=About("Bothways", "0"),
        log=Log(log, "debug", clock),
        clock=clock,
        entropy=SeededEntropy(3),
        throttle=Throttle.of(clock, 1000),
        cors=CORS(identity.origins.known, identity.origins.allowed),
    )
    table = [
        *environment_routes(identity.read_environments, identity.update_environment),
        *customer_routes(
            identity.read_customers, identity.put_customer, identity.update_customer, identity.delete_customer, cursors
        ),
        *key_routes(identity.create_key, identity.list_keys, identity.revoke_key, cursors),
        *session_routes(
            identity.open_session, identity.list_sessions, identity.revoke_session, identity.read_customers, cursors
        ),
        *event_routes.routes(database, events, cursors, Operator("events:read"), identity.read_customers.id_of),
        *audit_routes.routes(audit, cursors, Operator("audit:read")),
        *probes(),
    ]
    keys = [
        (await identity.create_key(environment.id, "all", SCOPES, actor="cli")).token.reveal()
        for environment in (tenant.live, tenant.test)
    ]
    transport = httpx.ASGITransport(build(table, border))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
        yield Site(client, log, *keys, border.document(table))


SESSION = {"customer": {"id": "customer-1"}}

READS = [
    ("environment:read", "/v1/environment"),
    ("customers:read", "/v1/customers"),
    ("api_keys:read", "/v1/api-keys"),
    ("connect_sessions:read", "/v1/connect-sessions"),
    ("events:read", "/v1/events"),
    ("audit:read", "/v1/audit-entries"),
]
