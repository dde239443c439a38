"""The face of connect links."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.core.identity.create_connect_link import CreateConnectLink
from bothways.core.identity.errors import ConnectLinkNotFound
from bothways.core.identity.link_schemas import (
    ConnectLinkIn,
    ConnectLinkOut,
    NewConnectLinkOut,
    link_out,
    new_link_out,
)
from bothways.core.identity.list_connect_links import ListConnectLinks
from bothways.core.identity.model import ConnectLink, LinkState
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.revoke_connect_link import RevokeConnectLink
from bothways.core.identity.schemas import ExternalId
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes

TAGS = ("connect links",)


@dataclass(frozen=True)
class LinkVerbs:
    """What the routes stand on."""

    create: CreateConnectLink
    links: ListConnectLinks
    revoke: RevokeConnectLink
    customers: ReadCustomers


def link_routes(verbs: LinkVerbs, cursors: Cursors) -> Routes:
    """For backends and staff; who opens a link needs nothing but the link."""
    may_read, may_write = Operator("connect_links:read"), Operator("connect_links:write")
    every, one = "/v1/connect-links", "/v1/connect-links/{link_id:str}"
    missing = (ConnectLinkNotFound,)
    # fmt: off
    return [
        Route("GET",    every, may_read,  listing(verbs, cursors), tags=TAGS),
        Route("POST",   every, may_write, creating(verbs),         tags=TAGS, status=201, idempotent=True),
        Route("GET",    one,   may_read,  reading(verbs),          tags=TAGS, errors=missing),
        Route("DELETE", one,   may_write, ending(verbs),           tags=TAGS, errors=missing, status=204),
    ]
    # fmt: on


def listing(verbs: LinkVerbs, cursors: Cursors) -> Handler:
    """GET /v1/connect-links."""

    async def list_connect_links(
        caller: OperatorCaller,
        customer: ExternalId | None = None,
        state: LinkState | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[ConnectLinkOut]:
        """List connect links

        Newest first, ended ones too for a month. `customer` is your own id; an unknown one has no links.
        """
        environment_id = caller.environment_id
        scope = f"{environment_id} connect links {customer!r} {state}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        of_customer = None if customer is None else await verbs.customers.find(environment_id, customer)
        if customer is not None and of_customer is None:
            return Page([])
        found = await verbs.links(
            environment_id,
            customer_id=None if of_customer is None else of_customer.id,
            state=state,
            after=after,
            limit=limit + 1,
        )
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page(await _shown(verbs, environment_id, found[:limit]), more)

    return list_connect_links


def creating(verbs: LinkVerbs) -> Handler:
    """POST /v1/connect-links."""

    async def create_connect_link(caller: OperatorCaller, data: ConnectLinkIn) -> NewConnectLinkOut:
        """Make a connect link

        For a mail, or for support to hand out: `url` opens the marketplace for this customer, as often as it is opened
        until it expires. Whoever has it connects accounts for the customer, so send it to nobody else.
        """
        made = await verbs.create(caller.environment_id, data.request(), actor=caller.actor)
        return new_link_out(made, verbs.links.clock.now())

    return create_connect_link


def reading(verbs: LinkVerbs) -> Handler:
    """GET /v1/connect-links/{link_id}."""

    async def get_connect_link(caller: OperatorCaller, link_id: str) -> ConnectLinkOut:
        """Get a connect link"""
        shown = await _shown(verbs, caller.environment_id, [await verbs.links.get(caller.environment_id, link_id)])
        if not shown:
            raise ConnectLinkNotFound("There is no such connect link.")
        return shown[0]

    return get_connect_link


def ending(verbs: LinkVerbs) -> Handler:
    """DELETE /v1/connect-links/{link_id}."""

    async def revoke_connect_link(caller: OperatorCaller, link_id: str) -> None:
        """Revoke a connect link

        The link and every page that was opened with it stop working at once. What was connected stays connected.
        """
        await verbs.revoke(caller.environment_id, link_id, actor=caller.actor)

    return revoke_connect_link


async def _shown(verbs: LinkVerbs, environment_id: str, found: Sequence[ConnectLink]) -> list[ConnectLinkOut]:
    """With their customers; the link of one that was deleted a moment ago is gone as well."""
    now = verbs.links.clock.now()
    known = await verbs.customers.many(environment_id, {link.customer_id for link in found})
    pairs = ((link, known.get(link.customer_id)) for link in found)
    return [link_out(link, customer, now) for link, customer in pairs if customer is not None]
