"""How an attempt to connect ended, in words for the person who made it. What a provider said is kept apart: it is
shown as text where administrators look, never as our own sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.kit.errors import DomainError
from bothways.outbound.connect.model import TRANSITIONS, Authorization, Status
from bothways.outbound.connections.model import Connection


@dataclass(frozen=True)
class Words:
    """What a page says. `tone` is good, warn or bad."""

    tone: str
    title: str
    text: str


_WORDS: Mapping[str, Words] = {
    "authorization_refused": Words(
        "warn", "{app} was not connected", "Access was not allowed there, so nothing was connected."
    ),
    "authorization_expired": Words(
        "warn", "That took too long", "The page was open for more than 15 minutes. Nothing was connected."
    ),
    "authorization_state_unknown": Words(
        "warn",
        "This answer cannot be used",
        "It was used before, came too late, or belongs to another page. Nothing was changed by it.",
    ),
    "authorization_browser_mismatch": Words(
        "bad",
        "This was started in another browser",
        "To keep accounts safe, connecting has to end in the browser in which it began. Nothing was connected.",
    ),
    "authorization_issuer_mismatch": Words(
        "bad",
        "The answer came from somewhere else",
        "It was not sent by the service that was asked, so it was not used. Nothing was connected.",
    ),
    "authorization_callback_malformed": Words(
        "bad", "This answer cannot be read", "Something is missing from it, or was changed on the way."
    ),
    "start_link_used": Words(
        "warn", "This link was opened before", "Each link works once, for fifteen minutes. Nothing was changed."
    ),
    "ticket_refused": Words(
        "warn",
        "This link does not work any more",
        "It was opened before, or is too old. Go back to {operator} and open the page again.",
    ),
    "connect_link_refused": Words(
        "warn",
        "This link does not work any more",
        "Links like this one are open for a while, and can be taken back. Ask whoever sent it for a new one.",
    ),
    "connect_link_busy": Words(
        "warn", "One moment", "This link was opened very often just now. Try again in a minute."
    ),
    "integration_misconfigured": Words(
        "bad",
        "{app} cannot be connected right now",
        "It is not your fault: {operator} has to correct its settings for {app}. Please tell them.",
    ),
    "integration_disabled": Words("warn", "{app} is switched off", "{operator} does not offer it at the moment."),
    "integration_not_found": Words("warn", "There is no such app", "It may have been removed meanwhile."),
    "connection_misconfigured": Words(
        "warn", "{app} was not connected", "{app} does not know the account that was entered. Check it and try again."
    ),
    "credentials_refused": Words("warn", "{app} was not connected", "{app} does not accept what was entered."),
    "provider_down": Words(
        "warn",
        "{app} does not answer",
        "It may be down for a moment. Nothing was connected; try again in a few minutes.",
    ),
    "provider_throttled": Words(
        "warn", "{app} is busy", "It asks for a pause. Nothing was connected; try again in a few minutes."
    ),
    "provider_unclear": Words(
        "bad", "{app} was not connected", "{app} refused, for a reason that it did not make clear. Try again."
    ),
    "grant_dead": Words(
        "warn", "{app} was not connected", "{app} takes back what it allowed a moment ago. Try again from the start."
    ),
    "connection_not_found": Words(
        "warn", "This account is not here any more", "It was removed meanwhile. You can connect it anew."
    ),
    "connection_disconnected": Words("warn", "This account was disconnected meanwhile", "You can connect it anew."),
    "invalid_input": Words(
        "warn", "{app} was not connected", "{app} left out something that is needed. Try again from the start."
    ),
    "csrf_refused": Words(
        "bad", "That was not sent from this page", "Nothing was changed. Go back, and try it again there."
    ),
    "environment_not_found": Words("warn", "There is nothing here", "What this link belonged to is gone."),
}
_EXPIRED = _WORDS["authorization_expired"]
_FAILED = Words("bad", "{app} was not connected", "Something went wrong. Nothing was connected; try again.")


def failed(error: DomainError | str | None, *, app: str, operator: str) -> Words:
    """The words for an error, or for its code."""
    code = error.code if isinstance(error, DomainError) else error or ""
    return _filled(_WORDS.get(code, _FAILED), app, operator)


def connected(app: str, connection: Connection | None, *, again: bool = False) -> Words:
    """The words for a connection that stands, and whose account it leads to."""
    if connection is None:
        return Words("good", f"{app} is connected", "")
    if connection.replaced_account is not None:
        return Words("warn", f"{app} leads to another account now", replaced(connection) or "")
    return Words("good", f"{app} is {'reconnected' if again else 'connected'}", account_name(connection))


def replaced(connection: Connection) -> str | None:
    """That the account behind the connection is not the one from before; None when it is."""
    before = connection.replaced_account
    if before is None:
        return None
    now = account_name(connection) or "another account"
    return f"This is now connected to {now} instead of {before.label or before.id}."


def account_name(connection: Connection) -> str:
    """What people call the account; empty when the provider did not say."""
    return connection.label or connection.account_label or ""


def of(
    authorization: Authorization, status: Status, connection: Connection | None, *, app: str, operator: str
) -> Words | None:
    """How an attempt ended; None while it goes on."""
    if status in TRANSITIONS:
        return None
    if status is Status.CONNECTED:
        return connected(app, connection)
    return _EXPIRED if status is Status.EXPIRED else failed(authorization.error_code, app=app, operator=operator)


def _filled(words: Words, app: str, operator: str) -> Words:
    parts = {"app": app, "operator": operator}
    return Words(words.tone, words.title.format_map(parts), words.text.format_map(parts))
