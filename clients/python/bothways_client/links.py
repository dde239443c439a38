"""Connect links: for a mail, or for support to hand out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bothways_client.call import Parts, given, send
from bothways_client.connections import CustomerReference
from bothways_client.masked import Masked
from bothways_client.operation import Group, Transport, listing, operation

LinkState = Literal["active", "expired", "revoked"]


@dataclass(frozen=True, kw_only=True)
class ConnectLink:
    """Opens the marketplace for one customer until `expires_at`. `integration_ids` None means all of them."""

    id: str
    state: LinkState
    name: str | None
    customer: CustomerReference
    integration_ids: tuple[str, ...] | None
    return_url: str | None
    locale: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_opened_at: datetime | None
    opened_count: int


@dataclass(frozen=True, kw_only=True, repr=False)
class NewConnectLink(Masked):
    """A link with its address, which is shown here only: whoever has it connects accounts for the customer."""

    id: str
    state: LinkState
    name: str | None
    customer: CustomerReference
    integration_ids: tuple[str, ...] | None
    return_url: str | None
    locale: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_opened_at: datetime | None
    opened_count: int
    url: str = field(repr=False)


class ConnectLinks(Group[Transport]):
    """Links that open the marketplace for one customer, as often as they are opened while they live."""

    @listing("GET /v1/connect-links", ConnectLink)
    def list(self, *, customer: str | None = None, state: LinkState | None = None, page_size: int = 100) -> Parts:
        """Newest first, ended ones too for a month. `customer` is your own id."""
        return send(query=given(customer=customer, state=state, limit=page_size))

    @operation("POST /v1/connect-links", NewConnectLink, creates=True)
    def create(
        self,
        *,
        customer: str,
        customer_name: str | None = None,
        email: str | None = None,
        metadata: Mapping[str, str] | None = None,
        integrations: Sequence[str] | None = None,
        name: str | None = None,
        lifetime_seconds: int | None = None,
        return_url: str | None = None,
        locale: str | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Make a link for a customer, who is created when your id of it is new.

        `customer_name`, `email` and `metadata` are the customer's; `name` is the link's, for your own list.
        `integrations` are ids or slugs, all of them when left out. It lives for a week unless `lifetime_seconds` says
        otherwise: from an hour to thirty days. `locale` is the language of the pages, such as `de`.
        """
        body = given(
            customer=given(id=customer, name=customer_name, email=email, metadata=metadata),
            integrations=integrations,
            name=name,
            lifetime_seconds=lifetime_seconds,
            return_url=return_url,
            locale=locale,
        )
        return send(body=body, idempotency_key=idempotency_key)

    @operation("GET /v1/connect-links/{link_id}", ConnectLink)
    def get(self, link_id: str) -> Parts:
        """Whether it lives, and whether it was opened. Raises NotFound."""
        return send(link_id)

    @operation("DELETE /v1/connect-links/{link_id}", type(None))
    def revoke(self, link_id: str) -> Parts:
        """End it at once, with every page that was opened with it. What was connected stays. Raises NotFound."""
        return send(link_id)
