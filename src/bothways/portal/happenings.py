"""Events in sentences for staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bothways.core.events.model import RecordedEvent


@dataclass(frozen=True)
class Happening:
    """One line. `tone` is good, warn or empty; `type` is what the API calls it."""

    tone: str
    words: str
    type: str
    at: datetime


_SENTENCES: Mapping[str, tuple[str, str]] = {
    "customer.created": ("", "{customer} is a new customer"),
    "customer.updated": ("", "The details of {customer} changed"),
    "customer.deleted": ("", "A customer was deleted, and all its keys with it"),
    "integration.created": ("good", "{slug} was switched on"),
    "integration.updated": ("", "The settings of {slug} changed"),
    "integration.removed": ("", "{slug} was removed"),
    "connection.created": ("good", "{customer} connected {app}{account}"),
    "connection.reconnected": ("good", "{customer} reconnected {app}{account}"),
    "connection.recovered": ("good", "The connection of {customer} to {app} works again"),
    "connection.account_changed": ("warn", "{customer} now uses another account of {app}: {new} instead of {old}"),
    "connection.needs_reauth": ("warn", "{customer} has to reconnect {app}"),
    "connection.refresh_failing": ("warn", "The permission of {customer} at {app} could not be renewed"),
    "connection.scopes_changed": ("", "{app} changed what {customer} allowed"),
    "connection.updated": ("", "A connection of {customer} was renamed"),
    "connection.disconnected": ("", "{customer} disconnected {app}{account}"),
    "connection.revoked": ("", "{app} confirmed the end of a permission"),
    "connection.revocation_given_up": ("warn", "{app} could not be told that a permission has ended"),
}


@dataclass(frozen=True)
class Names:
    """What ids are called: customers by id, integrations by id."""

    customers: Mapping[str, str]
    integrations: Mapping[str, str]


def tell(event: RecordedEvent, names: Names, app: str | None = None) -> Happening:
    """The event in words; one that has none is shown by its name. `app` where the event does not name it."""
    tone, words = _SENTENCES.get(event.type, ("", ""))
    if not words:
        return Happening("", event.type, event.type, event.created_at)
    return Happening(tone, words.format_map(_parts(event, names, app)), event.type, event.created_at)


def _parts(event: RecordedEvent, names: Names, app: str | None) -> dict[str, str]:
    account = _label(event.data.get("account"))
    integration_id = str(event.data.get("integration_id", ""))
    return {
        "customer": names.customers.get(event.customer_id or "", "A customer"),
        "app": names.integrations.get(integration_id) or app or "an app",
        "slug": str(event.data.get("slug") or "An integration"),
        "account": f" ({account})" if account else "",
        "old": _label(event.data.get("from")) or "another one",
        "new": _label(event.data.get("to")) or "another one",
    }


def _label(account: object) -> str:
    if not isinstance(account, Mapping):
        return ""
    return str(account.get("label") or account.get("id") or "")
