"""The face of the logbook."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.log_schemas import LogIn, LogOut, log_out
from bothways.outbound.connections.logbook import ReadLogbook, WriteLogEntry

TAGS = ("connections",)


def routes(read: ReadLogbook, write: WriteLogEntry, cursors: Cursors) -> Routes:
    """For backends: customers see the history, which is ours."""
    path, missing = "/v1/connections/{connection_id:str}/logs", (ConnectionNotFound,)
    # fmt: off
    return [
        Route("GET",  path, Operator("connections:read"),  listing(read, cursors), tags=TAGS, errors=missing),
        Route("POST", path, Operator("connections:write"), adding(write), status=201, idempotent=True, tags=TAGS,
              errors=missing),
    ]
    # fmt: on


def listing(read: ReadLogbook, cursors: Cursors) -> Handler:
    """GET /v1/connections/{connection_id}/logs."""

    async def list_connection_logs(
        caller: OperatorCaller, connection_id: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
    ) -> Page[LogOut]:
        """List what your backend wrote about a connection, newest first"""
        scope = f"{caller.environment_id} logs {connection_id}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        found = await read(caller.environment_id, connection_id, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        return Page([log_out(entry) for entry in found[:limit]], more)

    return list_connection_logs


def adding(write: WriteLogEntry) -> Handler:
    """POST /v1/connections/{connection_id}/logs."""

    async def write_connection_log(caller: OperatorCaller, connection_id: str, data: LogIn) -> LogOut:
        """Write into a connection's logbook

        For what your backend does with the connection, so that everybody finds it in one place. The newest 500 entries
        of a connection are kept. Write no secrets here.
        """
        return log_out(await write(caller.environment_id, connection_id, data.note()))

    return write_connection_log
