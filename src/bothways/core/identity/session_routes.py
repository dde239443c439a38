"""The face of connect sessions, for backends."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.core.identity.errors import ConnectSessionNotFound
from bothways.core.identity.list_connect_sessions import ListConnectSessions
from bothways.core.identity.model import Validity
from bothways.core.identity.open_connect_session import OpenConnectSession
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.revoke_session import RevokeSession
from bothways.core.identity.schemas import (
    ExternalId,
    SessionEntryOut,
    SessionIn,
    SessionOut,
    session_entry,
    session_out,
)
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes

TAGS = ("connect sessions",)


def session_routes(
    open_session: OpenConnectSession,
    look: ListConnectSessions,
    revoke: RevokeSession,
    customers: ReadCustomers,
    cursors: Cursors,
) -> Routes:
    """For backends: a browser never opens a session for itself."""
    may_read, may_write = Operator("connect_sessions:read"), Operator("connect_sessions:write")
    every, one = "/v1/connect-sessions", "/v1/connect-sessions/{session_id:str}"
    missing = (ConnectSessionNotFound,)
    # fmt: off
    return [
        Route("GET",    every, may_read,  listing(look, customers, cursors), tags=TAGS),
        Route("POST",   every, may_write, opening(open_session), tags=TAGS, status=201, idempotent=True),
        Route("GET",    one,   may_read,  reading(look, customers), tags=TAGS, errors=missing),
        Route("DELETE", one,   may_write, ending(revoke), tags=TAGS, status=204, errors=missing),
    ]
    # fmt: on


def listing(look: ListConnectSessions, customers: ReadCustomers, cursors: Cursors) -> Handler:
    """GET /v1/connect-sessions."""

    async def list_connect_sessions(
        caller: OperatorCaller,
        state: Validity | None = None,
        customer: ExternalId | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[SessionEntryOut]:
        """List connect sessions

        Newest first, without their tokens. Expired ones are forgotten before long. `customer` is your own id.
        """
        environment = caller.environment_id
        scope = f"{environment} connect sessions {state} {customer!r}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        whose = None if customer is None else await customers.find(environment, customer)
        if customer is not None and whose is None:
            return Page([])
        customer_id = None if whose is None else whose.id
        found = await look(environment, state=state, customer_id=customer_id, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        known = await customers.many(environment, {session.customer_id for session in found[:limit]})
        now = look.clock.now()
        pairs = ((session, known.get(session.customer_id)) for session in found[:limit])
        return Page([session_entry(session, whose, now) for session, whose in pairs if whose is not None], more)

    return list_connect_sessions


def reading(look: ListConnectSessions, customers: ReadCustomers) -> Handler:
    """GET /v1/connect-sessions/{session_id}."""

    async def get_connect_session(caller: OperatorCaller, session_id: str) -> SessionEntryOut:
        """Get a connect session"""
        session = await look.one(caller.environment_id, session_id)
        known = await customers.many(caller.environment_id, {session.customer_id})
        if session.customer_id not in known:
            raise ConnectSessionNotFound("There is no such connect session.")
        return session_entry(session, known[session.customer_id], look.clock.now())

    return get_connect_session


def opening(open_session: OpenConnectSession) -> Handler:
    """POST /v1/connect-sessions."""

    async def open_connect_session(caller: OperatorCaller, data: SessionIn) -> SessionOut:
        """Open a connect session

        Send your customer's browser to `url`, or hand it `token`. The customer is created when its id is new.
        """
        return session_out(await open_session(caller.environment_id, data.request()))

    return open_connect_session


def ending(revoke: RevokeSession) -> Handler:
    """DELETE /v1/connect-sessions/{session_id}."""

    async def revoke_connect_session(caller: OperatorCaller, session_id: str) -> None:
        """End a connect session at once

        Its token, its link and the pages opened with it stop working.
        """
        await revoke(caller.environment_id, session_id, actor=caller.actor)

    return revoke_connect_session
