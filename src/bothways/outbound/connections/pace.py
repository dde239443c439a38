"""When the worker looks after a connection, and how long to wait after a failure."""

from datetime import datetime, timedelta

from bothways.kit.backoff import Backoff
from bothways.kit.crypto import Entropy
from bothways.outbound.connections.lifetime import Lifetime, ahead_at, keep_alive_at
from bothways.outbound.providers.model import RefreshBehaviour

# After so many renewals that no reader asked for, the connection is idle: it is renewed again when somebody reads it.
IDLE_AFTER = 24

# With this many failures in a row an event tells of them; fewer are weather.
FAILING_FROM = 3

BACKOFF = Backoff(base_seconds=5, cap_seconds=15 * 60)
# A Retry-After beyond this is a mistake; the provider says it again if not.
_LONGEST_WAIT = timedelta(hours=1)
_SHORTEST_WAIT = timedelta(seconds=1)


def next_look(life: Lifetime, behaviour: RefreshBehaviour, *, unasked: int, entropy: Entropy) -> datetime | None:
    """The instant for `refresh_leases.due_at`; None when there is nothing to look after."""
    share = fraction(entropy)
    ahead = ahead_at(life, share) if unasked < IDLE_AFTER or life.refresh_due_at is None else None
    alive = keep_alive_at(life.obtained_at, behaviour, share) if life.refresh_due_at is not None else None
    return min((at for at in (ahead, alive) if at is not None), default=None)


def retry_at(now: datetime, attempt: int, asked_seconds: float | None, entropy: Entropy) -> datetime:
    """When to ask again after failure number `attempt`: the backoff, or what the provider asks for within bounds."""
    wait = timedelta(seconds=BACKOFF.delay(attempt, entropy))
    if asked_seconds is not None:
        wait = max(wait, timedelta(seconds=min(asked_seconds, _LONGEST_WAIT.total_seconds())))
    return now + max(wait, _SHORTEST_WAIT)


def still_waiting(retry_at: datetime | None, now: datetime) -> bool:
    """Whether the provider is to be left alone. An instant too far away was written under a wrong clock."""
    return retry_at is not None and now < retry_at <= now + 2 * _LONGEST_WAIT


def fraction(entropy: Entropy) -> float:
    """A number from 0 up to 1."""
    return int.from_bytes(entropy.bytes(4)) / 2**32
