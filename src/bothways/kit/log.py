"""One wide JSON line per unit of work, with fixed field names and never a secret.

`at`, `level` and `event` open every line. A line break inside a value cannot break a line, and nothing but ASCII is
written, so that no terminal can be spoken to through a log either.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from threading import Lock
from typing import IO, Any

import msgspec
import structlog

from bothways.kit.clock import Clock, SystemClock
from bothways.kit.errors import DomainError, Kind
from bothways.kit.redaction import masked, redact

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
FRAMES = 12
DELAY_SECONDS = 0.05

_ENCODER = msgspec.json.Encoder()

Notes = dict[str, object]

UNIT: ContextVar[Notes | None] = ContextVar("bothways_unit", default=None)
"""The fields gathered for the unit of work that is under way."""


@dataclass(frozen=True)
class Log:
    """Where lines go. `level` is the least severe that is written.

    `delay_seconds`: how long lines that come by the thousand may wait, to be written together.
    """

    stream: IO[bytes]
    level: str = "info"
    clock: Clock = field(default_factory=SystemClock)
    delay_seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def writes(self, level: str) -> bool:
        """Whether lines of this level are written at all."""
        return LEVELS[level] >= LEVELS[self.level]

    def line(self, level: str, event: str, fields: Mapping[str, object]) -> None:
        """Write one line. `fields` are trusted to hold no secret; pass foreign values through `masked` first."""
        self.write([render(self.clock.now(), level, event, fields)])

    def write(self, lines: Iterable[bytes]) -> None:
        """Write rendered lines in one piece; whoever writes many should, since a write costs more than its lines."""
        # Jobs in threads log too.
        with self._lock:
            try:
                self.stream.write(b"".join(lines))
                self.stream.flush()
            except (OSError, ValueError):
                # Whoever read the log is gone; the work goes on.
                return


def render(at: datetime, level: str, event: str, fields: Mapping[str, object]) -> bytes:
    """One line with its line end."""
    return as_line({"at": at, "level": level, "event": event, **fields})


def as_line(fields: Mapping[str, object] | msgspec.Struct) -> bytes:
    """One line of ASCII JSON with its line end."""
    try:
        line = _ENCODER.encode(fields)
        if line.isascii() and b"\x7f" not in line:
            return line + b"\n"
        known: object = msgspec.json.decode(line)
    except (TypeError, ValueError, UnicodeEncodeError):
        known = msgspec.to_builtins(fields, enc_hook=str) if isinstance(fields, msgspec.Struct) else fields
    # Rare: other alphabets, lone surrogates, values that JSON does not know.
    return json.dumps(known, default=_text, ensure_ascii=True).replace("\x7f", "\\u007f").encode("ascii") + b"\n"


def _text(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


def configure(stream: IO[str] | IO[bytes] = sys.stdout, level: str = "info", clock: Clock | None = None) -> Log:
    """Send structlog, and warnings of the libraries underneath, to `stream`. Called once, by the roof."""
    raw: Any = getattr(stream, "buffer", stream)
    log = Log(raw, level, clock or SystemClock(), DELAY_SECONDS)
    structlog.configure(
        processors=[_mask, _Render(log)],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_: _Sink(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Foreign(log)]
    # Libraries write tokens and URLs at debug level; they are heard from warnings up, whatever our own level is.
    root.setLevel(logging.WARNING)
    return log


def note(**fields: object) -> None:
    """Add fields to the line of the unit under way. Outside of one it does nothing."""
    notes = UNIT.get()
    if notes is not None:
        notes.update(fields)


@contextmanager
def unit(name: str, **fields: object) -> Iterator[Notes]:
    """A unit of work: one line when it ends, with what was noted, its outcome and how long it took.

    An exception passes through; the line then has its type and place, and its text at debug level only.
    """
    notes: Notes = dict(fields)
    token = UNIT.set(notes)
    started = time.perf_counter()
    level, outcome = "info", "ok"
    try:
        yield notes
    except Exception as error:
        level, outcome = ("error" if is_fault(error) else "warning"), "failed"
        notes.update(describe(error))
        raise
    finally:
        UNIT.reset(token)
        milliseconds = round((time.perf_counter() - started) * 1000, 3)
        structlog.get_logger().log(LEVELS[level], name, outcome=outcome, ms=milliseconds, **notes)


def is_fault(error: BaseException) -> bool:
    """Whether it is a fault of ours or of the machine, rather than of the caller."""
    return not isinstance(error, DomainError) or error.kind is Kind.UNAVAILABLE


def describe(error: BaseException) -> Notes:
    """Type, problem code and place of an error, safe to log at every level; of a fault also what is said of it."""
    fields: Notes = {"error": type(error).__name__}
    if isinstance(error, DomainError):
        # Not named "code": an OAuth code is a secret, and fields of that name are masked.
        fields["problem"] = error.code
        if is_fault(error):
            fields["detail"] = str(error)
    if is_fault(error):
        fields["error_at"] = places(error)
    cause = _cause(error)
    if cause is not None and is_fault(error):
        fields["cause"] = type(cause).__name__
        fields["cause_at"] = places(cause)
    return fields


def debug_text(error: BaseException) -> Notes:
    """The error's own words, redacted: for debug lines only."""
    text = error.debug if isinstance(error, DomainError) and error.debug else str(error)
    fields: Notes = {"error_text": redact(text)}
    cause = _cause(error)
    if cause is not None:
        fields["cause_text"] = redact(str(cause))
    return fields


def places(error: BaseException) -> list[str]:
    """Where the error came from, innermost last: `file.py:12 function`. No source lines, no values."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames]


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _mask(_: object, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    clean = {name: masked(name, value) for name, value in fields.items()}
    if isinstance(error, BaseException):
        clean |= describe(error)
    return clean


@dataclass(frozen=True)
class _Render:
    log: Log

    def __call__(self, _: object, method: str, fields: MutableMapping[str, Any]) -> tuple[tuple[()], dict[str, Any]]:
        level = {"exception": "error", "critical": "error", "warn": "warning"}.get(method, method)
        self.log.line(level, str(fields.pop("event", "")), fields)
        return (), {}


class _Sink:
    """Structlog's last stop; the renderer has written the line already."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Foreign(logging.Handler):
    """What a library logged, in our form."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        fields: Notes = {"logger": record.name}
        try:
            # The arguments of a message may hold anything; its template is the library's own text.
            fields["message"] = redact(record.getMessage() if self.log.writes("debug") else str(record.msg))
            if record.exc_info and record.exc_info[1] is not None:
                fields |= describe(record.exc_info[1])
                if self.log.writes("debug"):
                    fields |= debug_text(record.exc_info[1])
        except Exception:  # noqa: BLE001 - a log line must not fail the work that it tells of
            fields["message"] = "a log record could not be read"
        level = "error" if record.levelno >= logging.ERROR else "warning"
        if self.log.writes(level):
            self.log.line(level, "library", fields)
