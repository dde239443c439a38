"""The face of identity: the environment of a key, and its customers."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.core.identity.delete_customer import DeleteCustomer
from bothways.core.identity.errors import CustomerNotFound
from bothways.core.identity.put_customer import PutCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.identity.schemas import (
    CustomerIn,
    CustomerOut,
    CustomerPatch,
    EnvironmentIn,
    EnvironmentOut,
    ExternalId,
    customer_out,
    environment_out,
)
from bothways.core.identity.update_customer import UpdateCustomer
from bothways.core.identity.update_environment import UpdateEnvironment
from bothways.kit.finding import Order
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page, Search, Total
from bothways.kit.web.route import Handler, Route, Routes

ENVIRONMENT, CUSTOMERS = ("environment",), ("customers",)


def environment_routes(read: ReadEnvironments, update: UpdateEnvironment) -> Routes:
    """The environment is the key's own: no path names another."""
    path = "/v1/environment"
    return [
        Route("GET", path, Operator("environment:read"), reading_environment(read), tags=ENVIRONMENT),
        Route("PATCH", path, Operator("environment:write"), changing_environment(update), tags=ENVIRONMENT),
    ]


def customer_routes(
    read: ReadCustomers, put: PutCustomer, update: UpdateCustomer, delete: DeleteCustomer, cursors: Cursors
) -> Routes:
    """Reading takes customers:read, everything else customers:write."""
    may_read, may_write = Operator("customers:read"), Operator("customers:write")
    every, one, missing = "/v1/customers", "/v1/customers/{customer_id:str}", (CustomerNotFound,)
    # fmt: off
    return [
        Route("GET",    every, may_read,  listing_customers(read, cursors), tags=CUSTOMERS),
        Route("POST",   every, may_write, putting_customer(put),            tags=CUSTOMERS, idempotent=True),
        Route("GET",    one,   may_read,  reading_customer(read),           tags=CUSTOMERS, errors=missing),
        Route("PATCH",  one,   may_write, changing_customer(update),        tags=CUSTOMERS, errors=missing),
        Route("DELETE", one,   may_write, deleting_customer(delete),        tags=CUSTOMERS, errors=missing, status=204),
    ]
    # fmt: on


def reading_environment(read: ReadEnvironments) -> Handler:
    """GET /v1/environment."""

    async def get_environment(caller: OperatorCaller) -> EnvironmentOut:
        """Get the environment of this API key"""
        return environment_out(await read.get(caller.environment_id))

    return get_environment


def changing_environment(update: UpdateEnvironment) -> Handler:
    """PATCH /v1/environment."""

    async def change_environment(caller: OperatorCaller, data: EnvironmentIn) -> EnvironmentOut:
        """Change the environment's settings

        All of the changes are made, or none. Return URLs and origins are exact: no wildcards.
        """
        return environment_out(await update(caller.environment_id, data.changes(), actor=caller.actor))

    return change_environment


def listing_customers(read: ReadCustomers, cursors: Cursors) -> Handler:
    """GET /v1/customers."""

    async def list_customers(
        caller: OperatorCaller,
        q: Search = "",
        external_id: ExternalId | None = None,
        sort: Order = Order.OLDEST_FIRST,
        total: Total = False,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[CustomerOut]:
        """List customers

        `q` looks into names, e-mail addresses and your own ids; `external_id` finds the one customer with that id.
        """
        environment = caller.environment_id
        if external_id is not None:
            found = await read.find(environment, external_id)
            items = [] if found is None else [customer_out(found)]
            return Page(items, total=len(items) if total else None)
        scope = f"{environment} customers {sort} {q}"
        after = None if cursor is None else cursors.read(scope, cursor)
        page = await read.list(environment, q=q, order=sort, after=after, limit=limit + 1)
        more = cursors.write(scope, sort.position(page[limit - 1])) if len(page) > limit else None
        counted = await read.count(environment, q=q) if total else None
        return Page([customer_out(customer) for customer in page[:limit]], more, counted)

    return list_customers


def putting_customer(put: PutCustomer) -> Handler:
    """POST /v1/customers."""

    async def put_customer(caller: OperatorCaller, data: CustomerIn) -> CustomerOut:
        """Create a customer, or bring a known one up to date

        Not needed before a connect session: that does the same.
        """
        return customer_out(await put(caller.environment_id, data.details()))

    return put_customer


def reading_customer(read: ReadCustomers) -> Handler:
    """GET /v1/customers/{customer_id}."""

    async def get_customer(caller: OperatorCaller, customer_id: str) -> CustomerOut:
        """Get a customer"""
        return customer_out(await read.get(caller.environment_id, customer_id))

    return get_customer


def changing_customer(update: UpdateCustomer) -> Handler:
    """PATCH /v1/customers/{customer_id}."""

    async def change_customer(caller: OperatorCaller, customer_id: str, data: CustomerPatch) -> CustomerOut:
        """Change a customer's name, e-mail address or metadata"""
        return customer_out(await update(caller.environment_id, customer_id, data.changes()))

    return change_customer


def deleting_customer(delete: DeleteCustomer) -> Handler:
    """DELETE /v1/customers/{customer_id}."""

    async def delete_customer(caller: OperatorCaller, customer_id: str) -> None:
        """Delete a customer

        With every connection, session and event of it. Its key is destroyed too, so copies of its credentials cannot
        be read any more. Providers are not asked to revoke anything: disconnect first where they should.
        """
        await delete(caller.environment_id, customer_id, actor=caller.actor)

    return delete_customer
