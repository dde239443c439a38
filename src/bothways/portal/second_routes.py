"""The second step: a code, a passkey, or setting the first factor up."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

import msgspec

from bothways.core.identity.errors import CSRFRefused
from bothways.core.staff.ceremonies import read_answer
from bothways.core.staff.enrol_totp import BeginTOTP
from bothways.core.staff.errors import DoorstepGone, PasskeyRefused, SecondFactorRefused, TooManySignIns
from bothways.core.staff.passkey_sign_in import ProveByPasskey
from bothways.core.staff.second_factor import Doorsteps, EnrolAtDoorstep, ProveByCode, Waiting
from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.portal.door import SECOND, SIGN_IN, Door, see_other, set_cookie


@dataclass(frozen=True)
class SecondPages:
    """For whoever gave the right password."""

    door: Door
    doorsteps: Doorsteps
    by_code: ProveByCode
    by_passkey: ProveByPasskey
    begin_totp: BeginTOTP
    enrol: EnrolAtDoorstep

    def routes(self) -> Routes:
        """The doorstep's cookie says who; without it there is nothing to see."""
        public = Public("the cookie of the doorstep says who gave the password")
        # fmt: off
        return [
            Route("GET",  SECOND,              public, self.show,  hidden=True),
            Route("POST", SECOND,              public, self.enter, hidden=True),
            Route("POST", f"{SECOND}/options", public, self.ask,   hidden=True),
        ]
        # fmt: on

    async def show(self, exchange: Exchange) -> Reply:
        """Ask for what the member has."""
        try:
            waiting = await self.doorsteps.read(self._token(exchange))
        except DoorstepGone:
            return self._back()
        return await self._page(exchange, waiting)

    async def ask(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """What the member's passkey shall sign, for the page's script."""
        self.door.check_form(exchange, form)
        options = await self.by_passkey.begin(self._token(exchange))
        return Reply(200, msgspec.json.encode(options), (JSON, (b"cache-control", b"no-store")))

    async def enter(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Prove it, and go in."""
        token = self._token(exchange)
        try:
            waiting = await self.doorsteps.read(token)
        except DoorstepGone:
            return self._back()
        try:
            self.door.check_form(exchange, form)
            if waiting.enrol:
                return await self._enrol(exchange, token, form.get("code", ""))
            caller = self.door.caller(exchange)
            if form.get("credential"):
                answer = read_answer(form["credential"])
                return self.door.let_in(await self.by_passkey.finish(token, answer, caller), exchange)
            return self.door.let_in(await self.by_code(token, form.get("code", ""), caller), exchange)
        except DoorstepGone:
            return self._back()
        except (CSRFRefused, SecondFactorRefused, TooManySignIns, PasskeyRefused) as error:
            return await self._page(exchange, waiting, error)

    async def _enrol(self, exchange: Exchange, token: str, code: str) -> Reply:
        signed, codes = await self.enrol(token, code, self.door.caller(exchange))
        cookies = self.door.cookies_of(signed)
        return self.door.page(
            exchange,
            "recovery_codes.html",
            cookies=cookies,
            codes=[one.reveal() for one in codes],
            then=self.door.wish(exchange),
        )

    async def _page(self, exchange: Exchange, waiting: Waiting, error: DomainError | None = None) -> Reply:
        if waiting.enrol:
            enrolment = await self.begin_totp(waiting.staff.id)
            return self.door.page(
                exchange,
                "enrol.html",
                error=error,
                email=waiting.staff.email,
                secret=" ".join(wrap(enrolment.secret.reveal(), 4)),
                uri=enrolment.uri.reveal(),
                picture=enrolment.qr_svg.reveal(),
            )
        passkeys = waiting.factors.passkeys > 0 and self.by_passkey.ceremonies.possible
        return self.door.page(
            exchange, "second.html", error=error, email=waiting.staff.email, factors=waiting.factors, passkeys=passkeys
        )

    def _token(self, exchange: Exchange) -> str:
        return exchange.cookie(self.door.doorstep_cookie.name) or ""

    def _back(self) -> Reply:
        return see_other(SIGN_IN, set_cookie(self.door.doorstep_cookie.drop()))
