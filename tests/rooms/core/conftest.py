"""The rooms of the core, composed on a database of the test's own."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from bothways.app.edges import Edges
from bothways.app.staff import StaffRoom, compose_staff
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Mode
from bothways.core.events.log import EventLog
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.create_workspace import CreateWorkspace
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.model import Customer, Environment, Workspace
from bothways.core.vault.key_ring import KeyRing, new_master_key
from bothways.core.vault.vault import Vault
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.kit.ids import Ids
from bothways.kit.log import Log
from bothways.kit.web.assets import Assets
from bothways.settings import load
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

PUBLIC_URL = "https://connect.example.com"


@dataclass(frozen=True)
class Tenant:
    """A workspace with a live and a test environment, and a customer in each."""

    workspace: Workspace
    live: Environment
    test: Environment
    customer: Customer
    test_customer: Customer


@pytest.fixture
def key_ring() -> KeyRing:
    return KeyRing.parse(new_master_key("k1", SystemEntropy()).reveal())


@pytest.fixture
def events(ids: Ids, clock: ManualClock) -> EventLog:
    return EventLog(ids, clock)


@pytest.fixture
def audit(database: Database, clock: ManualClock) -> Audit:
    return Audit(database, clock)


@pytest.fixture
def vault(database: Database, key_ring: KeyRing, clock: ManualClock, entropy: SeededEntropy) -> Vault:
    return Vault(database, key_ring, clock, entropy)


@pytest.fixture
def ensure_customer(ids: Ids, clock: ManualClock, events: EventLog) -> EnsureCustomer:
    return EnsureCustomer(ids, clock, events)


@pytest.fixture
async def tenant(
    database: Database, ids: Ids, clock: ManualClock, audit: Audit, ensure_customer: EnsureCustomer
) -> Tenant:
    workspace = await CreateWorkspace(database, ids, clock, audit)("Acme", actor="test")
    create = CreateEnvironment(database, ids, clock, audit)
    live = await create(workspace.id, "Live", Mode.LIVE, actor="test")
    test = await create(workspace.id, "Test", Mode.TEST, actor="test")
    async with database.begin() as tx:
        customer = await ensure_customer(tx, live.id, "customer-1", "Ada")
        test_customer = await ensure_customer(tx, test.id, "customer-1", "Ada")
    return Tenant(workspace, live, test, customer, test_customer)


@pytest.fixture
async def staff_room(
    database: Database,
    clock: ManualClock,
    entropy: SeededEntropy,
    ids: Ids,
    key_ring: KeyRing,
    vault: Vault,
    audit: Audit,
) -> AsyncIterator[StaffRoom]:
    """The staff room with every verb, composed by the roof itself."""
    settings = load({"BOTHWAYS_PUBLIC_URL": PUBLIC_URL, "BOTHWAYS_ALLOWED_NETWORKS": "127.0.0.0/8"})
    egress = Egress(settings.allowed_networks)
    log = Log(io.BytesIO(), "debug", clock)
    edges = Edges(settings, database, egress, key_ring, log, Assets({}), clock, entropy)
    yield compose_staff(edges, vault, audit)
    await egress.close()


async def everything_stored(database: Database) -> str:
    """Every value of every table, as whoever stole the database would see it."""
    from bothways.migrations.tables import all_tables

    found = []
    async with database.read() as tx:
        for table in all_tables().sorted_tables:
            rows = await tx.all(text(f'SELECT * FROM "{table.name}"'))
            found += [repr(tuple(row)) for row in rows]
    return "\n".join(found)
