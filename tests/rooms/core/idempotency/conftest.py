"""An environment to keep answers for, on both databases."""

import pytest

from bothways.core.idempotency.stored_replays import StoredReplays
from bothways.core.identity.store import environments, workspaces
from bothways.core.vault.key_ring import KeyRing
from bothways.core.vault.vault import Vault
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret
from tests.support.clock import ManualClock


@pytest.fixture
async def replays(database: Database, clock: ManualClock, ids: Ids) -> StoredReplays:
    async with database.begin() as tx:
        await tx.execute(workspaces.insert().values(id="ws_1", name="Acme", created_at=clock.now()))
        for environment_id in ("env_1", "env_2"):
            await tx.execute(
                environments.insert().values(
                    id=environment_id,
                    workspace_id="ws_1",
                    mode="test",
                    name="Test",
                    return_urls=[],
                    allowed_origins=[],
                    theme={},
                    created_at=clock.now(),
                    updated_at=clock.now(),
                )
            )
    ring = KeyRing("m1", {"m1": Secret(bytes(range(32)))})
    return StoredReplays(database, Vault(database, ring, clock, SystemEntropy()), ids, clock)
