"""The room as the roof would compose it: one node. Two of them on one database are two servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Mode
from bothways.core.events.log import EventLog
from bothways.core.events.model import RecordedEvent
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.create_workspace import CreateWorkspace
from bothways.core.identity.delete_customer import DeleteCustomer
from bothways.core.identity.ensure_customer import EnsureCustomer
from bothways.core.identity.model import Customer, Environment
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.vault.key_ring import KeyRing, new_master_key
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock, SystemClock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.kit.ids import Ids
from bothways.kit.limits import TokenBuckets
from bothways.kit.notebook import Notebook
from bothways.kit.secret import Secret
from bothways.oauth.token import TokenAnswer
from bothways.outbound.connections import jobs, lease_store, store
from bothways.outbound.connections.acquired import Acquired
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.ask import Ask
from bothways.outbound.connections.change import ChangeConnection
from bothways.outbound.connections.claim import Claim
from bothways.outbound.connections.demand import RenewOnDemand
from bothways.outbound.connections.disconnect import Disconnect
from bothways.outbound.connections.fail import Fail
from bothways.outbound.connections.get import GetConnection, ListConnections, ReadHistory
from bothways.outbound.connections.give_up import GiveUp
from bothways.outbound.connections.keep import Keep
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.means import FindMeans, RememberWays
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.prove import Prove
from bothways.outbound.connections.read import ReadCredentials
from bothways.outbound.connections.read_of import ReadCredentialsOf
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.renew import Renew
from bothways.outbound.connections.restored import DoubtAfterRestore
from bothways.outbound.connections.revocation import QueueRevocation, Revoke
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.settle import Settle
from bothways.outbound.connections.shown import Shown
from bothways.outbound.connections.times import Times
from bothways.outbound.integrations.client import ClientOf
from bothways.outbound.integrations.draft import Draft
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import Integration
from bothways.outbound.integrations.write import WriteIntegration
from bothways.outbound.providers import ask as provider_ask
from bothways.outbound.providers.get import GetProvider
from bothways.outbound.providers.identify import Identify
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.request_token import RequestToken
from bothways.outbound.providers.revoke import RevokeToken
from bothways.outbound.providers.verify import VerifyCredentials
from tests.support.entropy import SeededEntropy

# The same for every node and every process of a test.
MASTER_KEYS = new_master_key("test", SeededEntropy(7)).reveal()


@dataclass(frozen=True)
class Node:
    """Everything that a server composes of this room, and a few ways to look behind it."""

    database: Database
    egress: Egress
    clock: Clock
    entropy: Entropy
    shipped: Mapping[str, Provider]
    owner: str = "node-1"
    times: Times = field(default_factory=Times)
    notebook: Notebook = field(default_factory=lambda: Notebook(SystemClock()))

    def __post_init__(self) -> None:
        parts = self._compose()
        for name, part in parts.items():
            object.__setattr__(self, name, part)

    # Set by `_compose`.
    vault: Vault = field(init=False)
    events: EventLog = field(init=False)
    audit: Audit = field(init=False)
    ids: Ids = field(init=False)
    custody: Custody = field(init=False)
    ensure_customer: EnsureCustomer = field(init=False)
    delete_customer: DeleteCustomer = field(init=False)
    customers: ReadCustomers = field(init=False)
    write_integration: WriteIntegration = field(init=False)
    integrations: GetIntegration = field(init=False)
    keep: Keep = field(init=False)
    read: ReadCredentials = field(init=False)
    read_of: ReadCredentialsOf = field(init=False)
    renew: RenewOnDemand = field(init=False)
    refresh: Refresh = field(init=False)
    adopt: ImportConnection = field(init=False)
    disconnect: Disconnect = field(init=False)
    change: ChangeConnection = field(init=False)
    get: GetConnection = field(init=False)
    page: ListConnections = field(init=False)
    history: ReadHistory = field(init=False)
    revoke: Revoke = field(init=False)
    ahead: jobs.RefreshAhead = field(init=False)
    doubt: DoubtAfterRestore = field(init=False)

    def _compose(self) -> dict[str, Any]:
        database, clock, entropy, egress, times = self.database, self.clock, self.entropy, self.egress, self.times
        ids = Ids(clock, entropy)
        events = EventLog(ids, clock)
        audit = Audit(database, clock)
        vault = Vault(database, KeyRing.parse(MASTER_KEYS), clock, entropy)
        custody = Custody(vault)
        providers = GetProvider(self.shipped, database)
        integrations = GetIntegration(database)
        client_of = ClientOf(vault)
        customers = ReadCustomers(database)
        ensure_customer = EnsureCustomer(ids, clock, events)
        find_means = FindMeans(integrations, providers, client_of)
        request_token = RequestToken(egress, clock)
        asking = provider_ask.Ask(egress, clock, entropy)
        verify = VerifyCredentials(asking)
        queue_revocation = QueueRevocation(vault, ids, clock)
        give_up = GiveUp(database, events, clock)
        refresh = Refresh(
            Renew(
                database,
                Claim(database, events, clock, Shown(self.notebook), self.owner),
                Ask(find_means, custody, request_token),
                Settle(database, custody, events, queue_revocation, clock, entropy),
                Fail(database, events, clock, entropy),
                give_up,
                custody,
                clock,
                times,
            ),
            clock,
            times,
        )
        page = ListConnections(database)
        keep = Keep(custody, events, audit, ids, clock, entropy)
        read = ReadCredentials(store.reader(database), custody, RememberWays(find_means, clock), refresh, clock)
        return {
            "vault": vault,
            "events": events,
            "audit": audit,
            "ids": ids,
            "custody": custody,
            "ensure_customer": ensure_customer,
            "delete_customer": DeleteCustomer(database, vault, events, audit),
            "customers": customers,
            "write_integration": WriteIntegration(database, vault, providers, events, audit, ids, clock),
            "integrations": integrations,
            "keep": keep,
            "read": read,
            "read_of": ReadCredentialsOf(customers, integrations, page, read),
            "renew": RenewOnDemand(database, refresh, give_up, Prove(find_means, custody, verify), clock, times),
            "refresh": refresh,
            "adopt": ImportConnection(
                database,
                integrations,
                providers,
                client_of,
                ensure_customer,
                request_token,
                verify,
                Identify(asking),
                keep,
                clock,
            ),
            "disconnect": Disconnect(database, custody, providers, queue_revocation, events, audit, clock),
            "change": ChangeConnection(database, events, audit, clock),
            "get": GetConnection(database),
            "page": page,
            "history": ReadHistory(database, events),
            "revoke": Revoke(
                database,
                vault,
                integrations,
                providers,
                client_of,
                RevokeToken(egress, clock),
                events,
                clock,
                entropy,
            ),
            "ahead": jobs.RefreshAhead(database, refresh, clock, entropy, TokenBuckets(clock, 5.0, 20.0)),
            "doubt": DoubtAfterRestore(database),
        }

    async def environment(self, mode: Mode = Mode.TEST) -> Environment:
        """A new environment in a workspace of its own."""
        workspace = await CreateWorkspace(self.database, self.ids, self.clock, self.audit)("Acme", actor="cli")
        make = CreateEnvironment(self.database, self.ids, self.clock, self.audit)
        return await make(workspace.id, "Testing", mode, actor="cli")

    async def customer(self, environment: Environment, external_id: str = "customer-1") -> Customer:
        async with self.database.begin() as tx:
            return await self.ensure_customer(tx, environment.id, external_id)

    async def lease(self, connection_id: str) -> Lease | None:
        """How a renewal stands."""
        async with self.database.read() as tx:
            return await lease_store.find(tx, connection_id)

    async def told(self, connection: Connection) -> list[RecordedEvent]:
        """What was told of a connection, oldest first."""
        async with self.database.read() as tx:
            found = await self.events.list(tx, connection.environment_id, subject_id=connection.id, limit=100)
        return found[::-1]


@dataclass(frozen=True)
class Ground:
    """An environment with one integration and one customer, and what a provider issued for it."""

    node: Node
    environment: Environment
    integration: Integration
    provider: Provider
    method: Method
    customer: Customer

    async def connect(
        self, access_token: str, refresh_token: str | None = None, *, expires_in: int | None = 3600, **changes: Any
    ) -> Connection:
        """Keep a token answer, as the connect room would."""
        answer = TokenAnswer(
            access_token=Secret(access_token),
            refresh_token=None if refresh_token is None else Secret(refresh_token),
            expires_in_seconds=expires_in,
        )
        return await self.keep(answer=answer, **changes)

    async def keep(
        self, *, reconnect: str | None = None, customer: Customer | None = None, **acquired: Any
    ) -> Connection:
        async with self.node.database.begin() as tx:
            return await self.node.keep(
                tx,
                Acquired(self.integration, self.provider, self.method, **acquired),
                customer_id=(customer or self.customer).id,
                actor="api",
                reconnect=reconnect,
            )

    async def read(self, connection: Connection, node: Node | None = None) -> str:
        """The access token that a caller is given."""
        found = await (node or self.node).read(self.environment.id, connection.id)
        assert found.token is not None
        return found.token.reveal()

    async def now(self, connection: Connection) -> Connection:
        """The connection as it is stored."""
        return await self.node.get(self.environment.id, connection.id)

    async def told(self, connection: Connection) -> list[str]:
        """The names of what was told of it, oldest first."""
        return [event.type for event in await self.node.told(connection)]


async def ground(node: Node, provider: Provider, *, client_id: str | None, client_secret: str | None) -> Ground:
    """Switch the provider on in a new environment."""
    environment = await node.environment()
    draft = Draft(
        provider.slug,
        client_id=client_id,
        client_secret=None if client_secret is None else Secret(client_secret),
    )
    integration = await node.write_integration.create(environment.id, "cli", draft)
    method = provider.find_method(integration.method_id)
    assert method is not None
    return Ground(node, environment, integration, provider, method, await node.customer(environment))
