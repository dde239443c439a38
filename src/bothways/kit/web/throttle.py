"""How often a caller may ask, counted by what the border proved: environment, key and peer address."""

from dataclasses import dataclass
from math import ceil

from bothways.kit.clock import Clock
from bothways.kit.limits import TokenBuckets
from bothways.kit.peers import host_of
from bothways.kit.web.exchange import Who
from bothways.kit.web.problems import TooManyRequests

FAILURES_PER_SECOND = 1.0
FAILURES_AT_ONCE = 30.0
PUBLIC_PER_SECOND = 100.0
_SUBJECT_PART = 10


@dataclass(frozen=True)
class Throttle:
    """An environment's keys share its allowance, so many keys are worth no more than one.

    A subject, such as one customer with all of its sessions, gets a part of it: no browser can keep the operator's own
    backend waiting.
    """

    environments: TokenBuckets
    callers: TokenBuckets
    subjects: TokenBuckets
    failures: TokenBuckets
    strangers: TokenBuckets

    @classmethod
    def of(cls, clock: Clock, requests_per_second: float, public_per_second: float = PUBLIC_PER_SECOND) -> "Throttle":
        """The house's shape: bursts of twice the rate, a tenth of it all for one subject, one failure a second; and
        `public_per_second` for one address that nobody knows, with bursts of twice as many.
        """
        burst = 2 * requests_per_second
        return cls(
            environments=TokenBuckets(clock, requests_per_second, burst),
            callers=TokenBuckets(clock, requests_per_second, burst),
            subjects=TokenBuckets(clock, requests_per_second / _SUBJECT_PART, max(1.0, burst / _SUBJECT_PART)),
            failures=TokenBuckets(clock, FAILURES_PER_SECOND, FAILURES_AT_ONCE),
            strangers=TokenBuckets(clock, public_per_second, 2 * public_per_second),
        )

    def admit(self, who: Who) -> None:
        """Count one request. Raises TooManyRequests."""
        wait = self.subjects.take(f"{who.environment} {who.subject}") if who.subject else None
        if wait is None:
            wait = self.callers.take(who.actor)
        if wait is None:
            wait = self.environments.take(who.environment)
        if wait is not None:
            raise _refused("Too many requests with this credential, or in its environment.", wait)

    def failed(self, peer: str) -> None:
        """Count one failed authentication. Raises TooManyRequests when this address had too many.

        A valid credential is never refused for its neighbours' failures: behind one proxy all peers look alike, and a
        single broken client must not lock everybody out.
        """
        wait = self.failures.take(host_of(peer))
        if wait is not None:
            raise _refused("Too many failed authentications from this address.", wait)

    def passed(self, peer: str) -> None:
        """Count one request of somebody who is not asked who they are. Raises TooManyRequests.

        Nothing was used up then: a link, a form or an answer of a provider works a moment later.
        """
        wait = self.strangers.take(host_of(peer))
        if wait is not None:
            raise _refused("Too many requests from this address.", wait)


def _refused(detail: str, wait: float) -> TooManyRequests:
    return TooManyRequests(detail, retry_after_seconds=max(1, ceil(wait)))
