"""The providers room with its verbs built, for two environments of a workspace."""

from dataclasses import dataclass, field

from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Mode
from bothways.core.identity.create_environment import CreateEnvironment
from bothways.core.identity.create_workspace import CreateWorkspace
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.ids import Ids
from bothways.outbound.providers.files import read_document
from bothways.outbound.providers.get import GetProvider, ListProviders
from bothways.outbound.providers.model import Origin, Provider
from bothways.outbound.providers.write import AddProvider, RemoveProvider, ReplaceProvider
from tests.rooms.outbound.providers.samples import keyed, signed_in


def shipped() -> dict[str, Provider]:
    """Three providers that come with the product."""
    found: dict[str, Provider] = {}
    for slug, name, category in (
        ("alpha", "Alpha CRM", "crm"),
        ("beta", "Beta Mail", "email"),
        ("gamma", "Gamma", "crm"),
    ):
        document = {**signed_in(), "slug": slug, "name": name, "categories": [category]}
        provider, problems = read_document(document, Origin.BUILT_IN)
        assert provider is not None, problems
        found[slug] = provider
    return found


@dataclass
class House:
    """Everything of the room; `used` are method ids that integrations use, by environment and slug."""

    database: Database
    clock: Clock
    test: str
    live: str
    used: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    shipped: dict[str, Provider] = field(default_factory=shipped)

    @property
    def audit(self) -> Audit:
        return Audit(self.database, self.clock)

    @property
    def get(self) -> GetProvider:
        return GetProvider(self.shipped, self.database)

    @property
    def listed(self) -> ListProviders:
        return ListProviders(self.shipped, self.database)

    @property
    def add(self) -> AddProvider:
        return AddProvider(self.database, self.shipped, self.audit, self.clock)

    @property
    def replace(self) -> ReplaceProvider:
        return ReplaceProvider(self.database, self.shipped, self._used, self.audit, self.clock)

    @property
    def remove(self) -> RemoveProvider:
        return RemoveProvider(self.database, self.shipped, self._used, self.audit)

    async def _used(self, tx: Transaction, environment_id: str, slug: str) -> frozenset[str]:
        return self.used.get((environment_id, slug), frozenset())


async def a_house(database: Database, clock: Clock, ids: Ids) -> House:
    """The room over an empty database."""
    audit = Audit(database, clock)
    workspace = await CreateWorkspace(database, ids, clock, audit)("Acme", actor="cli")
    create = CreateEnvironment(database, ids, clock, audit)
    test = await create(workspace.id, "Test", Mode.TEST, actor="cli")
    live = await create(workspace.id, "Live", Mode.LIVE, actor="cli")
    return House(database, clock, test.id, live.id)


MINE = keyed(slug="mine", name="Mine")
