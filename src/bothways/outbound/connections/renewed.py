"""What a connection becomes by a provider's answer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bothways.core.events.model import Event
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.lifetime import lifetime
from bothways.outbound.connections.material import Tokens
from bothways.outbound.connections.model import Connection, Signal, State
from bothways.outbound.connections.pace import FAILING_FROM
from bothways.outbound.providers.model import RefreshBehaviour


@dataclass(frozen=True)
class Harvest:
    """An answer: what was given, and when."""

    tokens: Tokens
    answered_at: datetime


def renewed(held: Connection, lease: Lease, harvest: Harvest, behaviour: RefreshBehaviour, now: datetime) -> Connection:
    """The connection with everything that an answer decides; its secrets are sealed by the caller."""
    tokens = harvest.tokens
    life = lifetime(harvest.answered_at, tokens.expires_in_seconds, behaviour, renewable=True)
    return replace(
        held,
        state=held.after(Signal.RENEWED),
        reason=None,
        # Nothing said means "as before" (RFC 6749 section 5.1).
        scopes=held.scopes if tokens.scopes is None else tokens.scopes,
        values={**held.values, **tokens.values},
        # Beyond whatever was kept last: versions are never used twice, even after older rows were put back.
        version=max(held.version, lease.committed_version) + 1,
        obtained_at=life.obtained_at,
        expires_at=life.expires_at,
        refresh_due_at=life.refresh_due_at,
        retry_at=None,
        trouble=None,
        updated_at=now,
    )


def news(before: Connection, after: Connection, lease: Lease) -> Iterator[Event]:
    """What is worth telling. A renewal that went as it should is not: it happens every hour."""
    if set(before.scopes) != set(after.scopes):
        yield _event("connection.scopes_changed", after, {"from": list(before.scopes), "to": list(after.scopes)})
    if before.state is not State.ACTIVE or lease.attempts >= FAILING_FROM:
        yield _event("connection.recovered", after, {"after": before.reason or "refresh_failing"})


def _event(what: str, connection: Connection, data: dict[str, object]) -> Event:
    return Event(what, connection.environment_id, connection.id, connection.customer_id, data)
