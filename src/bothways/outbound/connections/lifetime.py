"""When credentials are due: a share of their lifetime before they expire, and never in a loop."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bothways.outbound.providers.model import RefreshBehaviour

# A fixed margin fails at both ends: lifetimes reach from minutes to months.
_SHARE = 0.2
_LEAST_MARGIN = timedelta(seconds=1)
_MOST_MARGIN = timedelta(minutes=15)
# What nobody documented: most providers that hand out refresh tokens use an hour.
_ASSUMED = timedelta(hours=1)
# Credentials from further in the future than this say that the clock was set back since.
_CLOCK_TOLERANCE = timedelta(minutes=5)
_CLOCK_TOLERANCE_MICROSECONDS = _CLOCK_TOLERANCE // timedelta(microseconds=1)
# In the last quarter of the margin a caller might see the token expire before using it.
_COMFORT = 0.25


class Freshness(Enum):
    """What to do with credentials now."""

    FRESH = auto()  # hand them out
    DUE = auto()  # hand them out and renew them meanwhile
    SPENT = auto()  # renew them first


@dataclass(frozen=True)
class Lifetime:
    """When credentials that were obtained at `obtained_at` expire and are to be renewed; None is never or unknown."""

    obtained_at: datetime
    expires_at: datetime | None
    refresh_due_at: datetime | None


def lifetime(
    obtained_at: datetime, expires_in_seconds: int | None, behaviour: RefreshBehaviour, *, renewable: bool
) -> Lifetime:
    """How long credentials live by what the provider says now, or else by what it documents.

    Said nothing (or nothing that makes sense): the documented lifetime, else an hour if they can be renewed.
    """
    seconds = expires_in_seconds
    if seconds is None and behaviour.access_token_expires:
        seconds = behaviour.access_token_lifetime_seconds
    if seconds is not None:
        expires_at = obtained_at + timedelta(seconds=seconds)
        return Lifetime(obtained_at, expires_at, expires_at - margin(timedelta(seconds=seconds)) if renewable else None)
    assumed = obtained_at + _ASSUMED if renewable and behaviour.access_token_expires else None
    return Lifetime(obtained_at, None, assumed)


def margin(length: timedelta) -> timedelta:
    """How long before the end to renew: a fifth of the lifetime, between one second and fifteen minutes."""
    # Not more than half, or a token of one second would be due the moment it arrives.
    return min(max(length * _SHARE, _LEAST_MARGIN), _MOST_MARGIN, length / 2)


def freshness(life: Lifetime, now: datetime) -> Freshness:
    """Credentials without a due instant are FRESH until they expire, then SPENT.

    A clock that was set back far makes them SPENT: how long they live cannot be told any more, and one renewal
    puts it right.
    """
    if life.refresh_due_at is None:
        return Freshness.FRESH if usable(life, now) else Freshness.SPENT
    if now < life.obtained_at - _CLOCK_TOLERANCE:
        return Freshness.SPENT
    if now < life.refresh_due_at:
        return Freshness.FRESH
    if life.expires_at is None or now >= life.expires_at - _COMFORT * (life.expires_at - life.refresh_due_at):
        return Freshness.SPENT
    return Freshness.DUE


def is_plainly_fresh(obtained_at: int, expires_at: int | None, refresh_due_at: int | None, now: int) -> bool:
    """`freshness(...) is FRESH` for instants as they are stored, in microseconds: what a hot read can afford."""
    if refresh_due_at is None:
        return expires_at is None or now < expires_at
    return obtained_at - _CLOCK_TOLERANCE_MICROSECONDS <= now < refresh_due_at


def usable(life: Lifetime, now: datetime) -> bool:
    """Whether the credentials may still work. Where no expiry is known, they may."""
    return life.expires_at is None or now < life.expires_at


def ahead_at(life: Lifetime, share: float) -> datetime | None:
    """When the worker renews what no reader has renewed: between a quarter and half of the margin after it is due.

    Readers come first: that is how the worker notices connections that nobody reads. `share` (0 to 1) spreads
    connections that were made together.
    """
    if life.refresh_due_at is None:
        return life.expires_at
    if life.expires_at is None:
        return life.refresh_due_at + _MOST_MARGIN * share
    return life.refresh_due_at + (life.expires_at - life.refresh_due_at) * (0.25 + 0.25 * share)


def keep_alive_at(obtained_at: datetime, behaviour: RefreshBehaviour, share: float) -> datetime | None:
    """When to renew an idle connection, lest its refresh token die of disuse: about half its documented life."""
    if behaviour.refresh_token_lifetime_seconds is None:
        return None
    return obtained_at + timedelta(seconds=behaviour.refresh_token_lifetime_seconds) * (0.4 + 0.2 * share)
