"""How callers are let in at the border: one gate for each guard."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bothways.core.bearer.model import Kind, parse
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.authenticate_session import AuthenticateSession
from bothways.core.identity.callers import (
    BrowserCaller,
    ConnectBrowser,
    CustomerCaller,
    CustomerSession,
    Operator,
    OperatorCaller,
    OperatorOrCustomer,
    ScopeMissing,
    StaffCaller,
    StaffMember,
    Unauthenticated,
)
from bothways.core.identity.cookies import Cookie, connect_cookie, staff_cookie
from bothways.core.identity.csrf import came_from_us
from bothways.core.identity.errors import CSRFRefused
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.route import Gate, Gates, Scheme

API_KEY = Scheme("apiKey", "An API key of the environment, `bw_live_sk_...` or `bw_test_sk_...`. For backends only.")
SESSION = Scheme("connectSession", "The token of a connect session, `bw_live_cs_...`. For one customer's browser.")
# The staff room stands above this one and hands its verb in.
StaffDoor = Callable[[str], Awaitable[StaffCaller]]
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def gates(keys: AuthenticateKey, sessions: AuthenticateSession, staff: StaffDoor, public_url: str) -> Gates:
    """The gates of every guard that identity knows."""
    operator = _by_key(keys)
    cookie = staff_cookie(public_url)

    async def customer(_: CustomerSession, exchange: Exchange) -> CustomerCaller:
        return await sessions(_token(exchange, "the token of a connect session"))

    async def either(guard: OperatorOrCustomer, exchange: Exchange) -> OperatorCaller | CustomerCaller:
        token = _token(exchange, "an API key or the token of a connect session")
        if (parse(token) or (None, None))[1] is Kind.CONNECT_SESSION:
            return await sessions(token)
        return await operator(Operator(guard.scope), exchange)

    return {
        Operator: Gate(operator, _who, (API_KEY,), (Unauthenticated, ScopeMissing), _needs),
        CustomerSession: Gate(customer, _who, (SESSION,), (Unauthenticated,), cross_origin=True),
        OperatorOrCustomer: Gate(
            either, _who, (API_KEY, SESSION), (Unauthenticated, ScopeMissing), _needs_of_keys, cross_origin=True
        ),
        ConnectBrowser: Gate(
            _by_connect_cookie(sessions, public_url), _who_of_browser, errors=(Unauthenticated, CSRFRefused)
        ),
        StaffMember: Gate(
            _by_cookie(staff, cookie, public_url),
            _who_of_staff,
            (Scheme("staffSession", "The cookie of a signed-in member of staff.", cookie.name),),
            (Unauthenticated, CSRFRefused),
        ),
    }


def _by_key(keys: AuthenticateKey) -> Callable[[Operator, Exchange], Awaitable[OperatorCaller]]:
    async def operator(guard: Operator, exchange: Exchange) -> OperatorCaller:
        token = _token(exchange, "an API key")
        caller = keys.cached(token) or await keys(token)
        if guard.scope not in caller.scopes:
            raise ScopeMissing(f"This API key does not have the scope {guard.scope}.")
        return caller

    return operator


def _by_cookie(
    staff: StaffDoor, cookie: Cookie, public_url: str
) -> Callable[[StaffMember, Exchange], Awaitable[StaffCaller]]:
    async def member(_: StaffMember, exchange: Exchange) -> StaffCaller:
        token = exchange.cookie(cookie.name)
        if token is None:
            raise Unauthenticated("Nobody is signed in.")
        caller = await staff(token)
        _check_sender(exchange, public_url)
        return caller

    return member


def _by_connect_cookie(
    sessions: AuthenticateSession, public_url: str
) -> Callable[[ConnectBrowser, Exchange], Awaitable[BrowserCaller]]:
    async def browser(_: ConnectBrowser, exchange: Exchange) -> BrowserCaller:
        session_id = named_session(exchange.path)
        token = exchange.cookie(connect_cookie(public_url, session_id).name)
        if token is None:
            raise Unauthenticated("This browser was not let into the connect session.")
        caller = await sessions.browser(token, session_id)
        _check_sender(exchange, public_url)
        return caller

    return browser


def named_session(path: str) -> str:
    """The connect session in the path of one of its pages, `/connect/{session_id}/...`."""
    parts = path.split("/", 3)
    return parts[2] if len(parts) > 2 else ""


def _check_sender(exchange: Exchange, public_url: str) -> None:
    """Handlers check the CSRF token; that a browser says where a request comes from is looked at for all of them."""
    own = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
    sent = came_from_us(own, origin=exchange.header("origin"), site=exchange.header("sec-fetch-site"))
    if exchange.method not in _READING and not sent:
        raise CSRFRefused("This request was not sent from our page.")


def _token(exchange: Exchange, wanted: str) -> str:
    token = exchange.bearer()
    if token is None:
        raise Unauthenticated(f"Send `Authorization: Bearer` with {wanted}, once.")
    return token


def _who(caller: OperatorCaller | CustomerCaller) -> Who:
    if isinstance(caller, CustomerCaller):
        return Who(caller.environment_id, caller.session_id, caller.customer_id, cross_origin=True)
    return Who(caller.environment_id, caller.key_id)


def _who_of_browser(caller: BrowserCaller) -> Who:
    customer = caller.customer
    return Who(customer.environment_id, customer.session_id, customer.customer_id)


def _who_of_staff(caller: StaffCaller) -> Who:
    return Who(caller.workspace_id, caller.staff_id)


def _needs(guard: Operator) -> str:
    return f"Scope `{guard.scope}`."


def _needs_of_keys(guard: OperatorOrCustomer) -> str:
    return f"Scope `{guard.scope}` for API keys; a connect session sees its own customer only."
