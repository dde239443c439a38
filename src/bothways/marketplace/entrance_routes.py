"""The way in: a link becomes a cookie, be it one that works once or one that lives for days. And what pages wear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bothways.core.identity.cookies import connect_cookie
from bothways.core.identity.environment_of_session import EnvironmentOfSession
from bothways.core.identity.errors import CSRFRefused
from bothways.core.identity.gates import named_session
from bothways.core.identity.open_connect_link import OpenConnectLink
from bothways.core.identity.redeem_ticket import Admission, RedeemTicket
from bothways.kit.clock import Clock
from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.marketplace.brand import Brand, ReadBrand, picture
from bothways.marketplace.doorstep import is_framed, only_looks
from bothways.marketplace.languages import Language
from bothways.marketplace.outcomes import Words
from bothways.marketplace.screens import Screens, see_other, set_cookie
from bothways.marketplace.theme import stylesheet

_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")


@dataclass(frozen=True)
class Entrance:
    """Lets browsers into connect sessions, and tells those outside how to get in."""

    redeem: RedeemTicket
    open_link: OpenConnectLink
    environment_of: EnvironmentOfSession
    brands: ReadBrand
    screens: Screens
    clock: Clock
    public_url: str

    def routes(self) -> Routes:
        """Links, and the look of pages."""
        link = Public("the link itself is the secret, and works once")
        often = Public(
            "the link itself is the secret; it lives for days, opens each time a session, and can be revoked"
        )
        look = Public("how pages look is no secret, and people see it before anybody knows them")
        # fmt: off
        return [
            Route("GET",  "/connect/open/{ticket:str}",                  link, self.look_in,   hidden=True),
            Route("POST", "/connect/open/{ticket:str}",                  link, self.enter,     hidden=True),
            Route("GET",  "/connect/link/{token:str}",                   often, self.look_at_link, hidden=True),
            Route("POST", "/connect/link/{token:str}",                   often, self.enter_by_link, hidden=True),
            Route("GET",  "/connect/look/{environment_id:str}/theme.css", look, self.theme,    hidden=True),
            Route("GET",  "/connect/look/{environment_id:str}/logo",     look, self.logo,      hidden=True),
        ]
        # fmt: on

    async def look_in(self, ticket: str, exchange: Exchange) -> Reply:
        """GET: people go in; programs that only look see a button."""
        if only_looks(exchange):
            return self.screens.alone("continue.html", None, exchange, title="catalog.title")
        return await self.enter(ticket, exchange, {})

    async def enter(self, ticket: str, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """Spend the link."""
        try:
            admission = await self.redeem(ticket)
        except DomainError as error:
            brand = await self._brand(await self.environment_of.by_ticket(ticket))
            return self.screens.trouble(error, brand, exchange, frame_ancestors=_may_frame(brand))
        return self._let_in(admission, exchange)

    async def look_at_link(self, token: str, exchange: Exchange) -> Reply:
        """GET: people go in; programs that only look see a button, and nothing is written for them."""
        if only_looks(exchange):
            brand = await self._brand(await self.open_link.environment_of(token))
            return self.screens.alone("continue.html", brand, exchange, title="catalog.title", once=False)
        return await self.enter_by_link(token, exchange, {})

    async def enter_by_link(self, token: str, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """A session of its own for each time that somebody goes in."""
        try:
            admission = await self.open_link.browser(token)
        except DomainError as error:
            brand = await self._brand(await self.open_link.environment_of(token))
            return self.screens.trouble(error, brand, exchange)
        return self._let_in(admission, exchange)

    def _let_in(self, admission: Admission, exchange: Exchange) -> Reply:
        session = admission.session
        cookie = connect_cookie(self.public_url, session.id, embedded=is_framed(exchange))
        lifetime = session.expires_at - self.clock.now()
        return see_other(f"/connect/{session.id}", set_cookie(cookie.carry(admission.cookie, lifetime)))

    async def theme(self, environment_id: str) -> Reply:
        """The environment's colours, shape and font."""
        brand = await self.brands(environment_id)
        return Reply(200, stylesheet(brand.theme).encode(), ((b"content-type", b"text/css; charset=utf-8"), _FOREVER))

    async def logo(self, environment_id: str) -> Reply:
        """The operator's picture."""
        found = picture((await self.brands(environment_id)).theme)
        if found is None:
            raise RouteNotFound("There is no such picture.")
        alone = (b"content-security-policy", b"default-src 'none'; sandbox")
        return Reply(200, found.body, ((b"content-type", found.media_type.encode()), alone, _FOREVER))

    async def turned_away(self, error: DomainError, exchange: Exchange) -> Reply:
        """What a browser sees that is not let in. The operator's own frame must be able to show it, too."""
        session_id = named_session(exchange.path)
        brand = await self._brand(await self.environment_of(session_id))
        language = self.screens.languages.for_reader(exchange, await self.environment_of.locale(session_id))
        words = None if isinstance(error, CSRFRefused) else _over(brand, language)
        ancestors = _may_frame(brand)
        return self.screens.trouble(error, brand, exchange, words=words, frame_ancestors=ancestors, language=language)

    async def _brand(self, environment_id: str | None) -> Brand | None:
        return None if environment_id is None else await self.brands(environment_id)


def _may_frame(brand: Brand | None) -> Sequence[str]:
    """Nobody, as long as it is not known whose page this was."""
    return () if brand is None else brand.frame_ancestors


def _over(brand: Brand | None, language: Language) -> Words:
    product = language.say("outcome.product") if brand is None else brand.name
    return Words("warn", language.say("over"), language.say("over.text", product=product))
