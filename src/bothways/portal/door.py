"""What the pages before signing in share: cookies, forms that only this browser can send, and letting somebody in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote

from bothways.core.identity.cookies import Cookie, staff_cookie
from bothways.core.identity.csrf import check_csrf, csrf_of
from bothways.core.staff.model import SESSION_LIFETIME, Caller, Doorstep, SignedIn
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import status_of
from bothways.kit.web.reply import Header, Reply

HOME, SIGN_IN, SECOND, SSO = "/portal", "/portal/sign-in", "/portal/sign-in/second", "/portal/sso"
# How long somebody may take to sign in and still come to the page that was asked for.
_WISH_LIFETIME = timedelta(hours=1)
# A page of the portal's own script. It ends in a Location header and in a cookie: nothing else fits in there.
_OWN_PAGE = re.compile(r"/portal(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.~-]{1,100}){1,8}(?:\?[A-Za-z0-9_.~%=&+-]{0,400})?")


@dataclass(frozen=True)
class Door:
    """In front of the portal."""

    pages: Pages
    clock: Clock
    entropy: Entropy
    public_url: str

    @property
    def session_cookie(self) -> Cookie:
        """Who is signed in."""
        return staff_cookie(self.public_url)

    @property
    def form_cookie(self) -> Cookie:
        """Ties a form to the browser it was shown to: nobody else can sign it in as somebody."""
        return Cookie("bothways_sign_in", HOME, secure=self.session_cookie.secure)

    @property
    def doorstep_cookie(self) -> Cookie:
        """Who gave the right password a moment ago."""
        return Cookie("bothways_doorstep", SIGN_IN, secure=self.session_cookie.secure)

    @property
    def sso_cookie(self) -> Cookie:
        """Which browser was sent to a provider. It comes back by a link from there, which Lax lets through."""
        return Cookie("bothways_sso", SSO, secure=self.session_cookie.secure)

    @property
    def wish_cookie(self) -> Cookie:
        """Which page somebody asked for before signing in."""
        return Cookie("bothways_wish", HOME, secure=self.session_cookie.secure)

    def wish(self, exchange: Exchange) -> str:
        """That page; the first one where none was asked for."""
        return own_page(unquote(exchange.cookie(self.wish_cookie.name) or "")) or HOME

    def keep_wish(self, page: str) -> str:
        """The cookie that remembers it."""
        return self.wish_cookie.carry(Secret(quote(page, safe="")), _WISH_LIFETIME)

    def caller(self, exchange: Exchange) -> Caller:
        """The browser that signs in."""
        return Caller(exchange.peer, exchange.header("user-agent") or "", exchange.cookie(self.session_cookie.name))

    def browser(self, exchange: Exchange) -> str:
        """What this browser alone holds; empty where it was shown no form yet."""
        return exchange.cookie(self.form_cookie.name) or ""

    def check_form(self, exchange: Exchange, form: Mapping[str, str]) -> None:
        """Raises CSRFRefused unless the form was shown to this browser."""
        check_csrf(csrf_of(self.browser(exchange)), form.get("csrf"))

    def page(
        self,
        exchange: Exchange,
        template: str,
        *,
        error: DomainError | None = None,
        cookies: tuple[str, ...] = (),
        **values: object,
    ) -> Reply:
        """A page with a form; with an error it has the error's status."""
        known = self.browser(exchange) or self.entropy.bytes(32).hex()
        look = Look(status=200 if error is None else status_of(error))
        page = self.pages.reply(template, look, csrf=csrf_of(known).reveal(), error=error, **values)
        headers = [set_cookie(self.form_cookie.carry(Secret(known), SESSION_LIFETIME)), *map(set_cookie, cookies)]
        if error is not None:
            exchange.problem = error.code
            if error.retry_after_seconds is not None:
                headers.append((b"retry-after", str(error.retry_after_seconds).encode()))
        return Reply(page.status, page.body, (*page.headers, *headers))

    def let_in(self, admitted: SignedIn | Doorstep, exchange: Exchange) -> Reply:
        """Into the portal, to the page that was asked for; or on to the second factor."""
        if isinstance(admitted, Doorstep):
            cookie = self.doorstep_cookie.carry(admitted.token, self._left(admitted))
            return see_other(SECOND, set_cookie(cookie))
        return see_other(self.wish(exchange), *map(set_cookie, self.cookies_of(admitted)))

    def cookies_of(self, signed: SignedIn) -> tuple[str, ...]:
        """What a browser holds from now on, and what it needs no longer."""
        session = self.session_cookie.carry(signed.token, self._left(signed))
        return (session, self.form_cookie.drop(), self.doorstep_cookie.drop(), self.wish_cookie.drop())

    def _left(self, admitted: SignedIn | Doorstep) -> timedelta:
        return admitted.expires_at - self.clock.now()


def own_page(address: str | None) -> str | None:
    """The address if it is a page of the portal's below its first one; None for everything else."""
    if address is None or not _OWN_PAGE.fullmatch(address) or address.startswith((SIGN_IN, SSO, "/portal/api")):
        return None
    return address


def door_to(page: str | None) -> str:
    """The sign-in page, which leads on to that page afterwards."""
    return SIGN_IN if page is None else f"{SIGN_IN}?then={quote(page, safe='')}"


def see_other(location: str, *headers: Header) -> Reply:
    """303: the browser goes there by GET."""
    return Reply(303, headers=((b"location", location.encode("ascii")), *headers))


def set_cookie(cookie: str) -> Header:
    """The header for it."""
    return (b"set-cookie", cookie.encode("ascii"))
