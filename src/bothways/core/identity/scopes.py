"""What an API key may be allowed to do."""

from collections.abc import Sequence

from bothways.kit.errors import FieldError

SCOPES: tuple[str, ...] = (
    "api_keys:read",
    "api_keys:write",
    "audit:read",
    "catalog:read",
    "connect_links:read",
    "connect_links:write",
    "connect_sessions:read",
    "connect_sessions:write",
    "connections:read",
    "connections:write",
    "credentials:read",
    "customers:read",
    "customers:write",
    "environment:read",
    "environment:write",
    "events:read",
    "integrations:read",
    "integrations:write",
    "providers:read",
    "providers:write",
    "tiles:read",
    "tiles:write",
)


def check_scopes(scopes: Sequence[str]) -> list[FieldError]:
    """Scopes must exist, once each, and there must be one: a key that may do nothing is a mistake."""
    if not scopes:
        return [FieldError("scopes", "name at least one scope")]
    if len(set(scopes)) < len(scopes):
        return [FieldError("scopes", "name each scope once")]
    return [
        FieldError(f"scopes[{index}]", f"there is no such scope; choose from {', '.join(SCOPES)}")
        for index, scope in enumerate(scopes)
        if scope not in SCOPES
    ]
