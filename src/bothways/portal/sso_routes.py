"""Signing in by the operator's own provider: leaving, and coming back."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.identity.errors import CSRFRefused
from bothways.core.sso.begin import BeginSSO
from bothways.core.sso.errors import SSONotConfigured, SSORefused, SSOUnavailable
from bothways.core.sso.finish import FinishSSO
from bothways.core.sso.manage import ReadSSO
from bothways.core.sso.model import FLOW_LIFETIME, SSOSettings
from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.portal.door import SSO, Door, set_cookie


@dataclass(frozen=True)
class SSOPages:
    """The browser goes there by a page of ours: forms may only lead to ourselves."""

    door: Door
    read: ReadSSO
    begin: BeginSSO
    finish: FinishSSO

    def routes(self) -> Routes:
        """Public: whoever comes is not known yet, and comes back with what only this browser has."""
        public = Public("whoever signs in is not known yet")
        # fmt: off
        return [
            Route("GET",  SSO,                                  public, self.ask,    hidden=True),
            Route("POST", SSO,                                  public, self.leave,  hidden=True),
            Route("GET",  f"{SSO}/callback/{{workspace_id:str}}", public, self.return_, hidden=True),
        ]
        # fmt: on

    async def ask(self, exchange: Exchange) -> Reply:
        """Which provider it is."""
        return await self._ask(exchange)

    async def leave(self, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Go to the provider."""
        email = form.get("email", "")
        try:
            self.door.check_form(exchange, form)
            settings = await self._chosen(email)
            departure = await self.begin(settings)
        except (CSRFRefused, SSONotConfigured, SSOUnavailable) as error:
            return await self._ask(exchange, error, email)
        cookie = self.door.sso_cookie.carry(departure.cookie, FLOW_LIFETIME)
        return self.door.page(exchange, "sso_leaving.html", cookies=(cookie,), url=departure.location.reveal())

    async def return_(self, exchange: Exchange, workspace_id: str) -> Reply:
        """Come back, and go in."""
        cookie = exchange.cookie(self.door.sso_cookie.name)
        query = exchange.scope.get("query_string", b"").decode("latin-1")
        gone = self.door.sso_cookie.drop()
        try:
            signed = await self.finish(workspace_id, query, cookie, self.door.caller(exchange))
        except (SSORefused, SSOUnavailable, SSONotConfigured) as error:
            return self.door.page(exchange, "refused.html", error=error, about="sso", cookies=(gone,))
        reply = self.door.let_in(signed, exchange)
        return Reply(reply.status, reply.body, (*reply.headers, set_cookie(gone)))

    async def _ask(self, exchange: Exchange, error: DomainError | None = None, email: str = "") -> Reply:
        found = await self.read.everywhere()
        return self.door.page(exchange, "sso.html", error=error, email=email, sso=len(found))

    async def _chosen(self, email: str) -> SSOSettings:
        found = await self.read.everywhere()
        if len(found) == 1 and not email:
            return found[0]
        return await self.read.for_email(email)
