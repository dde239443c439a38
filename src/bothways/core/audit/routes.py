"""The face of the audit trail."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, TypedDict

from msgspec import Meta

from bothways.core.audit.schemas import AuditEntryOut, entry_out
from bothways.core.audit.trail import Audit
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page, Search, Total
from bothways.kit.web.route import Route, Routes

Word = Annotated[str, Meta(max_length=128)]
Moment = Annotated[datetime, Meta(tz=True, description="An instant with its time zone, such as 2026-11-20T08:00:00Z.")]


class Wanted(TypedDict):
    """What narrows the list."""

    action: str | None
    actor: str | None
    subject: str | None
    q: str
    since: datetime | None
    until: datetime | None


def routes(audit: Audit, cursors: Cursors, may_read: object) -> Routes:
    """`may_read` is the guard: an API key with the scope audit:read."""
    return [Route("GET", "/v1/audit-entries", may_read, listing(audit, cursors), tags=("audit",))]


def workspace_routes(audit: Audit, cursors: Cursors, may_read: object) -> Routes:
    """What concerns a whole workspace: its staff, and how they sign in. `may_read` lets callers with a workspace in."""
    read = listing(audit, cursors, chain=lambda caller: str(caller.workspace_id))
    return [Route("GET", "/portal/api/audit-entries", may_read, read, tags=("staff",), hidden=True)]


def listing(
    audit: Audit, cursors: Cursors, chain: Callable[[Any], str] = lambda caller: str(caller.environment_id)
) -> Callable[..., Awaitable[Page[AuditEntryOut]]]:
    """GET /v1/audit-entries. `chain` says whose entries a caller reads."""

    async def list_audit_entries(
        caller: object,
        action: Word | None = None,
        actor: Word | None = None,
        subject: Word | None = None,
        q: Search = "",
        since: Moment | None = None,
        until: Moment | None = None,
        total: Total = False,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[AuditEntryOut]:
        """List audit entries

        Newest first: who did what. The entries form a chain that shows when one was changed or removed. `q` looks into
        all that an entry says; `since` counts in, `until` does not.
        """
        environment = chain(caller)
        scope = f"{environment} audit {action} {actor} {subject} {since} {until} {q}"
        before = None if cursor is None else int(cursors.read(scope, cursor)[0])
        wanted = Wanted(action=action, actor=actor, subject=subject, q=q, since=since, until=until)
        async with audit.database.read() as tx:
            found = await audit.list(tx, environment, **wanted, before=before, limit=limit + 1)
            counted = await audit.count(tx, environment, **wanted) if total else None
        more = cursors.write(scope, [found[limit - 1].sequence]) if len(found) > limit else None
        return Page([entry_out(entry) for entry in found[:limit]], more, counted)

    return list_audit_entries
