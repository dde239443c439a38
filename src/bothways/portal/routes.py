"""The face of the portal for whoever is in: the page that loads its script, and the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import StaffCaller, StaffMember, Unauthenticated
from bothways.core.identity.csrf import check_csrf
from bothways.core.staff.sign_out import SignOut
from bothways.kit.errors import DomainError
from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Route, Routes
from bothways.portal.door import HOME, SIGN_IN, Door, door_to, own_page, see_other, set_cookie

EXIT = "/portal/sign-out"
# Every other address below the portal is one of the script's own pages.
REST, CALLS = "/portal/{rest:path}", "/api/"
# What each page of the script needs, beside what the overview does, to which whoever signs in comes first.
AHEAD, FIRST = ("portal", "rolldown-runtime", "rooms"), ("overview",)


@dataclass(frozen=True)
class Portal:
    """The pages of staff. `turned_away` is for the gate of `StaffMember`."""

    door: Door
    sign_out: SignOut
    assets: Assets

    def routes(self) -> Routes:
        """Every page for whoever is in."""
        # fmt: off
        return [
            Route("GET",  HOME, StaffMember(), self.home,   hidden=True),
            Route("GET",  REST, StaffMember(), self.inside, hidden=True),
            Route("POST", EXIT, StaffMember(), self.leave,  hidden=True),
        ]
        # fmt: on

    async def home(self, caller: StaffCaller) -> Reply:
        """The overview."""
        return self._page(caller, AHEAD + FIRST)

    def _page(self, caller: StaffCaller, ahead: Sequence[str]) -> Reply:
        """The page that loads the portal's script, which does everything else through the API. `ahead`: parts of it
        that are fetched at once, instead of one after the other.
        """
        # One frame of our own is in it: the marketplace in a look that is being made.
        return self.door.pages.reply(
            "shell.html",
            Look(frames=("'self'",)),
            ahead=[address for address in map(self.assets.part, ahead) if address],
            staff=caller.staff_id,
            csrf=caller.csrf.reveal(),
            public_url=self.door.public_url,
        )

    async def inside(self, caller: StaffCaller, rest: str) -> Reply:
        """The same page at each of the script's addresses. Raises RouteNotFound for calls that do not exist."""
        if rest.startswith(CALLS):
            raise RouteNotFound("There is no such operation.")
        # An environment by itself is its overview.
        return self._page(caller, AHEAD if "/" in rest.strip("/") else AHEAD + FIRST)

    async def leave(self, caller: StaffCaller, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Sign out: the session is worth nothing from now on."""
        check_csrf(caller.csrf, form.get("csrf"))
        cookie = self.door.session_cookie
        await self.sign_out(exchange.cookie(cookie.name) or "")
        return see_other(f"{SIGN_IN}?left=", set_cookie(cookie.drop()))

    async def turned_away(self, error: DomainError, exchange: Exchange) -> Reply:
        """Strangers are shown the door, and come to the page afterwards; a form of another day is not carried out."""
        if not isinstance(error, Unauthenticated):
            return see_other(HOME)
        query = exchange.scope.get("query_string", b"").decode("latin-1")
        wanted = exchange.path + (f"?{query}" if query else "")
        return see_other(door_to(own_page(wanted) if exchange.method == "GET" else None))


def portal_pages(assets: Assets) -> Pages:
    """This room's templates."""
    return Pages("bothways.portal", assets)
