"""How an attempt to connect ended, in words for the person who made it. What a provider said is kept apart: it is
shown as text where administrators look, never as our own sentence.
"""

from dataclasses import dataclass

from bothways.kit.errors import DomainError
from bothways.marketplace.languages import ENGLISH, Language
from bothways.outbound.connect.model import TRANSITIONS, Authorization, Status
from bothways.outbound.connections.model import Connection


@dataclass(frozen=True)
class Words:
    """What a page says. `tone` is good, warn or bad."""

    tone: str
    title: str
    text: str


# Somebody may mean harm here, or somebody has to correct something: the rest comes and goes.
_BAD = frozenset(
    {
        "authorization_browser_mismatch",
        "authorization_issuer_mismatch",
        "authorization_callback_malformed",
        "integration_misconfigured",
        "provider_unclear",
        "csrf_refused",
        "unknown",
    }
)


def failed(
    error: DomainError | str | None, language: Language = ENGLISH, *, app: str | None = None, product: str | None = None
) -> Words:
    """The words for an error, or for its code. Without their names the app and the operator's product are described."""
    code = error.code if isinstance(error, DomainError) else error or ""
    if not language.has(f"outcome.{code}.text"):
        code = "unknown"
    names = {"app": app or language.say("outcome.app"), "product": product or language.say("outcome.product")}
    title, text = (language.say(f"outcome.{code}{part}", **names) for part in ("", ".text"))
    return Words("bad" if code in _BAD else "warn", title, text)


def connected(app: str | None, connection: Connection | None, language: Language = ENGLISH) -> Words:
    """The words for a connection that stands, and whose account it leads to."""
    app = app or language.say("outcome.app")
    if connection is not None and connection.replaced_account is not None:
        return Words("warn", language.say("outcome.replaced", app=app), replaced(connection, language) or "")
    return Words("good", language.say("attempt.connected", app=app), account_name(connection) if connection else "")


def replaced(connection: Connection, language: Language = ENGLISH) -> str | None:
    """That the account behind the connection is not the one from before; None when it is."""
    before = connection.replaced_account
    if before is None:
        return None
    now = account_name(connection) or language.say("outcome.another_account")
    return language.say("accounts.replaced", now=now, before=before.label or before.id)


def account_name(connection: Connection) -> str:
    """What people call the account; empty when the provider did not say."""
    return connection.label or connection.account_label or ""


def of(
    authorization: Authorization,
    status: Status,
    connection: Connection | None,
    language: Language = ENGLISH,
    *,
    app: str | None,
    product: str,
) -> Words | None:
    """How an attempt ended; None while it goes on."""
    if status in TRANSITIONS:
        return None
    if status is Status.CONNECTED:
        return connected(app, connection, language)
    code = "authorization_expired" if status is Status.EXPIRED else authorization.error_code
    return failed(code, language, app=app, product=product)
