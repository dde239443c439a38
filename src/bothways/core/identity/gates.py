"""How callers are let in at the border: one gate for each guard."""

from collections.abc import Awaitable, Callable

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
    PortalScript,
    RoleInsufficient,
    ScopeMissing,
    StaffCaller,
    StaffMember,
    Unauthenticated,
)
from bothways.core.identity.cookies import connect_cookie, staff_cookie
from bothways.core.identity.errors import CSRFRefused
from bothways.core.identity.staff_gate import StaffGate, check_sender
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.route import Gate, Gates, Scheme

API_KEY = Scheme("apiKey", "An API key of the environment, `bw_live_sk_...` or `bw_test_sk_...`. For backends only.")
SESSION = Scheme("connectSession", "The token of a connect session, `bw_live_cs_...`. For one customer's browser.")
_OF_SESSIONS = frozenset({Kind.CONNECT_SESSION, Kind.CONNECT_FRAME})
_SEND = "Send `Authorization: Bearer` with {}, once."
_WANTED = {Operator: "an API key", OperatorOrCustomer: "an API key or the token of a connect session"}


def gates(keys: AuthenticateKey, sessions: AuthenticateSession, staff: StaffGate) -> Gates:
    """The gates of every guard that identity knows."""
    operator = _operator(keys, staff)
    cookie = staff_cookie(staff.public_url)

    by_cookie = Scheme("staffSession", "The cookie of a signed-in member of staff.", cookie.name)

    async def customer(_: CustomerSession, exchange: Exchange) -> CustomerCaller:
        return await sessions(_token(exchange, "the token of a connect session"))

    async def either(guard: OperatorOrCustomer, exchange: Exchange) -> OperatorCaller | CustomerCaller:
        token = exchange.bearer()
        if token is not None and (parse(token) or (None, None))[1] in _OF_SESSIONS:
            return await sessions(token)
        return await operator(guard, exchange)

    return {
        Operator: Gate(operator, _who, (API_KEY,), (Unauthenticated, ScopeMissing), _needs),
        CustomerSession: Gate(customer, _who, (SESSION,), (Unauthenticated,), cross_origin=True),
        OperatorOrCustomer: Gate(
            either, _who, (API_KEY, SESSION), (Unauthenticated, ScopeMissing), _needs_of_keys, cross_origin=True
        ),
        ConnectBrowser: Gate(
            _by_connect_cookie(sessions, staff.public_url), _who_of_browser, errors=(Unauthenticated, CSRFRefused)
        ),
        StaffMember: Gate(staff.page, _who_of_staff, (by_cookie,), (Unauthenticated, CSRFRefused)),
        PortalScript: Gate(
            staff.script, _who_of_staff, (by_cookie,), (Unauthenticated, CSRFRefused, RoleInsufficient), _needs_of_staff
        ),
    }


def _operator(
    keys: AuthenticateKey, staff: StaffGate
) -> Callable[[Operator | OperatorOrCustomer, Exchange], Awaitable[OperatorCaller]]:
    async def operator(guard: Operator | OperatorOrCustomer, exchange: Exchange) -> OperatorCaller:
        token = exchange.bearer()
        if token is None:
            if staff.is_meant(exchange):
                return await staff.operator(guard.scope, exchange)
            raise Unauthenticated(_SEND.format(_WANTED[type(guard)]))
        caller = keys.cached(token) or await keys(token)
        if guard.scope not in caller.scopes:
            raise ScopeMissing(f"This API key does not have the scope {guard.scope}.")
        return caller

    return operator


def _by_connect_cookie(
    sessions: AuthenticateSession, public_url: str
) -> Callable[[ConnectBrowser, Exchange], Awaitable[BrowserCaller]]:
    async def browser(_: ConnectBrowser, exchange: Exchange) -> BrowserCaller:
        session_id = named_session(exchange.path)
        token = exchange.cookie(connect_cookie(public_url, session_id).name)
        if token is None:
            raise Unauthenticated("This browser was not let into the connect session.")
        caller = await sessions.browser(token, session_id)
        check_sender(exchange, public_url)
        return caller

    return browser


def named_session(path: str) -> str:
    """The connect session in the path of one of its pages, `/connect/{session_id}/...`."""
    parts = path.split("/", 3)
    return parts[2] if len(parts) > 2 else ""


def _token(exchange: Exchange, wanted: str) -> str:
    token = exchange.bearer()
    if token is None:
        raise Unauthenticated(_SEND.format(wanted))
    return token


def _who(caller: OperatorCaller | CustomerCaller) -> Who:
    if isinstance(caller, CustomerCaller):
        return Who(caller.environment_id, caller.session_id, caller.customer_id, cross_origin=True)
    # People share the environment with its backends: each gets a part of the rate, and sees its own answers only.
    return Who(caller.environment_id, caller.key_id, caller.key_id if caller.by_staff else "")


def _who_of_browser(caller: BrowserCaller) -> Who:
    customer = caller.customer
    return Who(customer.environment_id, customer.session_id, customer.customer_id)


def _who_of_staff(caller: StaffCaller) -> Who:
    return Who(caller.workspace_id, caller.staff_id)


def _needs(guard: Operator) -> str:
    return f"Scope `{guard.scope}`."


def _needs_of_staff(guard: PortalScript) -> str:
    return f"Role `{guard.least}`, and `X-CSRF-Token`."


def _needs_of_keys(guard: OperatorOrCustomer) -> str:
    return f"Scope `{guard.scope}` for API keys; a connect session sees its own customer only."
