"""The face of the event log."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol

from msgspec import Meta

from bothways.core.events.log import EventLog
from bothways.core.events.schemas import EventOut, event_out
from bothways.kit.db.database import Database
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Route, Routes

Types = Annotated[list[Annotated[str, Meta(max_length=81)]], Meta(max_length=20, description="Any of these types.")]
Id = Annotated[str, Meta(max_length=64)]
Reference = Annotated[str, Meta(min_length=1, max_length=128, description="Your own id of a customer.")]


class Caller(Protocol):
    """Whoever the guard lets in; identity, which knows callers, lies above this room."""

    @property
    def environment_id(self) -> str: ...


CustomerOf = Callable[[str, str], Awaitable[str | None]]
"""Environment and the operator's own id of a customer in, our id out; the room that knows them lies above this one."""


def routes(database: Database, log: EventLog, cursors: Cursors, may_read: object, customer_of: CustomerOf) -> Routes:
    """`may_read` is the guard: an API key with the scope events:read."""
    return [Route("GET", "/v1/events", may_read, listing(database, log, cursors, customer_of), tags=("events",))]


def listing(
    database: Database, log: EventLog, cursors: Cursors, customer_of: CustomerOf
) -> Callable[..., Awaitable[Page[EventOut]]]:
    """GET /v1/events."""

    async def list_events(
        caller: Caller,
        type: Types | None = None,  # noqa: A002 - the name that callers write
        subject_id: Id | None = None,
        connection: Id | None = None,
        customer_id: Id | None = None,
        customer: Reference | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[EventOut]:
        """List events

        Newest first. `type` may be given several times, `subject_id` is what the event happened to; `connection` says
        the same of a connection. `customer_id` is our id of the customer it concerns, `customer` yours.
        """
        scope = f"{caller.environment_id} events {type} {subject_id} {connection} {customer_id} {customer!r}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        subjects = {given for given in (subject_id, connection) if given is not None}
        whose = {given for given in (customer_id,) if given is not None}
        if customer is not None:
            whose.add(await customer_of(caller.environment_id, customer) or "")
        if len(subjects) > 1 or len(whose) > 1:
            return Page([])
        async with database.read() as tx:
            found = await log.list(
                tx,
                caller.environment_id,
                subject_id=next(iter(subjects), None),
                types=type,
                customer_id=next(iter(whose), None),
                after=after,
                limit=limit + 1,
            )
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page([event_out(event) for event in found[:limit]], more)

    return list_events
