"""What happened to a customer's connections, in sentences for that customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways.core.events.model import RecordedEvent


@dataclass(frozen=True)
class Happening:
    """One line of the history. `tone` is good, warn or empty; `id` is the event's, and sorts by time."""

    id: str
    tone: str
    words: str
    at: datetime


_SENTENCES: Mapping[str, tuple[str, str]] = {
    "connection.created": ("good", "{name} was connected"),
    "connection.reconnected": ("good", "{name} was reconnected"),
    "connection.recovered": ("good", "{name} works again"),
    "connection.account_changed": ("warn", "The account changed from {old} to {new}"),
    "connection.needs_reauth": ("warn", "{name} stopped working and has to be reconnected"),
    "connection.refresh_failing": ("warn", "{app} did not answer when the permission of {name} was renewed"),
    "connection.scopes_changed": ("", "{app} changed what {name} allows"),
    "connection.updated": ("", "It was renamed to {name}"),
    "connection.disconnected": ("", "{name} was disconnected"),
    "connection.revoked": ("", "{app} confirmed that the permission of {name} has ended"),
    "connection.revocation_given_up": ("warn", "{app} could not be told to end the permission of {name}"),
}


def tell(events: Iterable[RecordedEvent], *, app: str, name: str) -> list[Happening]:
    """The events that mean something to a customer; `name` is what the connection is called."""
    told = []
    for event in events:
        if event.type in _SENTENCES:
            tone, words = _SENTENCES[event.type]
            told.append(Happening(event.id, tone, words.format_map(_parts(event, app, name)), event.created_at))
    return told


def _parts(event: RecordedEvent, app: str, name: str) -> dict[str, str]:
    account = _label(event.data.get("account"))
    renamed = event.data.get("label")
    return {
        "app": app,
        "name": str(renamed) if event.type == "connection.updated" and renamed else account or name,
        "old": _label(event.data.get("from")) or "another one",
        "new": _label(event.data.get("to")) or "another one",
    }


def _label(account: object) -> str:
    if not isinstance(account, Mapping):
        return ""
    return str(account.get("label") or account.get("id") or "")
