"""Connect links on the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from bothways.core.identity.create_connect_link import MAX_LINK_NAME, LinkRequest, NewConnectLink
from bothways.core.identity.model import (
    CONNECT_LINK_SECONDS,
    MAX_CONNECT_LINK_SECONDS,
    MIN_CONNECT_LINK_SECONDS,
    ConnectLink,
    Customer,
    LinkState,
)
from bothways.core.identity.schemas import CustomerIn, IntegrationNames, Locale, ReturnUrl


class ConnectLinkIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A link for one customer, who is made when new."""

    customer: CustomerIn
    integrations: IntegrationNames | None = None
    name: (
        Annotated[str, Meta(max_length=MAX_LINK_NAME, description="For your own list; nobody else sees it.")] | None
    ) = None
    lifetime_seconds: Annotated[int, Meta(ge=MIN_CONNECT_LINK_SECONDS, le=MAX_CONNECT_LINK_SECONDS)] = (
        CONNECT_LINK_SECONDS
    )
    return_url: ReturnUrl | None = None
    locale: Locale | None = None

    def request(self) -> LinkRequest:
        """As the verb takes it."""
        names = None if self.integrations is None else tuple(self.integrations)
        return LinkRequest(
            self.customer.details(), names, self.name, self.lifetime_seconds, self.return_url, self.locale
        )


class LinkCustomerOut(Struct, frozen=True):
    """Whom a link is for. `external_id` is your own id."""

    id: str
    external_id: str
    name: str | None


class ConnectLinkOut(Struct, frozen=True):
    """A link that opens the marketplace for one customer. `integration_ids` null means all of them."""

    id: str
    state: LinkState
    name: str | None
    customer: LinkCustomerOut
    integration_ids: list[str] | None
    return_url: str | None
    locale: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_opened_at: datetime | None
    opened_count: int


class NewConnectLinkOut(ConnectLinkOut, frozen=True):
    """`url` is shown here only: whoever has it connects accounts for this customer."""

    url: str


def link_out(link: ConnectLink, customer: Customer, now: datetime) -> ConnectLinkOut:
    """The link as an operator sees it."""
    ids = link.integration_ids
    return ConnectLinkOut(
        id=link.id,
        state=link.state_at(now),
        name=link.name,
        customer=LinkCustomerOut(customer.id, customer.external_id, customer.name),
        integration_ids=None if ids is None else list(ids),
        return_url=link.return_url,
        locale=link.locale,
        created_at=link.created_at,
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        last_opened_at=link.last_opened_at,
        opened_count=link.opened_count,
    )


def new_link_out(made: NewConnectLink, now: datetime) -> NewConnectLinkOut:
    """The link with its address: the only time that it leaves."""
    shown = link_out(made.link, made.customer, now)
    fields = {name: getattr(shown, name) for name in shown.__struct_fields__}
    return NewConnectLinkOut(**fields, url=made.url.reveal())
