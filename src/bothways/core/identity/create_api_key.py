"""Making an API key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.bearer.model import Kind, mint
from bothways.core.identity import environment_rows, key_rows
from bothways.core.identity.errors import EnvironmentNotFound, ScopesBeyondOwn
from bothways.core.identity.model import APIKey, Environment
from bothways.core.identity.scopes import SCOPES, check_scopes
from bothways.core.identity.text import check_line, require_none
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError
from bothways.kit.ids import Ids
from bothways.kit.secret import Secret

MAX_KEY_NAME = 100
EVERY_SCOPE = frozenset(SCOPES)


@dataclass(frozen=True)
class NewAPIKey:
    """A key and its token, which is never to be had again."""

    key: APIKey
    token: Secret[str]


@dataclass(frozen=True)
class CreateAPIKey:
    """Make a key to one environment."""

    database: Database
    ids: Ids
    clock: Clock
    entropy: Entropy
    audit: Audit

    async def __call__(
        self,
        environment_id: str,
        name: str,
        scopes: Sequence[str],
        *,
        actor: str,
        expires_at: datetime | None = None,
        within: frozenset[str] = EVERY_SCOPE,
    ) -> NewAPIKey:
        """The key may do nothing that is not `within` what its maker may give.

        Raises InvalidInput that names each wrong field, ScopesBeyondOwn, EnvironmentNotFound.
        """
        require_none([*check_line("name", name, MAX_KEY_NAME), *check_scopes(scopes), *self._check_expiry(expires_at)])
        if beyond := sorted(set(scopes) - within):
            raise ScopesBeyondOwn(f"You cannot give what you do not have: {', '.join(beyond)}.")
        async with self.database.begin() as tx:
            environment = await environment_rows.find(tx, environment_id)
            if environment is None:
                raise EnvironmentNotFound(f"There is no environment {environment_id}.")
            made = await self._keep(tx, environment, name, tuple(scopes), expires_at)
            detail = {"name": name, "scopes": list(scopes), "hint": made.key.hint}
            await self.audit.record(tx, Entry(environment_id, actor, "api_key.created", made.key.id, detail))
        return made

    async def _keep(
        self, tx: Transaction, environment: Environment, name: str, scopes: tuple[str, ...], expires_at: datetime | None
    ) -> NewAPIKey:
        bearer = mint(Kind.API_KEY, environment.mode, self.entropy)
        now = self.clock.now()
        key = APIKey(self.ids.new("key"), environment.id, name, bearer.hint, scopes, now, expires_at)
        await key_rows.add(tx, key, bearer.digest)
        return NewAPIKey(key, bearer.token)

    def _check_expiry(self, expires_at: datetime | None) -> list[FieldError]:
        if expires_at is not None and expires_at <= self.clock.now():
            return [FieldError("expires_at", "must lie in the future")]
        return []
