"""SQL of connection_logs."""

from typing import Any

from sqlalchemy import Row, select

from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections.log_entry import ErrorClass, Level, LogEntry, Note
from bothways.outbound.connections.model import State
from bothways.outbound.connections.store import connection_logs


async def add(tx: Transaction, entry: LogEntry) -> None:
    """Keep an entry."""
    note = entry.note
    await tx.execute(
        connection_logs.insert().values(
            **vars(note) | {"level": note.level.value, "error_class": note.error_class and note.error_class.value},
            id=entry.id,
            environment_id=entry.environment_id,
            connection_id=entry.connection_id,
            state=entry.state.value,
            created_at=entry.created_at,
        )
    )


async def trim(tx: Transaction, connection_id: str, most: int) -> None:
    """Forget all but the newest."""
    mine = connection_logs.c.connection_id == connection_id
    eldest = await tx.first(
        select(connection_logs.c.id).where(mine).order_by(connection_logs.c.id.desc()).offset(most - 1).limit(1)
    )
    if eldest is not None:
        await tx.execute(connection_logs.delete().where(mine, connection_logs.c.id < eldest.id))


async def page(
    tx: Transaction, environment_id: str, connection_id: str, *, after: str | None, limit: int
) -> list[LogEntry]:
    """Newest first, from behind the id `after`."""
    statement = select(connection_logs).where(
        connection_logs.c.environment_id == environment_id, connection_logs.c.connection_id == connection_id
    )
    if after is not None:
        statement = statement.where(connection_logs.c.id < after)
    return [_entry(row) for row in await tx.all(statement.order_by(connection_logs.c.id.desc()).limit(limit))]


def _entry(row: Row[Any]) -> LogEntry:
    note = Note(
        level=Level(row.level),
        action=row.action,
        message=row.message,
        code=row.code,
        error_class=None if row.error_class is None else ErrorClass(row.error_class),
        request_id=row.request_id,
    )
    return LogEntry(row.id, row.environment_id, row.connection_id, note, State(row.state), row.created_at)
