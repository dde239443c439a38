"""What the server knows of a session, in a form that a script can compare."""

from collections.abc import Sequence
from datetime import datetime

from bothways.kit.crypto import sha256
from bothways.marketplace.schemas import AttemptOut, IntegrationStateOut, StateOut
from bothways.outbound.catalog.model import Entry
from bothways.outbound.connect.model import TRANSITIONS, Authorization


def state_of(entries: Sequence[Entry], attempts: Sequence[Authorization], now: datetime) -> StateOut:
    """The state of everything that the session sees."""
    seen = [(attempt, attempt.seen_at(now)) for attempt in attempts]
    return StateOut(
        version=version_of(entries, attempts),
        pending=sum(status in TRANSITIONS for _, status in seen),
        integrations=[
            IntegrationStateOut(entry.integration.id, entry.integration.slug, entry.standing) for entry in entries
        ],
        authorizations=[AttemptOut(attempt.id, attempt.integration_id, status) for attempt, status in seen],
    )


def version_of(entries: Sequence[Entry], attempts: Sequence[Authorization]) -> str:
    """Changes with every connection, and with every attempt that ends; not when one merely goes on."""
    shown = [
        (held.id, held.state, held.reason, held.label, held.account_label, held.scopes)
        for entry in entries
        for held in entry.connections
    ]
    ended = [(attempt.id, attempt.status) for attempt in attempts if attempt.status not in TRANSITIONS]
    return sha256(repr((sorted(shown, key=repr), sorted(ended))).encode()).hex()[:16]
