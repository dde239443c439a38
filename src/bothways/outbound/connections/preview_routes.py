"""The face of the look ahead at a deletion."""

from msgspec import Struct

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.core.identity.errors import CustomerNotFound
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connections.model import State
from bothways.outbound.connections.preview_deletion import PreviewDeletion
from bothways.outbound.connections.schemas import CustomerRef


class DeletionConnectionsOut(Struct, frozen=True):
    """The customer's connections, by state."""

    active: int | None
    needs_reauth: int | None
    disconnected: int | None


class DeletionOut(Struct, frozen=True):
    """What would go, in numbers; null means too many to be counted.

    Providers are not told of connections that go in this way: disconnect them before, where they should be.
    """

    customer: CustomerRef
    connections: DeletionConnectionsOut
    connect_sessions: int | None
    connect_links: int | None
    events: int | None


def preview_routes(preview: PreviewDeletion) -> Routes:
    """Stands with the connections: who keeps customers does not know what hangs on them."""
    path, may_read = "/v1/customers/{customer_id:str}/deletion", Operator("customers:read")
    return [
        Route("GET", path, may_read, previewing(preview), tags=("customers",), errors=(CustomerNotFound,)),
    ]


def previewing(preview: PreviewDeletion) -> Handler:
    """GET /v1/customers/{customer_id}/deletion."""

    async def preview_customer_deletion(caller: OperatorCaller, customer_id: str) -> DeletionOut:
        """See what deleting a customer would take along

        Nothing is changed.
        """
        found = await preview(caller.environment_id, customer_id)
        customer, counts = found.customer, found.connections
        return DeletionOut(
            customer=CustomerRef(customer.id, customer.external_id, customer.name),
            connections=DeletionConnectionsOut(
                active=counts[State.ACTIVE],
                needs_reauth=counts[State.NEEDS_REAUTH],
                disconnected=counts[State.DISCONNECTED],
            ),
            connect_sessions=found.connect_sessions,
            connect_links=found.connect_links,
            events=found.events,
        )

    return preview_customer_deletion
