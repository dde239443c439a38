"""The logbook on the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from bothways.outbound.connections.log_entry import MAX_MESSAGE, MAX_WORD, ErrorClass, Level, LogEntry, Note
from bothways.outbound.connections.model import State

Word = Annotated[str, Meta(min_length=1, max_length=MAX_WORD)]


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What your backend did with the connection, or failed to do.

    `action` is one of few words, such as `sync_contacts`. `error_class` says what has to happen before it can work.
    """

    level: Level
    action: Word
    message: Annotated[str, Meta(max_length=MAX_MESSAGE)] = ""
    code: Word | None = None
    error_class: ErrorClass | None = None
    request_id: Word | None = None

    def note(self) -> Note:
        """As the verb takes it."""
        return Note(self.level, self.action, self.message, self.code, self.error_class, self.request_id)


class LogOut(Struct, frozen=True):
    """An entry. `state` is the one that the connection was in."""

    id: str
    level: Level
    action: str
    message: str
    code: str | None
    error_class: ErrorClass | None
    request_id: str | None
    state: State
    created_at: datetime


def log_out(entry: LogEntry) -> LogOut:
    """The entry without what all of a list have in common."""
    note = entry.note
    return LogOut(
        id=entry.id,
        level=note.level,
        action=note.action,
        message=note.message,
        code=note.code,
        error_class=note.error_class,
        request_id=note.request_id,
        state=entry.state,
        created_at=entry.created_at,
    )
