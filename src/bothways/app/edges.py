"""Everything that reaches outside the process, opened and closed in one place."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bothways.core.vault.key_ring import KeyRing
from bothways.kit.clock import Clock, SystemClock
from bothways.kit.crypto import Entropy, SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.kit.ids import Ids
from bothways.kit.log import Log, configure
from bothways.kit.notebook import Notebook
from bothways.kit.web.assets import Assets
from bothways.settings import Settings

ASSETS = Path(__file__).parent.parent / "assets"


@dataclass(frozen=True)
class Edges:
    """Clock, randomness, database, HTTP, log, key ring, notebook and built files: what verbs are handed."""

    settings: Settings
    database: Database
    egress: Egress
    key_ring: KeyRing
    log: Log
    assets: Assets
    clock: Clock = field(default_factory=SystemClock)
    entropy: Entropy = field(default_factory=SystemEntropy)
    notebook: Notebook = field(default_factory=lambda: Notebook(SystemClock()))

    @cached_property
    def ids(self) -> Ids:
        """Makes ids by this clock and this randomness, in order."""
        return Ids(self.clock, self.entropy)

    async def close(self) -> None:
        """Let go of everything."""
        await self.egress.close()
        await self.database.close()
        self.notebook.close()


async def open_edges(settings: Settings, clock: Clock | None = None, log: Log | None = None) -> Edges:
    """Raises MasterKeysInvalid before anything is opened: without keys nothing may run."""
    key_ring = KeyRing.parse(None if settings.master_keys is None else settings.master_keys.reveal())
    clock = clock or SystemClock()
    return Edges(
        settings=settings,
        database=await Database.open(settings.database_url.reveal()),
        egress=Egress(settings.allowed_networks),
        key_ring=key_ring,
        log=log or configure(level=settings.log_level, clock=clock),
        assets=Assets.load(ASSETS),
        clock=clock,
        notebook=open_notebook(settings, clock),
    )


def open_notebook(settings: Settings, clock: Clock) -> Notebook:
    """The notes of this machine: all of its processes and databases share them."""
    return Notebook(clock, None if settings.state_dir is None else settings.state_dir / "notes.db")
