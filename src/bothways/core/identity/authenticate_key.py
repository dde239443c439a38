"""Who a request's API key belongs to: the first step of nearly every request."""

from datetime import datetime

from sqlalchemy import Row

from bothways.core.bearer.model import Kind, Mode, digest, parse
from bothways.core.identity import key_rows
from bothways.core.identity.callers import OperatorCaller, Unauthenticated
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database

CACHE_SECONDS = 1.0
CACHED_KEYS = 10_000


class AuthenticateKey:
    """API key in, caller out.

    A caller is remembered for at most a second, by the digest of the key: that long a key that was revoked on
    another node still works on this one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._find = key_rows.by_digest(database)
        self._clock = clock
        self._cache: dict[bytes, tuple[float, OperatorCaller]] = {}
        self._used: dict[str, datetime] = {}

    def cached(self, token: str | bytes) -> OperatorCaller | None:
        """The caller, without waiting; None when that takes the awaited call, which also refuses bad keys."""
        deadline, caller = self._cache.get(digest(token), (0.0, None))
        return caller if self._clock.monotonic() < deadline else None

    async def __call__(self, token: str) -> OperatorCaller:
        """Raises Unauthenticated, alike for unknown, expired and revoked keys and for tokens of another kind."""
        key_digest = digest(token)
        deadline, caller = self._cache.get(key_digest, (0.0, None))
        if caller is not None and self._clock.monotonic() < deadline:
            return caller
        _, kind = parse(token) or (None, None)
        row = await self._find(digest=key_digest) if kind is Kind.API_KEY else None
        if row is None or not self._is_alive(row):
            self._cache.pop(key_digest, None)
            raise Unauthenticated("The API key is not valid.")
        return self._remember(key_digest, row)

    def forget(self, key_id: str) -> None:
        """Look this key up again when it is used next."""
        for key_digest in [known for known, (_, caller) in self._cache.items() if caller.key_id == key_id]:
            del self._cache[key_digest]

    def take_uses(self) -> dict[str, datetime]:
        """When each key was last used since this was last asked; to a second, as remembered callers do not count."""
        uses, self._used = self._used, {}
        return uses

    def _is_alive(self, row: Row[tuple[object, ...]]) -> bool:
        return row.revoked_at is None and (row.expires_at is None or self._clock.now() < row.expires_at)

    def _remember(self, key_digest: bytes, row: Row[tuple[object, ...]]) -> OperatorCaller:
        now = self._clock.now()
        caller = OperatorCaller(
            environment_id=row.environment_id,
            workspace_id=row.workspace_id,
            mode=Mode(row.mode),
            key_id=row.id,
            scopes=frozenset(row.scopes),
            grantable=frozenset(row.scopes),
        )
        left = CACHE_SECONDS if row.expires_at is None else (row.expires_at - now).total_seconds()
        # Put anew, not in place: the order of a dict is then the order of age, and the eldest leaves first.
        self._cache.pop(key_digest, None)
        self._cache[key_digest] = (self._clock.monotonic() + min(CACHE_SECONDS, left), caller)
        if len(self._cache) > CACHED_KEYS:
            del self._cache[next(iter(self._cache))]
        self._used[row.id] = now
        return caller
