"""To the provider and back. Both ends are public: a start link works once, and a callback proves itself by its state
and by the cookie of the browser that left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bothways.core.identity.cookies import Cookie, connect_cookie
from bothways.core.identity.environment_of_session import EnvironmentOfSession
from bothways.kit.clock import Clock
from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.route import Public, Route, Routes
from bothways.marketplace.brand import Brand, ReadBrand
from bothways.marketplace.doorstep import is_framed, only_looks
from bothways.marketplace.languages import Language
from bothways.marketplace.outcomes import connected, failed
from bothways.marketplace.screens import Screens, Way, extended, see_other, set_cookie, with_headers
from bothways.outbound.catalog.model import Entry
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.connect.depart import Depart, Departure, cookie_name
from bothways.outbound.connect.finish import Callback, FinishAuthorization, Outcome, read_state
from bothways.outbound.connect.model import (
    LIFETIME,
    Authorization,
    BrowserMismatch,
    CallbackMalformed,
    Display,
    FormNeeded,
)
from bothways.outbound.connect.standing import AskOnOurPage
from bothways.outbound.connections.model import Connection
from bothways.outbound.integrations.model import IntegrationNotFound

CALLBACK = "/oauth/callback"


@dataclass(frozen=True)
class Flow:
    """The redirect dance as browsers see it."""

    depart: Depart
    ask: AskOnOurPage
    finish: FinishAuthorization
    catalog: ReadCatalog
    brands: ReadBrand
    sessions: EnvironmentOfSession
    screens: Screens
    clock: Clock
    public_url: str

    @property
    def secure(self) -> bool:
        """Whether cookies may be for https alone."""
        return self.public_url.startswith("https://")

    def routes(self) -> Routes:
        """Start links, and the addresses that are registered at providers."""
        link = Public("the link itself is the secret, and works once")
        proof = Public("proven by its state and by the cookie of the browser that left")
        # fmt: off
        return [
            Route("GET",  "/connect/start/{ticket:str}",          link,  self.look_out, hidden=True),
            Route("POST", "/connect/start/{ticket:str}",          link,  self.leave,    hidden=True),
            Route("GET",  f"{CALLBACK}/{{integration_id:str}}",   proof, self.arrive,   hidden=True),
        ]
        # fmt: on

    async def look_out(self, ticket: str, exchange: Exchange) -> Reply:
        """GET: people leave at once; programs that only look see a button."""
        if only_looks(exchange):
            return self.screens.alone("continue.html", None, exchange, title="continue.account")
        try:
            departure = await self.depart(ticket)
        except FormNeeded as needed:
            return await self._ask(needed, exchange)
        except DomainError as error:
            return self.screens.trouble(error, None, exchange)
        return see_other(departure.location, self._bind(departure))

    async def leave(self, ticket: str, exchange: Exchange, form: Mapping[str, str]) -> Reply:
        """The button: browsers hold a form's redirect to our policy, so that a page leads on instead."""
        try:
            departure = await self.depart(ticket)
        except FormNeeded as needed:
            return await self._ask(needed, exchange)
        except DomainError as error:
            return self.screens.trouble(error, None, exchange)
        brand = await self.brands(departure.authorization.environment_id)
        page = self.screens.alone("leaving.html", brand, exchange, card=None, url=departure.location)
        return with_headers(page, self._bind(departure))

    async def _ask(self, needed: FormNeeded, exchange: Exchange) -> Reply:
        """A standing link whose account takes keys, or a value first: the form is on a page of a session."""
        try:
            admission = await self.ask(needed)
        except DomainError as error:
            return self.screens.trouble(error, None, exchange)
        session = admission.session
        cookie = connect_cookie(self.public_url, session.id, embedded=is_framed(exchange))
        lifetime = session.expires_at - self.clock.now()
        place = f"/connect/{session.id}/apps/{quote(needed.slug, safe='')}?add="
        return see_other(place, set_cookie(cookie.carry(admission.cookie, lifetime)))

    async def arrive(self, integration_id: str, exchange: Exchange) -> Reply:
        """Whatever comes back from a provider."""
        query = exchange.scope.get("query_string", b"").decode("latin-1")
        forget = self._unbind(query)
        try:
            outcome = await self.finish(Callback(integration_id, query, self._cookies(exchange)))
        except DomainError as error:
            return with_headers(self.screens.trouble(error, None, exchange, announces=True), *forget)
        exchange.notes["attempt"] = outcome.authorization.id
        return with_headers(await self._answer(outcome, exchange), *forget)

    async def _answer(self, outcome: Outcome, exchange: Exchange) -> Reply:
        authorization, error = outcome.authorization, outcome.error
        brand = await self.brands(authorization.environment_id)
        if isinstance(error, BrowserMismatch):
            # Somebody else began this; they, and what they began, are none of this browser's business.
            return self.screens.trouble(error, brand, exchange)
        entry, language = await self._entry(authorization), await self._language(authorization, exchange)
        if error is not None:
            return self._failed(authorization, error, brand, entry, exchange, language)
        if authorization.display is Display.PAGE and (place := _place(authorization, brand)):
            return see_other(place)
        return self._connected(authorization, outcome.connection, brand, entry, exchange, language)

    def _connected(
        self,
        authorization: Authorization,
        connection: Connection | None,
        brand: Brand,
        entry: Entry | None,
        exchange: Exchange,
        language: Language,
    ) -> Reply:
        popup = authorization.display is Display.POPUP
        return self.screens.alone(
            "result.html",
            brand,
            exchange,
            words=connected(_app(entry), connection, language),
            ways=[Way(language.say("result.close_window"), closes=True)],
            problem=None,
            announces=True,
            # What has to be read stays until it was read.
            closes=popup and (connection is None or connection.replaced_account is None),
            language=language,
        )

    def _failed(
        self,
        authorization: Authorization,
        error: DomainError,
        brand: Brand,
        entry: Entry | None,
        exchange: Exchange,
        language: Language,
    ) -> Reply:
        return self.screens.trouble(
            error,
            brand,
            exchange,
            words=failed(error, language, app=_app(entry), product=brand.name),
            ways=_ways_on(authorization, brand, entry, language),
            announces=True,
            language=language,
        )

    async def _language(self, authorization: Authorization, exchange: Exchange) -> Language:
        session_id = authorization.session_id
        wish = None if session_id is None else await self.sessions.locale(session_id)
        return self.screens.languages.for_reader(exchange, wish)

    async def _entry(self, authorization: Authorization) -> Entry | None:
        try:
            return await self.catalog.one(
                authorization.environment_id, authorization.customer_id, authorization.integration_id
            )
        except IntegrationNotFound:
            return None

    def _cookies(self, exchange: Exchange) -> dict[str, str]:
        """What the browser brought, under the names that the verb knows."""
        return {name.removeprefix(self._cookie("").name): value for name, value in exchange.cookies.items()}

    def _cookie(self, name: str) -> Cookie:
        return Cookie(name, CALLBACK, secure=self.secure)

    def _bind(self, departure: Departure) -> Header:
        return set_cookie(self._cookie(departure.cookie_name).carry(departure.cookie, LIFETIME))

    def _unbind(self, query: str) -> Sequence[Header]:
        try:
            return (set_cookie(self._cookie(cookie_name(read_state(query))).drop()),)
        except CallbackMalformed:
            return ()


def _place(authorization: Authorization, brand: Brand) -> str | None:
    """Where the page goes on after it worked: where the starter wanted, or back into the session."""
    if (return_url := brand.allowed_return(authorization.return_url)) is not None:
        return extended(return_url, authorization=authorization.id, status=authorization.status)
    if authorization.session_id is not None:
        return extended(f"/connect/{authorization.session_id}", authorization=authorization.id)
    return None


def _ways_on(authorization: Authorization, brand: Brand, entry: Entry | None, language: Language) -> list[Way]:
    """What to do when it did not work."""
    if authorization.display is Display.POPUP:
        return [Way(language.say("result.close_and_retry"), closes=True)]
    ways = []
    if authorization.session_id is not None and entry is not None:
        again = f"/connect/{authorization.session_id}/apps/{entry.integration.slug}"
        ways.append(Way(language.say("try_again"), again))
    if (return_url := brand.allowed_return(authorization.return_url)) is not None:
        back = extended(return_url, authorization=authorization.id, status=authorization.status)
        ways.append(Way(language.say("back.to", product=brand.name), back))
    return ways


def _app(entry: Entry | None) -> str | None:
    return None if entry is None else entry.integration.display_name
