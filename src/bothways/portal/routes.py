"""The face of the portal: sign-in, sign-out, and the page that loads its script."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.identity.callers import StaffCaller, StaffMember, Unauthenticated
from bothways.core.identity.cookies import Cookie, staff_cookie
from bothways.core.identity.csrf import check_csrf, csrf_of
from bothways.core.identity.errors import CSRFRefused
from bothways.core.staff.authenticate import AuthenticateStaff
from bothways.core.staff.errors import SignInRefused, TooManySignIns
from bothways.core.staff.model import SESSION_LIFETIME
from bothways.core.staff.sign_in import SignIn
from bothways.core.staff.sign_out import SignOut
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import RouteNotFound, status_of
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.route import Public, Route, Routes

HOME, DOOR, EXIT = "/portal", "/portal/sign-in", "/portal/sign-out"
# Every other address below the portal is one of the script's own pages.
REST, CALLS = "/portal/{rest:path}", "/api/"


@dataclass(frozen=True)
class Portal:
    """The pages of staff. `turned_away` is for the gate of `StaffMember`."""

    sign_in: SignIn
    sign_out: SignOut
    authenticate: AuthenticateStaff
    pages: Pages
    clock: Clock
    entropy: Entropy
    public_url: str

    @property
    def cookie(self) -> Cookie:
        """Who is signed in."""
        return staff_cookie(self.public_url)

    @property
    def form_cookie(self) -> Cookie:
        """Ties the sign-in form to the browser it was shown to: nobody else can sign it in as somebody."""
        return Cookie("bothways_sign_in", DOOR, secure=self.cookie.secure)

    def routes(self) -> Routes:
        """Every page of the portal."""
        door = Public("whoever signs in is not known yet")
        # fmt: off
        return [
            Route("GET",  HOME, StaffMember(), self.home,     hidden=True),
            Route("GET",  REST, StaffMember(), self.inside,   hidden=True),
            Route("GET",  DOOR, door,          self.door,     hidden=True),
            Route("POST", DOOR, door,          self.enter,    hidden=True),
            Route("POST", EXIT, StaffMember(), self.leave,    hidden=True),
        ]
        # fmt: on

    async def home(self, caller: StaffCaller) -> Reply:
        """The page that loads the portal's script, which does everything else through the API."""
        return self.pages.reply("shell.html", csrf=caller.csrf.reveal(), public_url=self.public_url)

    async def inside(self, caller: StaffCaller, rest: str) -> Reply:
        """The same page at each of the script's addresses. Raises RouteNotFound for calls that do not exist."""
        if rest.startswith(CALLS):
            raise RouteNotFound("There is no such operation.")
        return await self.home(caller)

    async def door(self, exchange: Exchange, left: str | None = None) -> Reply:
        """The sign-in page; whoever is signed in goes on."""
        try:
            await self.authenticate(exchange.cookie(self.cookie.name) or "")
        except Unauthenticated:
            return self._form(exchange, left=left is not None)
        return see_other(HOME)

    async def enter(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Sign in. A wrong password and an unknown address are answered alike."""
        email = form.get("email", "")
        try:
            check_csrf(csrf_of(exchange.cookie(self.form_cookie.name) or ""), form.get("csrf"))
            signed = await self.sign_in(
                email,
                Secret(form.get("password", "")),
                address=exchange.peer,
                previous=exchange.cookie(self.cookie.name),
            )
        except (CSRFRefused, SignInRefused, TooManySignIns) as error:
            exchange.problem = error.code
            return self._form(exchange, email=email, error=error)
        lifetime = signed.expires_at - self.clock.now()
        return see_other(HOME, _set(self.cookie.carry(signed.token, lifetime)), _set(self.form_cookie.drop()))

    async def leave(self, caller: StaffCaller, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Sign out: the session is worth nothing from now on."""
        check_csrf(caller.csrf, form.get("csrf"))
        await self.sign_out(exchange.cookie(self.cookie.name) or "")
        return see_other(f"{DOOR}?left=", _set(self.cookie.drop()))

    async def turned_away(self, error: DomainError, exchange: Exchange) -> Reply:
        """Strangers are shown the door; a form of another day is not carried out."""
        return see_other(DOOR if isinstance(error, Unauthenticated) else HOME)

    def _form(
        self, exchange: Exchange, *, email: str = "", error: DomainError | None = None, left: bool = False
    ) -> Reply:
        name = self.form_cookie.name
        known = exchange.cookie(name) or self.entropy.bytes(32).hex()
        look = Look(status=200 if error is None else status_of(error))
        page = self.pages.reply(
            "sign_in.html",
            look,
            csrf=csrf_of(known).reveal(),
            email=email,
            error=error,
            left=left,
        )
        headers = [_set(self.form_cookie.carry(Secret(known), SESSION_LIFETIME))]
        if error is not None and error.retry_after_seconds is not None:
            headers.append((b"retry-after", str(error.retry_after_seconds).encode()))
        return Reply(page.status, page.body, (*page.headers, *headers))


def portal_pages(assets: Assets) -> Pages:
    """This room's templates."""
    return Pages("bothways.portal", assets)


def see_other(location: str, *headers: Header) -> Reply:
    """303: the browser goes there by GET."""
    return Reply(303, headers=((b"location", location.encode("ascii")), *headers))


def _set(cookie: str) -> Header:
    return (b"set-cookie", cookie.encode("ascii"))
