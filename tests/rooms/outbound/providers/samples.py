"""Small provider files to bend in tests."""

from copy import deepcopy
from typing import Any

KEYED: dict[str, Any] = {
    "slug": "acme",
    "name": "Acme",
    "description": "Orders parts from Acme.",
    "categories": ["crm"],
    "api": {"base_url": "https://{connection.site}.acme.example"},
    "values": [{"name": "site", "label": "Site", "kind": "label", "suffix": ".acme.example"}],
    "methods": [
        {
            "type": "api_key",
            "id": "key",
            "label": "Key",
            "values": ["site"],
            "fields": [{"name": "key", "label": "Key"}],
            "attach": {"headers": {"X-Key": "{credential.key}"}},
        }
    ],
    "verify": {"url": "/me"},
    "source": {"independent": 1},
    "checked_at": "2026-11-20",
}

SIGNED_IN: dict[str, Any] = {
    "slug": "acme",
    "name": "Acme",
    "description": "Orders parts from Acme.",
    "categories": ["crm"],
    "hosts": ["acme.example"],
    "api": {"base_url": "https://api.acme.example"},
    "methods": [
        {
            "type": "oauth2_code",
            "id": "oauth2",
            "label": "Sign in",
            "client": "operator",
            "authorize_url": "https://acme.example/authorize",
            "token": {"url": "https://acme.example/token"},
            "attach": {"headers": {"Authorization": "Bearer {token.access_token}"}},
        }
    ],
    "source": {"independent": 1},
    "checked_at": "2026-11-20",
}


def keyed(**changes: Any) -> dict[str, Any]:
    """A provider with an API key and a site, with top-level keys changed."""
    return {**deepcopy(KEYED), **changes}


def signed_in(**changes: Any) -> dict[str, Any]:
    """A provider with a sign-in, with keys of its one method changed."""
    document = deepcopy(SIGNED_IN)
    document["methods"][0].update(changes)
    return document
