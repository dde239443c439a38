"""What an integration is, and the rules of its names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways.kit.errors import DomainError, FieldError, Kind
from bothways.kit.finding import folded, sort_key
from bothways.kit.text import is_line, is_prose

SLUG = re.compile(r"[a-z][a-z0-9_-]{1,62}")
MAX_SCOPES = 100
MAX_SCOPE_LENGTH = 250
MAX_NAME_LENGTH = 100
MAX_DESCRIPTION_LENGTH = 500


NOT_FOUND = "No integration of this environment has that id or slug."
"""Said alike wherever an integration is unknown, another environment's, or outside of a session's limits."""


class IntegrationNotFound(DomainError):
    """No integration of this environment has that id or slug."""

    code = "integration_not_found"
    kind = Kind.NOT_FOUND
    next_step = "List the integrations of this environment with GET /v1/integrations and use one of their ids or slugs."


class IntegrationDisabled(DomainError):
    """The integration is switched off: nothing new can be connected through it."""

    code = "integration_disabled"
    kind = Kind.CONFLICT
    next_step = "Switch the integration on with PATCH /v1/integrations/{id} and enabled true."


class IntegrationExists(DomainError):
    """Another integration of this environment already has the slug."""

    code = "integration_exists"
    kind = Kind.CONFLICT
    next_step = "Choose another slug, or change the integration that has it."


class IntegrationInUse(DomainError):
    """Connections were made through the integration, so it cannot be removed."""

    code = "integration_in_use"
    kind = Kind.CONFLICT
    next_step = "Disconnect its connections first, or switch it off with enabled false; its history stays readable."


@dataclass(frozen=True)
class Integration:
    """A provider switched on in one environment, with the operator's own client at that provider.

    `values` are those connection values that the operator sets once (source "integration"), such as the
    address of a self-managed server. `version` counts changes of the client secret and is part of its seal.
    `categories` empty means the provider's.
    """

    id: str
    environment_id: str
    slug: str
    provider: str
    method_id: str
    client_id: str | None
    sealed_client_secret: bytes | None
    scopes: tuple[str, ...]
    authorize_params: Mapping[str, str]
    values: Mapping[str, str]
    display_name: str
    description: str
    logo: str | None
    enabled: bool
    version: int
    created_at: datetime
    updated_at: datetime
    long_description: str = ""
    categories: tuple[str, ...] = ()
    background: str | None = None
    documentation_url: str | None = None

    @property
    def search_text(self) -> str:
        """Where words of a search are looked for."""
        return folded(self.display_name, self.slug, self.provider, self.description)

    @property
    def sort_key(self) -> str:
        """What lists by name go by."""
        return sort_key(self.display_name)

    def redirect_uri(self, public_url: str) -> str:
        """The address to register at the provider.

        Each integration has its own, so that an answer of one provider can never be taken for
        another's (RFC 9700 section 4.4.2).
        """
        return f"{public_url}/oauth/callback/{self.id}"

    def require_enabled(self) -> None:
        """Raises IntegrationDisabled."""
        if not self.enabled:
            raise IntegrationDisabled(f"The integration {self.slug} is switched off.")


def check_slug(slug: str) -> list[FieldError]:
    """A slug stands in URLs and code: 2 to 63 lower-case letters, digits, `-` or `_`, a letter first."""
    if SLUG.fullmatch(slug):
        return []
    return [FieldError("slug", "use 2 to 63 lower-case letters, digits, - or _, beginning with a letter")]


def check_texts(display_name: str, description: str) -> list[FieldError]:
    """Names are shown to customers: bounded, and without control characters."""
    faults = []
    if not display_name.strip() or len(display_name) > MAX_NAME_LENGTH or not is_line(display_name):
        faults.append(FieldError("display_name", f"use 1 to {MAX_NAME_LENGTH} printable characters"))
    if len(description) > MAX_DESCRIPTION_LENGTH or not is_prose(description):
        faults.append(FieldError("description", f"use at most {MAX_DESCRIPTION_LENGTH} printable characters"))
    return faults


def check_scopes(scopes: tuple[str, ...]) -> list[FieldError]:
    """Scopes are tokens of RFC 6749 section 3.3: no blanks, quotes, backslashes or control characters."""
    if len(scopes) > MAX_SCOPES:
        return [FieldError("scopes", f"ask for at most {MAX_SCOPES} scopes")]
    return [
        FieldError(
            f"scopes[{index}]", "a scope is 1 to 250 visible ASCII characters without blanks, quotes or backslashes"
        )
        for index, scope in enumerate(scopes)
        if not _is_scope(scope)
    ]


def _is_scope(text: str) -> bool:
    return 0 < len(text) <= MAX_SCOPE_LENGTH and all("!" <= mark <= "~" and mark not in '"\\' for mark in text)
