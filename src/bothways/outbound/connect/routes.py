"""The face of the connect room. Start links and callbacks are pages, and belong to the marketplace."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, Operator, OperatorCaller, OperatorOrCustomer
from bothways.core.identity.read_customers import ReadCustomers
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connect.begin import BeginAuthorization
from bothways.outbound.connect.get import GetAuthorization
from bothways.outbound.connect.model import AuthorizationEnded, AuthorizationNotFound, LinkUsed, ReturnNotAllowed
from bothways.outbound.connect.schemas import (
    AuthorizationIn,
    AuthorizationOut,
    CustomerId,
    Reference,
    authorization_out,
)
from bothways.outbound.connect.standing import ListOpenAuthorizations, ReadLink, WithdrawAuthorization
from bothways.outbound.connect.starter import Starter
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.integrations.get import GetIntegration
from bothways.outbound.integrations.model import IntegrationDisabled, IntegrationNotFound
from bothways.outbound.providers.verdict import CredentialsRefused

TAGS = ("connect",)


@dataclass(frozen=True)
class Verbs:
    """What the routes stand on."""

    starter: Starter
    begin: BeginAuthorization
    submit: SubmitFields
    get: GetAuthorization
    link: ReadLink
    page: ListOpenAuthorizations
    withdraw: WithdrawAuthorization
    customers: ReadCustomers
    integrations: GetIntegration


def routes(verbs: Verbs, cursors: Cursors) -> Routes:
    """A session connects for its own customer; an API key names the customer."""
    starter, begin, submit, get = verbs.starter, verbs.begin, verbs.submit, verbs.get
    one = "/v1/authorizations/{authorization_id:str}"
    who = OperatorOrCustomer("connect_sessions:write")
    errors = (
        IntegrationNotFound,
        IntegrationDisabled,
        ConnectionNotFound,
        ReturnNotAllowed,
        LinkUsed,
        CredentialsRefused,
    )
    # fmt: off
    return [
        Route("POST", "/v1/authorizations", who, beginning(starter, begin, submit), status=201, idempotent=True,
              tags=TAGS, errors=errors),
        Route("GET",    "/v1/authorizations", Operator("connect_sessions:write"), listing(verbs, cursors), tags=TAGS,
              errors=(IntegrationNotFound,)),
        Route("GET",    one, who, reading(get, verbs.link), tags=TAGS, errors=(AuthorizationNotFound,)),
        Route("DELETE", one, who, withdrawing(verbs.withdraw), tags=TAGS,
              errors=(AuthorizationNotFound, AuthorizationEnded)),
    ]
    # fmt: on


def beginning(starter: Starter, begin: BeginAuthorization, submit: SubmitFields) -> Handler:
    """POST /v1/authorizations."""

    async def create_authorization(caller: OperatorCaller | CustomerCaller, data: AuthorizationIn) -> AuthorizationOut:
        """Connect an account

        Without `fields` the answer has a `url` to open in the customer's browser: it leads to the provider's consent,
        once, within fifteen minutes. With `fields` the credentials are checked at the provider and kept, and the answer
        is `connected`. With `lifetime_seconds` the link is a standing one, which you can send by mail.
        """
        wish = await starter.wish(caller, data)
        if data.fields is not None:
            done = await submit(wish, data.fields)
            return authorization_out(done, begin.clock.now())
        begun = await begin(wish)
        return authorization_out(begun.authorization, begin.clock.now(), begun.url)

    return create_authorization


def listing(verbs: Verbs, cursors: Cursors) -> Handler:
    """GET /v1/authorizations."""

    async def list_authorizations(
        caller: OperatorCaller,
        customer: CustomerId | None = None,
        integration: Reference | None = None,
        standing: bool | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[AuthorizationOut]:
        """List open attempts to connect, oldest first

        Those that can still be finished. `customer` is your own id of a customer. Links are shown one by one.
        """
        environment_id = caller.environment_id
        scope = f"{environment_id} authorizations {customer!r} {integration!r} {standing}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        through = None if integration is None else (await verbs.integrations(environment_id, integration)).id
        known = None if customer is None else await verbs.customers.find(environment_id, customer)
        if customer is not None and known is None:
            return Page([])
        found = await verbs.page(
            environment_id,
            customer_id=None if known is None else known.id,
            integration_id=through,
            standing=standing,
            after=after,
            limit=limit + 1,
        )
        now = verbs.begin.clock.now()
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page([authorization_out(item, now) for item in found[:limit]], more)

    return list_authorizations


def withdrawing(withdraw: WithdrawAuthorization) -> Handler:
    """DELETE /v1/authorizations/{authorization_id}."""

    async def withdraw_authorization(
        caller: OperatorCaller | CustomerCaller, authorization_id: str
    ) -> AuthorizationOut:
        """Withdraw an attempt to connect

        Its link leads nowhere afterwards, and what a provider still answers is refused.
        """
        customer_id = caller.customer_id if isinstance(caller, CustomerCaller) else None
        ended = await withdraw(caller.environment_id, authorization_id, customer_id=customer_id)
        return authorization_out(ended, withdraw.clock.now())

    return withdraw_authorization


def reading(get: GetAuthorization, link: ReadLink) -> Handler:
    """GET /v1/authorizations/{authorization_id}."""

    async def get_authorization(caller: OperatorCaller | CustomerCaller, authorization_id: str) -> AuthorizationOut:
        """Get an attempt to connect

        Ask this while a popup is open: what is written here is the truth, whatever became of the window.
        """
        customer_id = caller.customer_id if isinstance(caller, CustomerCaller) else None
        found = await get(caller.environment_id, authorization_id, customer_id=customer_id)
        url = await link(found) if isinstance(caller, OperatorCaller) else None
        return authorization_out(found, get.clock.now(), url)

    return get_authorization
