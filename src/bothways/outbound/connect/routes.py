"""The face of the connect room. Start links and callbacks are pages, and belong to the marketplace."""

from bothways.core.identity.callers import CustomerCaller, OperatorCaller, OperatorOrCustomer
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connect.begin import BeginAuthorization
from bothways.outbound.connect.get import GetAuthorization
from bothways.outbound.connect.model import AuthorizationNotFound, ReturnNotAllowed
from bothways.outbound.connect.schemas import AuthorizationIn, AuthorizationOut, authorization_out
from bothways.outbound.connect.starter import Starter
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.integrations.model import IntegrationDisabled, IntegrationNotFound
from bothways.outbound.providers.verdict import CredentialsRefused

TAGS = ("connect",)


def routes(starter: Starter, begin: BeginAuthorization, submit: SubmitFields, get: GetAuthorization) -> Routes:
    """A session connects for its own customer; an API key names the customer."""
    who = OperatorOrCustomer("connect_sessions:write")
    errors = (IntegrationNotFound, IntegrationDisabled, ConnectionNotFound, ReturnNotAllowed, CredentialsRefused)
    # fmt: off
    return [
        Route("POST", "/v1/authorizations", who, beginning(starter, begin, submit), status=201, idempotent=True,
              tags=TAGS, errors=errors),
        Route("GET",  "/v1/authorizations/{authorization_id:str}", who, reading(get), tags=TAGS,
              errors=(AuthorizationNotFound,)),
    ]
    # fmt: on


def beginning(starter: Starter, begin: BeginAuthorization, submit: SubmitFields) -> Handler:
    """POST /v1/authorizations."""

    async def create_authorization(caller: OperatorCaller | CustomerCaller, data: AuthorizationIn) -> AuthorizationOut:
        """Connect an account

        Without `fields` the answer has a `url` to open in the customer's browser: it leads to the provider's consent,
        once, within fifteen minutes. With `fields` the credentials are checked at the provider and kept, and the answer
        is `connected`.
        """
        wish = await starter.wish(caller, data)
        if data.fields is not None:
            done = await submit(wish, data.fields)
            return authorization_out(done, begin.clock.now())
        begun = await begin(wish)
        return authorization_out(begun.authorization, begin.clock.now(), begun.url)

    return create_authorization


def reading(get: GetAuthorization) -> Handler:
    """GET /v1/authorizations/{authorization_id}."""

    async def get_authorization(caller: OperatorCaller | CustomerCaller, authorization_id: str) -> AuthorizationOut:
        """Get an attempt to connect

        Ask this while a popup is open: what is written here is the truth, whatever became of the window.
        """
        customer_id = caller.customer_id if isinstance(caller, CustomerCaller) else None
        found = await get(caller.environment_id, authorization_id, customer_id=customer_id)
        return authorization_out(found, get.clock.now())

    return get_authorization
