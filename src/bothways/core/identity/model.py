"""Workspaces, environments, customers, keys and sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bothways.core.bearer.model import Mode
from bothways.core.identity.colours import CHOICES
from bothways.kit.finding import folded, sort_key

TICKET_LIFETIME = timedelta(minutes=10)
FRAME_TICKET_LIFETIME = timedelta(seconds=60)
CONNECT_SESSION_SECONDS = 3600
MIN_CONNECT_SESSION_SECONDS = 60
MAX_CONNECT_SESSION_SECONDS = 86_400
CONNECT_LINK_SECONDS = 7 * 86_400
MIN_CONNECT_LINK_SECONDS = 3600
MAX_CONNECT_LINK_SECONDS = 30 * 86_400
# Whoever needs longer opens the link again.
LINK_SESSION_LIFETIME = timedelta(hours=4)


@dataclass(frozen=True)
class Workspace:
    """The operator's tenant: everything of one company."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class Theme:
    """How pages of an environment look. None leaves a choice to Bothways. Checked by `settings.check_theme`."""

    product_name: str | None = None
    accent: str | None = None
    radius: int | None = None
    font: str | None = None
    mode: str = "auto"
    logo: str | None = None
    background: str | None = None
    surface: str | None = None
    text: str | None = None
    background_dark: str | None = None
    surface_dark: str | None = None
    text_dark: str | None = None

    def colours(self) -> dict[str, str]:
        """The grounds and inks that were chosen, by name."""
        return {name: colour for name in CHOICES if (colour := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Environment:
    """A workspace's isolated live or test side; every row of the wings belongs to one.

    `return_urls` are where a customer may be sent back to, exactly; `allowed_origins` which sites may frame our
    pages and call us from a browser.
    """

    id: str
    workspace_id: str
    mode: Mode
    name: str
    return_urls: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    theme: Theme
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Customer:
    """A customer of the operator. `external_id` is the operator's own id for it, compared byte for byte."""

    id: str
    environment_id: str
    external_id: str
    name: str | None
    email: str | None
    metadata: Mapping[str, str]
    created_at: datetime
    updated_at: datetime

    @property
    def search_text(self) -> str:
        """Where words of a search are looked for."""
        return folded(self.name, self.email, self.external_id)

    @property
    def sort_key(self) -> str:
        """What lists by name go by."""
        return sort_key(self.name or self.external_id)


class Validity(StrEnum):
    """Whether an API key or a connect session opens anything, and if not, what ended it."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class APIKey:
    """A backend's key to one environment. The token itself is not here: only a hint remains of it."""

    id: str
    environment_id: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def state(self, now: datetime) -> Validity:
        """As it is at that moment."""
        return _validity(self.expires_at, self.revoked_at, now)


@dataclass(frozen=True)
class ConnectSession:
    """What a browser may do for one customer, for a while. `integration_ids` None means every integration; `link_id`
    is the connect link that it was opened by. `locale` is the language that our pages speak to the customer; None
    leaves that to the browser.
    """

    id: str
    environment_id: str
    customer_id: str
    integration_ids: tuple[str, ...] | None
    return_url: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    link_id: str | None = None
    locale: str | None = None

    def is_alive(self, now: datetime) -> bool:
        """Whether it lets anybody in."""
        return self.revoked_at is None and now < self.expires_at

    def state(self, now: datetime) -> Validity:
        """As it is at that moment."""
        return _validity(self.expires_at, self.revoked_at, now)


def _validity(expires_at: datetime | None, revoked_at: datetime | None, now: datetime) -> Validity:
    # Revoked stays revoked, whether or not it has expired since.
    if revoked_at is not None:
        return Validity.REVOKED
    return Validity.EXPIRED if expires_at is not None and expires_at <= now else Validity.ACTIVE


class LinkState(StrEnum):
    """Whether a connect link opens anything."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class ConnectLink:
    """A link for a mail or a chat: it opens the marketplace for one customer, as often as it likes while it lives.

    The address itself is not here: only its digest is kept. `name` is the operator's own, for its list.
    """

    id: str
    environment_id: str
    customer_id: str
    name: str | None
    integration_ids: tuple[str, ...] | None
    return_url: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_opened_at: datetime | None = None
    opened_count: int = 0
    locale: str | None = None

    def state_at(self, now: datetime) -> LinkState:
        """Revoked for good, expired, or active."""
        if self.revoked_at is not None:
            return LinkState.REVOKED
        return LinkState.ACTIVE if now < self.expires_at else LinkState.EXPIRED


@dataclass(frozen=True)
class CustomerDetails:
    """What an operator says about a customer. None leaves as it is what is known already."""

    external_id: str
    name: str | None = None
    email: str | None = None
    metadata: Mapping[str, str] | None = field(default=None)
