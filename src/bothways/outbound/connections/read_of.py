"""Handing out credentials by customer and integration, for callers who keep no connection ids."""

from dataclasses import dataclass

from bothways.core.identity.read_customers import ReadCustomers
from bothways.outbound.connections.credentials import Credentials
from bothways.outbound.connections.errors import ConnectionAmbiguous, ConnectionNotFound
from bothways.outbound.connections.get import ListConnections
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.read import ReadCredentials
from bothways.outbound.integrations.get import GetIntegration

# Nobody connects more accounts of one kind; a bound on what a customer's history may cost.
_MOST = 200
_NAMED = 20


@dataclass(frozen=True)
class ReadCredentialsOf:
    """The credentials of a customer's one active connection through an integration.

    `customer` is the operator's own id, `integration` an id or slug, `account` the id of an account at the provider or
    of a connection. Raises ConnectionAmbiguous that names the choices, NeedsReauth when there is one and it does not
    work, ConnectionNotFound that says whether there ever was one, IntegrationNotFound, and what ReadCredentials raises.
    """

    customers: ReadCustomers
    integrations: GetIntegration
    connections: ListConnections
    read: ReadCredentials

    async def __call__(
        self, environment_id: str, customer: str, integration: str, account: str | None = None
    ) -> Credentials:
        through = await self.integrations(environment_id, integration)
        known = await self.customers.find(environment_id, customer)
        if known is None:
            raise ConnectionNotFound("There is no such customer, so nothing was ever connected.")
        those: list[Connection] = []
        for state in (State.ACTIVE, State.NEEDS_REAUTH, State.DISCONNECTED):
            found = await self.connections(
                environment_id, customer_id=known.id, integration_id=through.id, state=state, limit=_MOST
            )
            those = [one for one in found if account is None or account in {one.account_id, one.id}]
            if those:
                break
        return await self.read.of(the_one(those, through.slug, account))


def the_one(found: list[Connection], integration: str, account: str | None) -> Connection:
    """The one to read, of connections in one state."""
    if not found:
        which = "" if account is None else " with that account"
        raise ConnectionNotFound(f"The customer has never connected {integration}{which}.")
    if found[-1].state is State.DISCONNECTED:
        raise ConnectionNotFound(f"The customer has disconnected {integration}; the last one was {found[-1].id}.")
    if len(found) > 1:
        choices = ", ".join(f"{one.id} (account {one.account_id or 'unknown'})" for one in found[:_NAMED])
        raise ConnectionAmbiguous(f"The customer has {len(found)} connections through {integration}: {choices}.")
    return found[0]
