"""Taking an API key back."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity import key_rows
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.errors import APIKeyNotFound
from bothways.core.identity.model import APIKey
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database


@dataclass(frozen=True)
class RevokeAPIKey:
    """Make a key useless: here at once, on other nodes within a second."""

    database: Database
    clock: Clock
    audit: Audit
    authenticate: AuthenticateKey

    async def __call__(self, environment_id: str, key_id: str, *, actor: str) -> APIKey:
        """The key as it is then; one that was revoked before stays as it is. Raises APIKeyNotFound."""
        async with self.database.begin() as tx:
            key = await key_rows.find(tx, environment_id, key_id)
            if key is None:
                raise APIKeyNotFound("There is no such API key.")
            if key.revoked_at is None:
                key = replace(key, revoked_at=self.clock.now())
                await key_rows.revoke(tx, key_id, self.clock.now())
                await self.audit.record(tx, Entry(environment_id, actor, "api_key.revoked", key_id, {"hint": key.hint}))
        self.authenticate.forget(key_id)
        return key
