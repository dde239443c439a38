"""An entry of a connection's logbook: what the operator's backend notes about the work that it does with it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.text import is_prose
from bothways.outbound.connections.model import State

MAX_MESSAGE = 300
MAX_WORD = 100


class Level(StrEnum):
    """Whether something went wrong."""

    INFO = "info"
    ERROR = "error"


class ErrorClass(StrEnum):
    """What has to happen before it can work: nothing, a change of settings, or a new connection."""

    TEMPORARY = "temporary"
    CONFIG = "config"
    PERMANENT = "permanent"


@dataclass(frozen=True)
class Note:
    """What somebody wants to write down. `action` is one of few words, to find entries by."""

    level: Level
    action: str
    message: str = ""
    code: str | None = None
    error_class: ErrorClass | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class LogEntry:
    """A note as it is kept, with the state that the connection was in."""

    id: str
    environment_id: str
    connection_id: str
    note: Note
    state: State
    created_at: datetime


def check(note: Note) -> None:
    """Raises InvalidInput that names every fault."""
    faults = []
    if not (0 < len(note.action) <= MAX_WORD and note.action.isprintable()):
        faults.append(FieldError("action", f"use 1 to {MAX_WORD} printable characters"))
    if len(note.message) > MAX_MESSAGE or not is_prose(note.message):
        faults.append(FieldError("message", f"use at most {MAX_MESSAGE} printable characters"))
    for name in ("code", "request_id"):
        text = getattr(note, name)
        if text is not None and not (0 < len(text) <= MAX_WORD and text.isprintable()):
            faults.append(FieldError(name, f"use 1 to {MAX_WORD} printable characters"))
    if note.error_class is not None and note.level is not Level.ERROR:
        faults.append(FieldError("error_class", "belongs to entries of the level error"))
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
