"""How long a token lives, out of whatever an answer says about it."""

import re
from datetime import UTC, datetime
from enum import StrEnum

from bothways.oauth.foreign import Json

MAX_LIFETIME_SECONDS = 10 * 365 * 86_400

_NUMBER = re.compile(r"\d{1,30}(\.\d{1,30})?")
_CLOCK = re.compile(r"(\d{1,6}):(\d{2}):(\d{2})", re.ASCII)
# Above this a number of seconds would lie in the year 5138: it counts milliseconds.
_MILLISECONDS_FROM = 100_000_000_000


class TimeUnit(StrEnum):
    """What a duration counts. `clock` is the text `hh:mm:ss`."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    MINUTES = "minutes"
    HOURS = "hours"
    CLOCK = "clock"


_UNIT_SECONDS = {
    TimeUnit.SECONDS: 1.0,
    TimeUnit.MILLISECONDS: 0.001,
    TimeUnit.MINUTES: 60.0,
    TimeUnit.HOURS: 3600.0,
}


def from_duration(said: Json, unit: TimeUnit = TimeUnit.SECONDS) -> int | None:
    """Whole seconds out of a number or a text like one, at most ten years; None for rubbish, zero and less."""
    if unit is TimeUnit.CLOCK:
        match = _CLOCK.fullmatch(said.strip()) if isinstance(said, str) else None
        return _whole(3600.0 * int(match[1]) + 60.0 * int(match[2]) + int(match[3])) if match else None
    number = _number(said)
    return None if number is None else _whole(number * _UNIT_SECONDS[unit])


def from_instant(said: Json, now: datetime) -> int | None:
    """Whole seconds until an instant: ISO 8601 (UTC where it names no zone), or seconds or milliseconds since 1970."""
    number = _number(said)
    if number is not None:
        return _whole((number / 1000 if number >= _MILLISECONDS_FROM else number) - now.timestamp())
    if not isinstance(said, str):
        return None
    try:
        instant = datetime.fromisoformat(said.strip()[:40])
        return _whole((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() - now.timestamp())
    except (ValueError, OverflowError):
        return None


def _whole(seconds: float) -> int | None:
    # Zero or less would mean a refresh in a loop; it is rather a mistake than a token that was never valid.
    return int(min(seconds, MAX_LIFETIME_SECONDS)) if seconds >= 1 else None


def _number(said: Json) -> float | None:
    if isinstance(said, bool):
        return None
    if isinstance(said, str):
        text = said.strip()
        return float(text) if text.isascii() and _NUMBER.fullmatch(text) else None
    if isinstance(said, (int, float)):
        # JSON has integers that no float can hold.
        return float(min(max(said, -1), 10**30))
    return None
