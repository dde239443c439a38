"""The face of the connections room."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, Operator, OperatorCaller, OperatorOrCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.vault.model import SealBroken
from bothways.kit.finding import Age
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page, Search, Total
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connections.adopt import ImportConnection
from bothways.outbound.connections.change import ChangeConnection
from bothways.outbound.connections.credential_schemas import CredentialsOut, ImportIn, credentials_out, named_as_sent
from bothways.outbound.connections.demand import RenewOnDemand
from bothways.outbound.connections.disconnect import Disconnect
from bothways.outbound.connections.errors import (
    ConnectionAmbiguous,
    ConnectionDisconnected,
    ConnectionNotFound,
    NeedsReauth,
    ProviderUnavailable,
    RefreshInProgress,
    RefreshTooSoon,
    RefreshUnsupported,
)
from bothways.outbound.connections.get import GetConnection, ListConnections, ReadHistory
from bothways.outbound.connections.list_store import Filter
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.reach import Reach
from bothways.outbound.connections.read import ReadCredentials
from bothways.outbound.connections.read_of import ReadCredentialsOf
from bothways.outbound.connections.schemas import (
    ConnectionOut,
    ConnectionPatch,
    CustomerId,
    HistoryEntry,
    Reference,
    RefreshIn,
    connection_out,
    history_entry,
)
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import NOT_FOUND, IntegrationDisabled, IntegrationNotFound
from bothways.outbound.providers.verdict import (
    ConnectionMisconfigured,
    CredentialsRefused,
    IntegrationMisconfigured,
)

TAGS = ("connections",)

_RENEWING = (
    ConnectionNotFound,
    ConnectionDisconnected,
    NeedsReauth,
    RefreshInProgress,
    ProviderUnavailable,
    IntegrationMisconfigured,
    ConnectionMisconfigured,
    SealBroken,
)


@dataclass(frozen=True)
class Verbs:
    """What the routes stand on."""

    get: GetConnection
    page: ListConnections
    history: ReadHistory
    read: ReadCredentials
    read_of: ReadCredentialsOf
    renew: RenewOnDemand
    adopt: ImportConnection
    change: ChangeConnection
    disconnect: Disconnect
    customers: ReadCustomers
    integrations: GetIntegration


def routes(verbs: Verbs, cursors: Cursors) -> Routes:
    """Credentials have a scope of their own: whoever may look at connections need not see secrets.

    A connect session sees and ends its own customer's connections, through its own integrations.
    """
    own_read, own_write = OperatorOrCustomer("connections:read"), OperatorOrCustomer("connections:write")
    may_write = Operator("connections:write")
    secret = Operator("credentials:read")
    missing = (ConnectionNotFound,)
    adopting = (
        IntegrationNotFound,
        IntegrationDisabled,
        ConnectionNotFound,
        ConnectionDisconnected,
        CredentialsRefused,
        ProviderUnavailable,
    )
    one = "/v1/connections/{connection_id:str}"
    # fmt: off
    return [
        Route("GET",    "/v1/connections",   own_read,  listing(verbs, cursors), tags=TAGS,
              errors=(IntegrationNotFound,)),
        Route("POST",   "/v1/connections",   may_write, importing(verbs), status=201, idempotent=True, tags=TAGS,
              errors=adopting),
        Route("GET",    one,                 own_read,  reading(verbs), tags=TAGS, errors=missing),
        Route("PATCH",  one,                 may_write, changing(verbs), tags=TAGS, errors=missing),
        Route("DELETE", one,                 own_write, disconnecting(verbs), tags=TAGS, errors=missing),
        Route("GET",    one + "/history",    own_read,  telling(verbs, cursors), tags=TAGS, errors=missing),
        Route("POST",   one + "/refresh",    may_write, renewing(verbs), tags=TAGS,
              errors=(*_RENEWING, RefreshTooSoon, RefreshUnsupported)),
        Route("GET",    one + "/credentials", secret,   handing_out(verbs.read), fast=True, tags=TAGS,
              errors=_RENEWING),
        Route("GET",    "/v1/credentials",   secret,    handing_out_of(verbs.read_of), tags=TAGS,
              errors=(*_RENEWING, ConnectionAmbiguous, IntegrationNotFound)),
    ]
    # fmt: on


def listing(verbs: Verbs, cursors: Cursors) -> Handler:
    """GET /v1/connections."""

    async def list_connections(
        caller: OperatorCaller | CustomerCaller,
        q: Search = "",
        customer: CustomerId | None = None,
        integration: Reference | None = None,
        state: State | None = None,
        trouble: bool | None = None,
        sort: Age = Age.OLDEST_FIRST,
        total: Total = False,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[ConnectionOut]:
        """List connections

        Disconnected ones included. `q` looks into the names of connections and accounts, and of their customers.
        `customer` is your own id; an unknown one has no connections. `trouble` narrows to those whose last renewal
        failed, or did not. A connect session sees its own customer's, whomever it names.
        """
        environment_id, own = caller.environment_id, Reach.of(caller)
        scope = f"{environment_id} connections {own.key} {customer!r} {integration!r} {state} {trouble} {sort} {q}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        of_integration = None if integration is None else await _integration(verbs, environment_id, integration, own)
        customer_id = own.customer_id
        if customer_id is None and customer is not None:
            customer_id = await verbs.customers.id_of(environment_id, customer)
            if customer_id is None:
                return Page([], total=0 if total else None)
        wanted = Filter(customer_id, of_integration, state, own.integration_ids, trouble, q)
        found = await verbs.page.found(environment_id, wanted, order=sort, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        counted = await verbs.page.count(environment_id, wanted) if total else None
        return Page(await _shown(verbs, environment_id, found[:limit], own), more, counted)

    return list_connections


def importing(verbs: Verbs) -> Handler:
    """POST /v1/connections."""

    async def import_connection(caller: OperatorCaller, data: ImportIn) -> ConnectionOut:
        """Import a connection

        For credentials that were obtained by another system. They are checked as strictly as a provider's answer. An
        account that the customer has connected already is renewed, and keeps its id.
        """
        belongings = data.belongings(verbs.adopt.clock.now())
        with named_as_sent():
            kept = await verbs.adopt(caller.environment_id, belongings, actor=caller.actor)
        return await _one(verbs, kept)

    return import_connection


def reading(verbs: Verbs) -> Handler:
    """GET /v1/connections/{connection_id}."""

    async def get_connection(caller: OperatorCaller | CustomerCaller, connection_id: str) -> ConnectionOut:
        """Get a connection"""
        own = Reach.of(caller)
        return await _one(verbs, await _get(verbs, caller, connection_id), own)

    return get_connection


def changing(verbs: Verbs) -> Handler:
    """PATCH /v1/connections/{connection_id}."""

    async def change_connection(caller: OperatorCaller, connection_id: str, data: ConnectionPatch) -> ConnectionOut:
        """Change a connection's label or metadata"""
        changed = await verbs.change(
            caller.environment_id,
            connection_id,
            actor=caller.actor,
            label=data.new_label(),
            metadata=data.new_metadata(),
        )
        return await _one(verbs, changed)

    return change_connection


