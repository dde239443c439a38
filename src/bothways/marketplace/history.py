"""What happened to a customer's connections, in sentences for that customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways.core.events.model import RecordedEvent
from bothways.marketplace import shop
from bothways.marketplace.languages import ENGLISH, Language
from bothways.outbound.catalog.model import Entry
from bothways.outbound.connections.get import ListConnections, ReadHistory

_CONNECTIONS_TOLD = 6
_EVENTS_TOLD = 10


@dataclass(frozen=True)
class Happening:
    """One line of the history. `tone` is good, warn or empty; `id` is the event's, and sorts by time.

    `type` is the event's. `params` are what a sentence about it takes: `app` and `name`, and for a change of account
    `old` and `new` where they are known.
    """

    id: str
    type: str
    tone: str
    words: str
    params: Mapping[str, str]
    at: datetime


_TONES: Mapping[str, str] = {
    "connection.created": "good",
    "connection.reconnected": "good",
    "connection.recovered": "good",
    "connection.account_changed": "warn",
    "connection.needs_reauth": "warn",
    "connection.refresh_failing": "warn",
    "connection.scopes_changed": "",
    "connection.updated": "",
    "connection.disconnected": "",
    "connection.revoked": "",
    "connection.revocation_given_up": "warn",
}


@dataclass(frozen=True)
class ReadHappenings:
    """The last things that happened to a customer's connections through one integration, newest first."""

    connections: ListConnections
    history: ReadHistory

    async def __call__(
        self, environment_id: str, customer_id: str, entry: Entry, language: Language = ENGLISH
    ) -> list[Happening]:
        app = entry.integration.display_name
        held = await self.connections(
            environment_id, customer_id=customer_id, integration_id=entry.integration.id, limit=100
        )
        told: list[Happening] = []
        for connection in held[-_CONNECTIONS_TOLD:]:
            events = await self.history(environment_id, connection.id, limit=_EVENTS_TOLD)
            told += tell(events, language, app=app, name=shop.name_of(entry, connection))
        return sorted(told, key=lambda happening: happening.id, reverse=True)[:_EVENTS_TOLD]


def tell(events: Iterable[RecordedEvent], language: Language = ENGLISH, *, app: str, name: str) -> list[Happening]:
    """The events that mean something to a customer; `name` is what the connection is called."""
    unknown = dict.fromkeys(("old", "new"), language.say("history.another"))
    told = []
    for event in events:
        if event.type in _TONES:
            params = _params(event, app, name)
            sentence = language.say(f"history.{event.type.partition('.')[2]}", **(unknown | params))
            told.append(Happening(event.id, event.type, _TONES[event.type], sentence, params, event.created_at))
    return told


def _params(event: RecordedEvent, app: str, name: str) -> dict[str, str]:
    account = _label(event.data.get("account"))
    renamed = event.data.get("label")
    known = {"old": _label(event.data.get("from")), "new": _label(event.data.get("to"))}
    return {
        "app": app,
        "name": str(renamed) if event.type == "connection.updated" and renamed else account or name,
        **{which: text for which, text in known.items() if text},
    }


def _label(account: object) -> str:
    if not isinstance(account, Mapping):
        return ""
    return str(account.get("label") or account.get("id") or "")
