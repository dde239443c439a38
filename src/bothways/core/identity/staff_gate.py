"""How staff are let in: to pages, to the portal's own calls, and to the API of an environment that they chose."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bothways.core.identity.callers import (
    OperatorCaller,
    PortalScript,
    RoleInsufficient,
    StaffCaller,
    StaffMember,
    Unauthenticated,
)
from bothways.core.identity.cookies import staff_cookie
from bothways.core.identity.csrf import came_from_us, check_csrf
from bothways.core.identity.errors import CSRFRefused, EnvironmentNotFound
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.kit.web.exchange import Exchange

# The staff room stands above this one and hands its verb in.
AuthenticateStaff = Callable[[str], Awaitable[StaffCaller]]
ENVIRONMENT, CSRF = "x-bothways-environment", "x-csrf-token"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class StaffGate:
    """The cookie says who; what comes beside it shows that our own page asks.

    A cookie is sent along by itself, so it alone opens nothing but pages. Calls need the CSRF token in a header too,
    reading ones as well: a header that other sites cannot set without a preflight, which is never granted.
    """

    authenticate: AuthenticateStaff
    environments: ReadEnvironments
    public_url: str

    async def page(self, _: StaffMember, exchange: Exchange) -> StaffCaller:
        """Handlers of forms check the token in the form. Raises Unauthenticated, CSRFRefused."""
        token = exchange.cookie(staff_cookie(self.public_url).name)
        if token is None:
            raise Unauthenticated("Nobody is signed in.")
        caller = await self.authenticate(token)
        check_sender(exchange, self.public_url)
        return caller

    async def script(self, guard: PortalScript, exchange: Exchange) -> StaffCaller:
        """Raises Unauthenticated, CSRFRefused, RoleInsufficient."""
        caller = await self.page(StaffMember(), exchange)
        check_csrf(caller.csrf, _only(exchange, CSRF))
        if not caller.role.is_at_least(guard.least):
            raise RoleInsufficient(f"This takes the role {guard.least}; yours is {caller.role}.")
        return caller

    def is_meant(self, exchange: Exchange) -> bool:
        """Whether a call to the API is one of the portal: it names an environment, and brings no bearer token."""
        return bool(exchange.headers(ENVIRONMENT)) and not exchange.headers("authorization")

    async def operator(self, scope: str, exchange: Exchange) -> OperatorCaller:
        """In for the environment that the header names.

        Raises Unauthenticated, CSRFRefused, EnvironmentNotFound (alike for those of other workspaces),
        RoleInsufficient.
        """
        caller = await self.script(PortalScript(), exchange)
        named = _only(exchange, ENVIRONMENT) or ""
        environment = await self.environments.get(named)
        if environment.workspace_id != caller.workspace_id:
            raise EnvironmentNotFound(f"There is no environment {named}.")
        if scope not in caller.role.scopes:
            raise RoleInsufficient(f"The role {caller.role} does not have the scope {scope}.")
        return OperatorCaller(
            environment_id=environment.id,
            workspace_id=environment.workspace_id,
            mode=environment.mode,
            key_id=caller.staff_id,
            scopes=caller.role.scopes,
            by_staff=True,
            grantable=caller.role.grantable,
        )


def check_sender(exchange: Exchange, public_url: str) -> None:
    """Handlers check the CSRF token; that a browser says where a request comes from is looked at for all of them."""
    own = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
    sent = came_from_us(own, origin=exchange.header("origin"), site=exchange.header("sec-fetch-site"))
    if exchange.method not in _READING and not sent:
        raise CSRFRefused("This request was not sent from our page.")


def _only(exchange: Exchange, name: str) -> str | None:
    """The header's value when it was sent once."""
    sent = exchange.headers(name)
    return sent[0] if len(sent) == 1 else None
