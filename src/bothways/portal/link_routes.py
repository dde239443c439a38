"""Pages that links lead to: joining a workspace, and another password."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.identity.errors import CSRFRefused
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.core.staff.errors import LinkRefused, OnlySSO
from bothways.core.staff.links import Links
from bothways.core.staff.model import Purpose, Staff
from bothways.core.staff.take_link import AcceptInvitation, ResetPassword
from bothways.kit.errors import DomainError, InvalidInput
from bothways.kit.secret import Secret
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.portal.door import Door


@dataclass(frozen=True)
class LinkPages:
    """Opening a link uses nothing up; only its form does. So programs that look at links in mails do no harm."""

    door: Door
    links: Links
    accept: AcceptInvitation
    reset: ResetPassword
    environments: ReadEnvironments

    def routes(self) -> Routes:
        """Public: the link itself is the proof."""
        public = Public("whoever holds the link is meant by it")
        invite, reset = "/portal/invite/{token:str}", "/portal/reset/{token:str}"
        # fmt: off
        return [
            Route("GET",  invite, public, self.show_invitation, hidden=True),
            Route("POST", invite, public, self.join,            hidden=True),
            Route("GET",  reset,  public, self.show_reset,      hidden=True),
            Route("POST", reset,  public, self.replace,         hidden=True),
        ]
        # fmt: on

    async def show_invitation(self, exchange: Exchange, token: str) -> Reply:
        """Name and password."""
        return await self._show(exchange, token, Purpose.INVITATION)

    async def show_reset(self, exchange: Exchange, token: str) -> Reply:
        """Another password."""
        return await self._show(exchange, token, Purpose.PASSWORD_RESET)

    async def join(self, exchange: Exchange, token: str, form: Mapping[str, str]) -> Reply:
        """Become a member."""
        name, password = form.get("name", "").strip(), Secret(form.get("password", ""))
        try:
            self.door.check_form(exchange, form)
            return self.door.let_in(await self.accept(token, name, password, self.door.caller(exchange)), exchange)
        except (CSRFRefused, InvalidInput, OnlySSO) as error:
            return await self._show(exchange, token, Purpose.INVITATION, error, name)
        except LinkRefused as error:
            return self._gone(exchange, error)

    async def replace(self, exchange: Exchange, token: str, form: Mapping[str, str]) -> Reply:
        """Have another password."""
        try:
            self.door.check_form(exchange, form)
            password = Secret(form.get("password", ""))
            return self.door.let_in(await self.reset(token, password, self.door.caller(exchange)), exchange)
        except (CSRFRefused, InvalidInput, OnlySSO) as error:
            return await self._show(exchange, token, Purpose.PASSWORD_RESET, error)
        except LinkRefused as error:
            return self._gone(exchange, error)

    async def _show(
        self, exchange: Exchange, token: str, purpose: Purpose, error: DomainError | None = None, name: str = ""
    ) -> Reply:
        try:
            member = await self.links.read(token, purpose)
        except LinkRefused as refused:
            return self._gone(exchange, refused)
        return self.door.page(
            exchange,
            "link.html",
            error=error,
            faults={} if error is None else {fault.field: fault.reason for fault in error.fields},
            joining=purpose is Purpose.INVITATION,
            email=member.email,
            name=name,
            workspace=await self._workspace(member),
        )

    async def _workspace(self, member: Staff) -> str:
        return (await self.environments.workspace(member.workspace_id)).name

    def _gone(self, exchange: Exchange, error: LinkRefused) -> Reply:
        return self.door.page(exchange, "refused.html", error=error, about="link")
