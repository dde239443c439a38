"""Connecting and disconnecting: what changes something, each by a form of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bothways.core.identity.callers import BrowserCaller, ConnectBrowser
from bothways.kit.errors import DomainError, FieldError, InvalidInput, Kind
from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import status_of
from bothways.kit.web.reply import JSON, Reply
from bothways.kit.web.route import Route, Routes
from bothways.marketplace import shop
from bothways.marketplace.app_page import AppPage, Sheet
from bothways.marketplace.doorstep import is_framed
from bothways.marketplace.form import Fault, Filled, inputs, sentences
from bothways.marketplace.outcomes import failed
from bothways.marketplace.schemas import DepartureOut
from bothways.marketplace.screens import Screens, extended, note, see_other
from bothways.marketplace.visit import ReadVisit, Visit, shown
from bothways.outbound.catalog.model import Entry
from bothways.outbound.catalog.read import ReadCatalog
from bothways.outbound.connect.begin import BeginAuthorization, Begun, Wish
from bothways.outbound.connect.model import Display
from bothways.outbound.connect.submit import SubmitFields
from bothways.outbound.connections.disconnect import Disconnect
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.model import Connection
from bothways.outbound.providers.values import check_fields

# A form holds a few keys; the largest that providers give out are some kilobytes.
_FORM_BYTES = 128 * 1024
_ENCODER = msgspec.json.Encoder()
# What the form cannot help: it is shown as a page of its own.
_ELSEWHERE = frozenset({Kind.NOT_FOUND, Kind.DENIED, Kind.UNAUTHENTICATED})


@dataclass(frozen=True)
class Doing:
    """Forms of a connect session."""

    visits: ReadVisit
    catalog: ReadCatalog
    begin: BeginAuthorization
    submit: SubmitFields
    disconnect: Disconnect
    app_page: AppPage
    screens: Screens
    assets: Assets

    def routes(self) -> Routes:
        """Each takes a form with the session's token."""
        who = ConnectBrowser()
        connect = "/connect/{session_id:str}/apps/{integration:str}/connect"
        end = "/connect/{session_id:str}/connections/{connection_id:str}/disconnect"
        # fmt: off
        return [
            Route("POST", connect, who, self.connecting,    hidden=True, max_body_bytes=_FORM_BYTES),
            Route("GET",  end,     who, self.asking,        hidden=True),
            Route("POST", end,     who, self.disconnecting, hidden=True),
        ]
        # fmt: on

    async def connecting(
        self,
        session_id: str,
        integration: str,
        caller: BrowserCaller,
        form: Mapping[str, str],
        exchange: Exchange,
    ) -> Reply:
        """Keys are checked and kept; for the rest the way leads to the provider. What is wrong is said at its input."""
        visit = await self.visits(caller)
        return await shown(self._connect(visit, integration, form, exchange), visit, exchange, self.screens)

    async def asking(self, session_id: str, connection_id: str, caller: BrowserCaller, exchange: Exchange) -> Reply:
        """Whether it is meant."""
        visit = await self.visits(caller)
        return await shown(self._ask(visit, connection_id, exchange), visit, exchange, self.screens)

    async def disconnecting(
        self, session_id: str, connection_id: str, caller: BrowserCaller, form: Mapping[str, str], exchange: Exchange
    ) -> Reply:
        """End it. The secrets are gone when this answers."""
        visit = await self.visits(caller)
        return await shown(self._end(visit, connection_id, form), visit, exchange, self.screens)

    async def _connect(self, visit: Visit, integration: str, form: Mapping[str, str], exchange: Exchange) -> Reply:
        visit.check(form.get("csrf"))
        customer = visit.customer
        entry = await self.catalog.one(
            customer.environment_id, customer.customer_id, integration, only=customer.integration_ids
        )
        filled, reconnect = Filled.of(form), form.get("reconnect") or None
        wish = _wish(visit, entry, filled, reconnect, _display(form, exchange))
        try:
            if entry.method.redirects:
                return self._leave(visit, entry, exchange, await self.begin(wish))
            done = await self.submit(wish, filled.fields)
        except DomainError as error:
            if error.kind in _ELSEWHERE or not exchange.is_for_people:
                raise
            return await self._again(visit, entry, exchange, filled, reconnect, error)
        return see_other(extended(visit.app(entry.integration.slug), authorization=done.id))

    async def _ask(self, visit: Visit, connection_id: str, exchange: Exchange) -> Reply:
        entry, connection = await self._held(visit, connection_id)
        return self.screens.in_session(
            "disconnect.html",
            visit.brand,
            exchange,
            language=visit.language(exchange),
            visit=visit,
            card=shop.card(entry, self.assets),
            connection_id=connection.id,
            name=shop.name_of(entry, connection),
        )

    async def _end(self, visit: Visit, connection_id: str, form: Mapping[str, str]) -> Reply:
        visit.check(form.get("csrf"))
        entry, connection = await self._held(visit, connection_id)
        customer = visit.customer
        await self.disconnect(
            customer.environment_id, connection.id, actor=customer.actor, customer_id=customer.customer_id
        )
        return see_other(visit.app(entry.integration.slug))

    def _leave(self, visit: Visit, entry: Entry, exchange: Exchange, begun: Begun) -> Reply:
        """On to the provider: a script opens the window itself; people get a page that goes on by itself."""
        if not exchange.is_for_people:
            return Reply(200, _ENCODER.encode(DepartureOut(begun.url, begun.authorization.id)), (JSON,))
        return self.screens.in_session(
            "leaving.html",
            visit.brand,
            exchange,
            language=visit.language(exchange),
            visit=visit,
            card=shop.card(entry, self.assets),
            url=begun.url,
        )

    async def _again(
        self,
        visit: Visit,
        entry: Entry,
        exchange: Exchange,
        filled: Filled,
        reconnect: str | None,
        error: DomainError,
    ) -> Reply:
        """The form once more, with what was typed, except the secrets, and with what is wrong."""
        note(error, exchange)
        app, language = entry.integration.display_name, visit.language(exchange)
        said = sentences([*error.fields, *_also(entry, filled, error)], inputs(entry, language), language, app)
        words = failed(error, language, app=app, product=visit.brand.name)
        fault = Fault(said) if said else Fault({}, words.title, words.text)
        sheet = Sheet(filled, fault, reconnect)
        return await self.app_page(visit, entry, exchange, sheet=sheet, status=status_of(error))

    async def _held(self, visit: Visit, connection_id: str) -> tuple[Entry, Connection]:
        """A connection of this customer, through an integration of this session."""
        customer = visit.customer
        entries = await self.catalog(customer.environment_id, customer.customer_id, only=customer.integration_ids)
        for entry in entries:
            for connection in entry.connections:
                if connection.id == connection_id:
                    return entry, connection
        raise ConnectionNotFound("This customer has no such connection.")


def _also(entry: Entry, filled: Filled, error: DomainError) -> Sequence[FieldError]:
    """What is wrong with the keys, when the values before them were wrong already: people hear it all at once."""
    if not isinstance(error, InvalidInput) or entry.method.redirects:
        return ()
    try:
        check_fields(entry.method, filled.fields)
    except InvalidInput as more:
        return more.fields
    return ()


def _wish(visit: Visit, entry: Entry, filled: Filled, reconnect: str | None, display: Display) -> Wish:
    customer = visit.customer
    # Whoever came for one thing goes back when it is done; from a catalog people choose on.
    straight_back = visit.only is not None and display is Display.PAGE
    return Wish(
        environment_id=customer.environment_id,
        mode=customer.mode,
        customer_id=customer.customer_id,
        integration=entry.integration.id,
        values=filled.values,
        display=display,
        return_url=visit.return_url if straight_back else None,
        session_id=customer.session_id,
        reconnect=reconnect,
        only=customer.integration_ids,
        actor=customer.actor,
    )


def _display(form: Mapping[str, str], exchange: Exchange) -> Display:
    """No provider lets itself be framed, so from a frame it is always a window of its own."""
    return Display.POPUP if form.get("mode") == "popup" or is_framed(exchange) else Display.PAGE
