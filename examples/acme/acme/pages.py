"""Acme's pages. Every one works without script; `static/acme.js` adds the modal and keeps things fresh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Template

from acme.backend import Backend
from acme.hub import Account, Tile
from acme.options import AcmeOptions
from acme.people import CONVERSATIONS, CUSTOMERS, Customer, find_customer
from acme.remote import Contact
from acme.sessions import COOKIE, Sessions
from bothways_client import BothwaysError

AnyRequest = Request[Any, Any, Any]


class NotSignedIn(Exception):
    """Nobody is signed in in this browser: on to the sign-in page."""


@dataclass(frozen=True)
class Desk:
    """What the pages are made with."""

    options: AcmeOptions
    sessions: Sessions
    backend: Backend

    def customer(self, request: AnyRequest) -> Customer:
        """Who is signed in. Raises NotSignedIn."""
        customer = self.sessions.find(request.cookies.get(COOKIE))
        if customer is None:
            raise NotSignedIn
        return customer

    def page(self, template: str, customer: Customer, here: str, **values: Any) -> Template:
        """A page of the product; also where something could not be done, with `trouble` on it."""
        bothways = self.options.public_bothways_url
        context = {"customer": customer, "here": here, "bothways": bothways, **values}
        status = 200 if values.get("trouble") is None else 503
        return Template(template_name=template, context=context, status_code=status)


def handlers(desk: Desk) -> Sequence[HTTPRouteHandler]:
    """Every address of Acme but the static files."""
    return [*_door(desk), *_work(desk), *_integrations(desk), *_credentials(desk)]


def _door(desk: Desk) -> Sequence[HTTPRouteHandler]:
    @get("/sign-in")
    async def show_door(request: AnyRequest) -> Template:
        return Template(template_name="sign_in.html", context={"customers": CUSTOMERS})

    @post("/sign-in", status_code=303)
    async def sign_in(request: AnyRequest) -> Response[Any]:
        customer = find_customer(str((await request.form()).get("customer", "")))
        if customer is None:
            raise NotSignedIn
        answer = Redirect("/", status_code=303)
        answer.set_cookie(key=COOKIE, value=desk.sessions.open(customer), httponly=True, samesite="lax")
        return answer

    @post("/sign-out", status_code=303)
    async def sign_out(request: AnyRequest) -> Response[Any]:
        desk.sessions.close(request.cookies.get(COOKIE))
        answer = Redirect("/sign-in", status_code=303)
        answer.delete_cookie(COOKIE)
        return answer

    return [show_door, sign_in, sign_out]


def _work(desk: Desk) -> Sequence[HTTPRouteHandler]:
    @get("/")
    async def inbox(request: AnyRequest) -> Template:
        customer = desk.customer(request)
        contacts, trouble = await _contacts(desk, customer)
        known = {contact.email: contact for contact in contacts}
        conversations = CONVERSATIONS[customer.id]
        return desk.page("inbox.html", customer, "inbox", conversations=conversations, known=known, trouble=trouble)

    @get("/contacts")
    async def contacts(request: AnyRequest) -> Template:
        customer = desk.customer(request)
        found, trouble = await _contacts(desk, customer)
        return desk.page("contacts.html", customer, "contacts", contacts=found, trouble=trouble)

    return [inbox, contacts]


def _integrations(desk: Desk) -> Sequence[HTTPRouteHandler]:
    @get("/integrations")
    async def integrations(request: AnyRequest) -> Template:
        return await _show(desk, desk.customer(request), request.query_params.get("connection"))

    @post("/integrations/open", status_code=303)
    async def open_connect_page(request: AnyRequest) -> Response[Any]:
        """Without script: Bothways' own page, opened for this customer, once."""
        customer = desk.customer(request)
        try:
            url = await desk.backend.hub.open_connect_page(customer, desk.options.return_url)
        except BothwaysError as trouble:
            return await _show(desk, customer, None, trouble)
        return Redirect(url, status_code=303)

    @post("/integrations/session", status_code=200)
    async def open_session(request: AnyRequest) -> Response[Any]:
        """With script: the token of a session for the customer who is signed in, and nobody else."""
        customer = desk.customer(request)
        try:
            token = await desk.backend.hub.open_session(customer, desk.options.return_url)
        except BothwaysError as trouble:
            return Response({"detail": trouble.detail}, status_code=503)
        return Response({"token": token}, headers={"Cache-Control": "no-store"})

    return [integrations, open_connect_page, open_session]


def _credentials(desk: Desk) -> Sequence[HTTPRouteHandler]:
    @post("/integrations/renew", status_code=303)
    async def renew(request: AnyRequest) -> Response[Any]:
        customer = desk.customer(request)
        connection_id = str((await request.form()).get("connection", ""))
        try:
            # The id comes from the browser: it must be one of this customer's own.
            own = [account.connection_id for _, account in _accounts(await desk.backend.hub.catalog(customer))]
            if connection_id not in own:
                return Redirect("/integrations", status_code=303)
            await desk.backend.hub.renew(connection_id)
        except BothwaysError as trouble:
            return await _show(desk, customer, connection_id, trouble)
        return Redirect(f"/integrations?connection={connection_id}#backend", status_code=303)

    return [renew]


async def _contacts(desk: Desk, customer: Customer) -> tuple[list[Contact], BothwaysError | None]:
    try:
        return await desk.backend.contacts(customer), None
    except BothwaysError as trouble:
        return [], trouble


async def _show(desk: Desk, customer: Customer, chosen: str | None, trouble: BothwaysError | None = None) -> Template:
    tiles: list[Tile] = []
    try:
        tiles = await desk.backend.hub.catalog(customer)
    except BothwaysError as error:
        trouble = trouble or error
    accounts = _accounts(tiles)
    sight = None
    if accounts:
        tile, account = next((pair for pair in accounts if pair[1].connection_id == chosen), accounts[0])
        sight = await desk.backend.look(tile, account)
    return desk.page(
        "integrations.html", customer, "integrations", tiles=tiles, accounts=accounts, sight=sight, trouble=trouble
    )


def _accounts(tiles: Sequence[Tile]) -> list[tuple[Tile, Account]]:
    return [(tile, account) for tile in tiles for account in tile.accounts]
