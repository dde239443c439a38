"""Customers: yours, by your own ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways_client.call import KEEP, Keep, Parts, changed, given, send
from bothways_client.connections import CustomerReference
from bothways_client.operation import Group, Transport, listing, operation
from bothways_client.orders import Order


@dataclass(frozen=True, kw_only=True)
class Customer:
    """`id` is what Bothways gave; `external_id` is yours."""

    id: str
    external_id: str
    name: str | None
    email: str | None
    metadata: Mapping[str, str]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeletionConnections:
    """The customer's connections, by state."""

    active: int | None
    needs_reauth: int | None
    disconnected: int | None


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """What would go with a customer, in numbers; None means too many to be counted."""

    customer: CustomerReference
    connections: DeletionConnections
    connect_sessions: int | None
    connect_links: int | None
    events: int | None


class Customers(Group[Transport]):
    """Your customers. `customer` is your own id, `customer_id` the one that Bothways gave."""

    @listing("GET /v1/customers", Customer)
    def list(
        self, *, q: str | None = None, external_id: str | None = None, sort: Order | None = None, page_size: int = 100
    ) -> Parts:
        """Oldest first, unless `sort` says otherwise. `q` looks into names, e-mail addresses and your own ids.

        `external_id` finds the one customer with your own id, if there is one.
        """
        return send(query=given(q=q, external_id=external_id, sort=sort, limit=page_size))

    @operation("POST /v1/customers", Customer, creates=True)
    def put(
        self,
        customer: str,
        *,
        name: str | None = None,
        email: str | None = None,
        metadata: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Parts:
        """Create a customer, or bring a known one up to date. Opening a connect session does the same."""
        body = given(id=customer, name=name, email=email, metadata=metadata)
        return send(body=body, idempotency_key=idempotency_key)

    @operation("GET /v1/customers/{customer_id}", Customer)
    def get(self, customer_id: str) -> Parts:
        """Raises NotFound."""
        return send(customer_id)

    @operation("PATCH /v1/customers/{customer_id}", Customer)
    def change(
        self,
        customer_id: str,
        *,
        name: str | None | Keep = KEEP,
        email: str | None | Keep = KEEP,
        metadata: Mapping[str, str] | None = None,
    ) -> Parts:
        """What is left out stays, None clears; `metadata` is replaced as a whole."""
        return send(customer_id, body=changed(name=name, email=email) | given(metadata=metadata))

    @operation("GET /v1/customers/{customer_id}/deletion", Deletion)
    def preview_deletion(self, customer_id: str) -> Parts:
        """What deleting it would take along. Nothing is changed. Raises NotFound."""
        return send(customer_id)

    @operation("DELETE /v1/customers/{customer_id}", type(None))
    def delete(self, customer_id: str) -> Parts:
        """With every connection, session and event. Providers are not told: disconnect first where they should be."""
        return send(customer_id)
