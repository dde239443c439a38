"""The door: signing in by password or passkey."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bothways.core.identity.callers import Unauthenticated
from bothways.core.identity.errors import CSRFRefused
from bothways.core.sso.manage import ReadSSO
from bothways.core.staff.authenticate import AuthenticateStaff
from bothways.core.staff.ceremonies import read_answer
from bothways.core.staff.errors import OnlySSO, PasskeyRefused, PasskeysImpossible, SignInRefused, TooManySignIns
from bothways.core.staff.passkey_sign_in import SignInByPasskey
from bothways.core.staff.sign_in import SignIn
from bothways.kit.errors import DomainError
from bothways.kit.secret import Secret
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.portal.door import SIGN_IN, Door, own_page, see_other, set_cookie


@dataclass(frozen=True)
class SignInPages:
    """For whoever is not in yet."""

    door: Door
    sign_in: SignIn
    by_passkey: SignInByPasskey
    authenticate: AuthenticateStaff
    sso: ReadSSO

    def routes(self) -> Routes:
        """Public, and what they do is counted by account and by address."""
        public = Public("whoever signs in is not known yet")
        passkey, options = f"{SIGN_IN}/passkey", f"{SIGN_IN}/passkey/options"
        # fmt: off
        return [
            Route("GET",  SIGN_IN, public, self.show,       hidden=True),
            Route("POST", SIGN_IN, public, self.enter,      hidden=True),
            Route("POST", options, public, self.ask,        hidden=True),
            Route("POST", passkey, public, self.enter_by_passkey, hidden=True),
        ]
        # fmt: on

    async def show(self, exchange: Exchange, left: str | None = None, then: str | None = None) -> Reply:
        """The sign-in page; whoever is signed in goes on. `then` is the page to come to; another than ours is none."""
        page = own_page(then)
        try:
            await self.authenticate(exchange.cookie(self.door.session_cookie.name) or "")
        except Unauthenticated:
            shown = await self._page(exchange, left=left is not None)
            if page is None and left is None:
                return shown
            # Whoever signed out begins at the beginning the next time.
            wish = self.door.wish_cookie.drop() if page is None else self.door.keep_wish(page)
            return Reply(shown.status, shown.body, (*shown.headers, set_cookie(wish)))
        return see_other(page or self.door.wish(exchange))

    async def enter(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Sign in. A wrong password and an unknown address are answered alike."""
        email = form.get("email", "")
        try:
            self.door.check_form(exchange, form)
            caller = self.door.caller(exchange)
            admitted = await self.sign_in(
                email,
                Secret(form.get("password", "")),
                address=caller.address,
                agent=caller.agent,
                previous=caller.previous,
            )
        except (CSRFRefused, SignInRefused, TooManySignIns, OnlySSO) as error:
            return await self._page(exchange, email=email, error=error)
        return self.door.let_in(admitted, exchange)

    async def ask(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """What a passkey shall sign, for the page's script."""
        self.door.check_form(exchange, form)
        options = await self.by_passkey.begin(self.door.browser(exchange), exchange.peer)
        return Reply(200, msgspec.json.encode(options), (JSON, (b"cache-control", b"no-store")))

    async def enter_by_passkey(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Sign in with what the passkey signed."""
        try:
            self.door.check_form(exchange, form)
            answer = read_answer(form.get("credential", ""))
            signed = await self.by_passkey.finish(self.door.browser(exchange), answer, self.door.caller(exchange))
        except (CSRFRefused, SignInRefused, PasskeyRefused, PasskeysImpossible, OnlySSO) as error:
            return await self._page(exchange, error=error, passkey_failed=True)
        return self.door.let_in(signed, exchange)

    async def _page(
        self,
        exchange: Exchange,
        *,
        email: str = "",
        error: DomainError | None = None,
        left: bool = False,
        passkey_failed: bool = False,
    ) -> Reply:
        return self.door.page(
            exchange,
            "sign_in.html",
            error=error,
            email=email,
            left=left,
            passkey_failed=passkey_failed,
            passkeys=self.by_passkey.ceremonies.possible,
            sso=len(await self.sso.everywhere()),
        )