def disconnecting(verbs: Verbs) -> Handler:
    """DELETE /v1/connections/{connection_id}."""

    async def disconnect(caller: OperatorCaller | CustomerCaller, connection_id: str) -> ConnectionOut:
        """Disconnect

        The secrets are erased at once, and the provider is told to revoke them as soon as it can be reached. The
        connection and its history stay readable. Disconnecting twice changes nothing.
        """
        own = Reach.of(caller)
        if own.is_session:
            await _get(verbs, caller, connection_id)
        ended = await verbs.disconnect(
            caller.environment_id, connection_id, actor=caller.actor, customer_id=own.customer_id
        )
        return await _one(verbs, ended, own)

    return disconnect


def telling(verbs: Verbs, cursors: Cursors) -> Handler:
    """GET /v1/connections/{connection_id}/history."""

    async def list_history(
        caller: OperatorCaller | CustomerCaller,
        connection_id: str,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[HistoryEntry]:
        """List what happened to a connection

        Newest first. Renewals that went as they should are not listed.
        """
        own = Reach.of(caller)
        scope = f"{caller.environment_id} history {own.key} {connection_id!r}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        if own.is_session:
            await _get(verbs, caller, connection_id)
        found = await verbs.history(caller.environment_id, connection_id, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page([history_entry(event, to_session=own.is_session) for event in found[:limit]], more)

    return list_history


def renewing(verbs: Verbs) -> Handler:
    """POST /v1/connections/{connection_id}/refresh."""

    async def refresh_connection(
        caller: OperatorCaller, connection_id: str, data: RefreshIn | None = None
    ) -> ConnectionOut:
        """Renew the credentials now

        Credentials are renewed by themselves before they expire. Ask for it when the provider's API rejects them
        although they have not expired, and say so with `rejected_version`: they are renewed once; if the new ones are
        rejected as well, the connection needs its customer.
        """
        return await _one(
            verbs, await verbs.renew(caller.environment_id, connection_id, (data or RefreshIn()).demand())
        )

    return refresh_connection


def handing_out(read: ReadCredentials) -> Handler:
    """GET /v1/connections/{connection_id}/credentials."""

    async def get_credentials(caller: OperatorCaller, connection_id: str) -> CredentialsOut:
        """Get credentials

        Always fresh: they are renewed first when they have expired. Ask whenever you need them, and keep no copy.
        """
        return credentials_out(await read(caller.environment_id, connection_id))

    return get_credentials


def handing_out_of(read_of: ReadCredentialsOf) -> Handler:
    """GET /v1/credentials."""

    async def find_credentials(
        caller: OperatorCaller, customer: CustomerId, integration: Reference, account: str | None = None
    ) -> CredentialsOut:
        """Get credentials by customer and integration

        For callers who keep no connection ids. When the customer has connected several accounts, say which with
        `account`: the account's id at the provider, or a connection's id.
        """
        return credentials_out(await read_of(caller.environment_id, customer, integration, account))

    return find_credentials


async def _get(verbs: Verbs, caller: OperatorCaller | CustomerCaller, connection_id: str) -> Connection:
    own = Reach.of(caller)
    return await verbs.get(caller.environment_id, connection_id, customer_id=own.customer_id, only=own.integration_ids)


async def _integration(verbs: Verbs, environment_id: str, reference: str, own: Reach) -> str:
    found = await verbs.integrations(environment_id, reference)
    if not own.holds(found.id):
        raise IntegrationNotFound(NOT_FOUND)
    return found.id


async def _one(verbs: Verbs, connection: Connection, own: Reach | None = None) -> ConnectionOut:
    shown = await _shown(verbs, connection.environment_id, [connection], own or Reach())
    if not shown:
        raise ConnectionNotFound("The customer was deleted, and the connection with it.")
    return shown[0]


async def _shown(verbs: Verbs, environment_id: str, found: list[Connection], own: Reach) -> list[ConnectionOut]:
    """With their customers; those whose customer was deleted a moment ago are left out."""
    customers = await verbs.customers.many(environment_id, {connection.customer_id for connection in found})
    pairs = ((connection, customers.get(connection.customer_id)) for connection in found)
    return [
        connection_out(connection, customer, to_session=own.is_session)
        for connection, customer in pairs
        if customer is not None
    ]
