"""Environments, customers and connect sessions on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import asdict

from bothways.core.identity.environment_settings import MAX_ADDRESSES, MAX_LOGO_CHARACTERS, MAX_RADIUS
from bothways.core.identity.model import (
    CONNECT_SESSION_SECONDS,
    MAX_CONNECT_SESSION_SECONDS,
    MIN_CONNECT_SESSION_SECONDS,
    ConnectSession,
    Customer,
    CustomerDetails,
    Environment,
    Theme,
    Validity,
)
from bothways.core.identity.open_connect_session import OpenedSession, SessionRequest
from bothways.core.identity.session_rules import MAX_INTEGRATIONS, MAX_LOCALE
from bothways.core.identity.text import MAX_EMAIL, MAX_EXTERNAL_ID, MAX_NAME
from bothways.core.identity.update_customer import CustomerChanges
from bothways.core.identity.update_environment import EnvironmentChanges

Name = Annotated[str, Meta(max_length=MAX_NAME)]
Email = Annotated[str, Meta(max_length=MAX_EMAIL)]
ExternalId = Annotated[str, Meta(min_length=1, max_length=MAX_EXTERNAL_ID)]
IntegrationNames = Annotated[
    list[Annotated[str, Meta(max_length=128)]],
    Meta(min_length=1, max_length=MAX_INTEGRATIONS, description="Ids or slugs; null means all of them."),
]
ReturnUrl = Annotated[str, Meta(max_length=2_000, description="One of the environment's `return_urls`, exactly.")]
Locale = Annotated[str, Meta(max_length=MAX_LOCALE, description="A language tag such as `de`; null: as the browser.")]
Addresses = Annotated[list[Annotated[str, Meta(max_length=2_000)]], Meta(max_length=MAX_ADDRESSES)]


def _colour(what: str) -> Meta:
    return Meta(max_length=7, description=what)


class ThemeWire(Struct, frozen=True, forbid_unknown_fields=True):
    """How our pages look in this environment. What is null is left to Bothways."""

    product_name: Annotated[str, Meta(max_length=60, description="Your product, as your customers know it.")] | None = (
        None
    )
    accent: Annotated[str, Meta(max_length=7, description="A colour such as `#3366cc`.")] | None = None
    radius: Annotated[int, Meta(ge=0, le=MAX_RADIUS, description="Of corners, in pixels.")] | None = None
    font: Annotated[str, Meta(max_length=200, description="Font families with commas between.")] | None = None
    mode: Literal["auto", "light", "dark"] = "auto"
    logo: (
        Annotated[str, Meta(max_length=MAX_LOGO_CHARACTERS, description="An https address, or a picture as data: URL.")]
        | None
    ) = None
    background: Annotated[str, _colour("Behind everything, in the light scheme.")] | None = None
    surface: Annotated[str, _colour("Of cards and panels, in the light scheme.")] | None = None
    text: Annotated[str, _colour("Of words on both, at least 4.5:1, in the light scheme.")] | None = None
    background_dark: Annotated[str, _colour("Behind everything, in the dark scheme.")] | None = None
    surface_dark: Annotated[str, _colour("Of cards and panels, in the dark scheme.")] | None = None
    text_dark: Annotated[str, _colour("Of words on both, at least 4.5:1, in the dark scheme.")] | None = None


class EnvironmentOut(Struct, frozen=True):
    """The environment that the API key belongs to."""

    id: str
    workspace_id: str
    mode: str
    name: str
    return_urls: list[str]
    allowed_origins: list[str]
    theme: ThemeWire
    created_at: datetime
    updated_at: datetime


class EnvironmentIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays; lists and the theme are replaced as a whole."""

    name: Name | UnsetType = UNSET
    return_urls: Addresses | UnsetType = UNSET
    allowed_origins: Addresses | UnsetType = UNSET
    theme: ThemeWire | UnsetType = UNSET

    def changes(self) -> EnvironmentChanges:
        """As the verb takes them."""
        return EnvironmentChanges(
            name=None if self.name is UNSET else self.name,
            return_urls=None if self.return_urls is UNSET else tuple(self.return_urls),
            allowed_origins=None if self.allowed_origins is UNSET else tuple(self.allowed_origins),
            theme=None if self.theme is UNSET else _theme(self.theme),
        )


class CustomerIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A customer by your own id, which is compared byte for byte. What is left out or null stays as it is known."""

    id: Annotated[ExternalId, Meta(description="Your own id of the customer.")]
    name: Name | None = None
    email: Email | None = None
    metadata: dict[str, str] | None = None

    def details(self) -> CustomerDetails:
        """As the verbs take them."""
        return CustomerDetails(self.id, self.name, self.email, self.metadata)


class CustomerPatch(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays, null clears; metadata is replaced as a whole."""

    name: Name | None | UnsetType = UNSET
    email: Email | None | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET

    def changes(self) -> CustomerChanges:
        """As the verb takes them."""
        changes = CustomerChanges()
        if self.name is not UNSET:
            changes["name"] = self.name
        if self.email is not UNSET:
            changes["email"] = self.email
        if self.metadata is not UNSET:
            changes["metadata"] = self.metadata
        return changes


class CustomerOut(Struct, frozen=True):
    """`id` is ours and stands in our paths; `external_id` is yours."""

    id: str
    external_id: str
    name: str | None
    email: str | None
    metadata: dict[str, str]
    created_at: datetime
    updated_at: datetime


class SessionOwnerOut(Struct, frozen=True):
    """Whose it is. `external_id` is yours."""

    id: str
    external_id: str
    name: str | None


class SessionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A connect session for one customer, who is made when new."""

    customer: CustomerIn
    integrations: IntegrationNames | None = None
    lifetime_seconds: Annotated[int, Meta(ge=MIN_CONNECT_SESSION_SECONDS, le=MAX_CONNECT_SESSION_SECONDS)] = (
        CONNECT_SESSION_SECONDS
    )
    return_url: ReturnUrl | None = None
    locale: Locale | None = None

    def request(self) -> SessionRequest:
        """As the verb takes it."""
        names = None if self.integrations is None else tuple(self.integrations)
        return SessionRequest(self.customer.details(), names, self.lifetime_seconds, self.return_url, self.locale)


class SessionOut(Struct, frozen=True):
    """`token` is shown here only. `url` opens the connect page once, within ten minutes."""

    id: str
    token: str
    url: str
    expires_at: datetime
    customer: CustomerOut
    integrations: list[str] | None
    return_url: str | None


class SessionEntryOut(Struct, frozen=True):
    """A connect session as it is listed: without its token. `integrations` null means all of them."""

    id: str
    state: Validity
    customer: SessionOwnerOut
    integrations: list[str] | None
    return_url: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def environment_out(environment: Environment) -> EnvironmentOut:
    """The environment as an operator sees it."""
    return EnvironmentOut(
        id=environment.id,
        workspace_id=environment.workspace_id,
        mode=environment.mode.value,
        name=environment.name,
        return_urls=list(environment.return_urls),
        allowed_origins=list(environment.allowed_origins),
        theme=ThemeWire(**vars(environment.theme)),
        created_at=environment.created_at,
        updated_at=environment.updated_at,
    )


def customer_out(customer: Customer) -> CustomerOut:
    """The customer as an operator sees it."""
    return CustomerOut(
        id=customer.id,
        external_id=customer.external_id,
        name=customer.name,
        email=customer.email,
        metadata=dict(customer.metadata),
        created_at=customer.created_at,
        updated_at=customer.updated_at,
    )


def session_out(opened: OpenedSession) -> SessionOut:
    """The session with its token: the only time that it leaves."""
    ids = opened.session.integration_ids
    return SessionOut(
        id=opened.session.id,
        token=opened.token.reveal(),
        url=opened.url.reveal(),
        expires_at=opened.session.expires_at,
        customer=customer_out(opened.customer),
        integrations=None if ids is None else list(ids),
        return_url=opened.session.return_url,
    )


def session_entry(session: ConnectSession, customer: Customer, now: datetime) -> SessionEntryOut:
    """The session as it is listed."""
    ids = session.integration_ids
    return SessionEntryOut(
        id=session.id,
        state=session.state(now),
        customer=session_owner(customer),
        integrations=None if ids is None else list(ids),
        return_url=session.return_url,
        created_at=session.created_at,
        expires_at=session.expires_at,
        revoked_at=session.revoked_at,
    )


def session_owner(customer: Customer) -> SessionOwnerOut:
    """The customer where something of it is listed."""
    return SessionOwnerOut(customer.id, customer.external_id, customer.name)


def _theme(wire: ThemeWire) -> Theme:
    return Theme(**asdict(wire))
