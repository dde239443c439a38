"""API keys on the wire."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from bothways.core.identity.create_api_key import MAX_KEY_NAME, NewAPIKey
from bothways.core.identity.model import APIKey, Validity
from bothways.core.identity.scopes import SCOPES

KeyName = Annotated[str, Meta(min_length=1, max_length=MAX_KEY_NAME, description="What it is for.")]
Scope = Annotated[str, Meta(max_length=64)]
KeyScopes = Annotated[list[Scope], Meta(min_length=1, max_length=len(SCOPES), description="What it may do.")]


class APIKeyIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new key to this environment. `expires_at` null means that it lives until it is revoked."""

    name: KeyName
    scopes: KeyScopes
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class APIKeyOut(Struct, frozen=True):
    """A key, to be recognised by its `hint`. `last_used_at` is written down once a minute."""

    id: str
    name: str
    hint: str
    scopes: list[str]
    state: Validity
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class NewAPIKeyOut(APIKeyOut, frozen=True):
    """A key that was just made. `token` is shown here and never again."""

    token: str


def key_out(key: APIKey, now: datetime) -> APIKeyOut:
    """The key as those see it who look after keys."""
    return APIKeyOut(**_face(key, now))


def new_key_out(made: NewAPIKey, now: datetime) -> NewAPIKeyOut:
    """With its token: the only time that it leaves."""
    return NewAPIKeyOut(**_face(made.key, now), token=made.token.reveal())


def _face(key: APIKey, now: datetime) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scopes": list(key.scopes),
        "state": key.state(now),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
    }
