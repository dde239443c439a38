"""Connecting: what leads a customer from nothing to a connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bothways_client.call import Parts, given, send
from bothways_client.connections import ConnectionState, CustomerReference
from bothways_client.customers import Customer
from bothways_client.masked import Masked
from bothways_client.operation import Group, Transport, listing, operation
from bothways_client.question import Question

AuthorizationStatus = Literal["created", "sent", "connected", "refused", "failed", "expired", "withdrawn"]
Display = Literal["page", "popup"]
CardKind = Literal["integration", "promotional", "custom"]
Standing = Literal["not_connected", "connected", "needs_reauth"]


@dataclass(frozen=True, kw_only=True, repr=False)
class ConnectSession(Masked):
    """Lets one customer's browser connect accounts until `expires_at`.

    Send the browser to `url`, which opens the connect page once, within ten minutes; or hand it `token`. Both are
    shown here only.
    """

    id: str
    token: str = field(repr=False)
    url: str = field(repr=False)
    expires_at: datetime
    customer: Customer
    integrations: tuple[str, ...] | None
    return_url: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Authorization(Masked):
    """One attempt to connect. `url` opens it in the customer's browser, once; only `create` gives it.

    That of a `standing` one opens until an account is connected, and `get` gives it again. `connection_id` is the
    connection that is being renewed, or the id that the new one will have.
    """

    id: str
    status: AuthorizationStatus
    integration_id: str
    connection_id: str | None
    standing: bool
    error_code: str | None
    error_detail: str | None
    created_at: datetime
    expires_at: datetime
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class CatalogConnection:
    """One of the customer's accounts behind an integration."""

    id: str
    state: ConnectionState
    reason: str | None
    label: str
    account_label: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CatalogEntry:
    """An integration as one customer sees it, or a tile of yours. `state` is the worst of `connections`.

    `redirects` tells whether connecting leads to the provider's own page. `values` and `fields` are asked before. A
    tile has neither an `integration_id` nor a `provider`: it leads to `link_url`.
    """

    id: str
    kind: CardKind
    integration_id: str | None
    slug: str
    provider: str | None
    name: str
    description: str
    categories: tuple[str, ...]
    logo_url: str | None
    monogram: str
    state: Standing
    enabled: bool
    redirects: bool
    values: tuple[Question, ...]
    fields: tuple[Question, ...]
    connections: tuple[CatalogConnection, ...]
    link_url: str | None
    background: str | None
    documentation_url: str | None


SessionState = Literal["active", "expired", "revoked"]


@dataclass(frozen=True, kw_only=True)
class SessionEntry:
    """A connect session as it is listed: without its token. `integrations` None means all of them."""

    id: str
    state: SessionState
    customer: CustomerReference
    integrations: tuple[str, ...] | None
    return_url: str | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class ConnectSessions(Group[Transport]):
    """What a customer's browser holds while its customer connects accounts."""

    @listing("GET /v1/connect-sessions", SessionEntry)
    def list(self, *, state: SessionState | None = None, customer: str | None = None, page_size: int = 100) -> Parts:
        """Newest first; expired ones are forgotten before long. `customer` is your own id."""
        return send(query=given(state=state, customer=customer, limit=page_size))

    @operation("GET /v1/connect-sessions/{session_id}", SessionEntry)
    def get(self, session_id: str) -> Parts:
        """Raises NotFound."""
        return send(session_id)

    @operation("POST /v1/connect-sessions", ConnectSession, creates=True)
    def open(
        self,
        *,
        customer: str,
        name: str | None = None,
        email: str | None = None,
        metadata: Mapping[str, str] | None = None,
        integrations: Sequence[str] | None = None,
        lifetime_seconds: int | None = None,
        return_url: str | None = None,
        locale: str | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Open a session for a customer, who is created when your id of it is new.

        `name`, `email` and `metadata` are the customer's; what is left out stays as it is known. `integrations` are
        ids or slugs, all of them when left out. `return_url` is one of the environment's, exactly.
        `locale` is the language of the pages, such as `de`; the browser's when left out.
        """
        body = given(
            customer=given(id=customer, name=name, email=email, metadata=metadata),
            integrations=integrations,
            lifetime_seconds=lifetime_seconds,
            return_url=return_url,
            locale=locale,
        )
        return send(body=body, idempotency_key=idempotency_key)

    @operation("DELETE /v1/connect-sessions/{session_id}", type(None))
    def revoke(self, session_id: str) -> Parts:
        """End it at once: its token, its link and the pages opened with it stop working."""
        return send(session_id)


class Authorizations(Group[Transport]):
    """Single attempts to connect, for those who build their own pages instead of using the connect page."""

    @operation("POST /v1/authorizations", Authorization, creates=True)
    def create(
        self,
        *,
        customer: str,
        integration: str,
        connection_id: str | None = None,
        values: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        display: Display | None = None,
        return_url: str | None = None,
        scopes: Sequence[str] | None = None,
        metadata: Mapping[str, str] | None = None,
        lifetime_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Connect an account, or with `connection_id` renew a connection, which keeps its id.

        Without `fields` the result has a `url` to open in the customer's browser. With `fields` they are checked at
        the provider and kept, and the result is `connected`. With `lifetime_seconds` the link stands that long, and our
        page asks for what is missing. `scopes` are asked for in the place of the integration's, and `metadata` is what
        a new connection begins with. Raises InvalidRequest, whose `errors` name what is wrong.
        """
        body = given(customer=customer, integration=integration, connection_id=connection_id, values=values)
        body |= given(fields=fields, display=display, return_url=return_url)
        body |= given(scopes=scopes, metadata=metadata, lifetime_seconds=lifetime_seconds)
        return send(body=body, idempotency_key=idempotency_key)

    @operation("GET /v1/authorizations/{authorization_id}", Authorization)
    def get(self, authorization_id: str) -> Parts:
        """How it went; the truth, whatever became of the browser's window. Raises NotFound."""
        return send(authorization_id)

    @listing("GET /v1/authorizations", Authorization)
    def list(
        self,
        *,
        customer: str | None = None,
        integration: str | None = None,
        standing: bool | None = None,
        page_size: int = 100,
    ) -> Parts:
        """Those that can still be finished, oldest first. `customer` is your own id, `integration` an id or slug."""
        return send(query=given(customer=customer, integration=integration, standing=standing, limit=page_size))

    @operation("DELETE /v1/authorizations/{authorization_id}", Authorization)
    def withdraw(self, authorization_id: str) -> Parts:
        """Take it back: its link leads nowhere afterwards. Raises NotFound, Conflict when it has ended."""
        return send(authorization_id)


class Catalog(Group[Transport]):
    """What a customer can connect, and how it stands. `customer` is your own id; without it, the bare shop window."""

    @listing("GET /v1/catalog", CatalogEntry)
    def list(self, *, customer: str | None = None) -> Parts:
        """What needs attention first, then what is connected, then the rest, then tiles."""
        return send(query=given(customer=customer))

    @operation("GET /v1/catalog/{integration}", CatalogEntry)
    def get(self, integration: str, *, customer: str | None = None) -> Parts:
        """Raises NotFound."""
        return send(integration, query=given(customer=customer))
