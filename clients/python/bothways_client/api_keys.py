"""API keys: what backends call with, made and taken back by those who may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bothways_client.call import Parts, given, send
from bothways_client.masked import Masked
from bothways_client.operation import Group, Transport, listing, operation

APIKeyState = Literal["active", "expired", "revoked"]


@dataclass(frozen=True, kw_only=True)
class APIKey:
    """A key, to be recognised by its `hint`. `last_used_at` is written down once a minute."""

    id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    state: APIKeyState
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, kw_only=True, repr=False)
class NewAPIKey(Masked):
    """A key that was just made. `token` is told now and never again."""

    id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    state: APIKeyState
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    token: str = field(repr=False)


class APIKeys(Group[Transport]):
    """The keys to this environment."""

    @listing("GET /v1/api-keys", APIKey)
    def list(self, *, state: APIKeyState | None = None, page_size: int = 100) -> Parts:
        """Oldest first, revoked and expired ones too."""
        return send(query=given(state=state, limit=page_size))

    @operation("POST /v1/api-keys", NewAPIKey, creates=True)
    def create(
        self,
        name: str,
        *,
        scopes: Sequence[str],
        expires_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Make a key. Raises Denied when it should do more than your own key may, InvalidRequest."""
        return send(body=given(name=name, scopes=scopes, expires_at=expires_at), idempotency_key=idempotency_key)

    @operation("GET /v1/api-keys/{key_id}", APIKey)
    def get(self, key_id: str) -> Parts:
        """Raises NotFound."""
        return send(key_id)

    @operation("DELETE /v1/api-keys/{key_id}", APIKey)
    def revoke(self, key_id: str) -> Parts:
        """Worth nothing from now on; on other nodes within a second. It stays in the list."""
        return send(key_id)
