"""What a key may be told, and for how long it is remembered."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bothways.core.vault.model import Place
from bothways.kit.errors import DomainError, Kind

RETENTION = timedelta(hours=24)
# The slowest answers wait for a provider up to 75 s; whoever holds a claim for longer than two minutes is dead.
STALE_AFTER = timedelta(seconds=120)
RETRY_SECONDS = 1


class IdempotencyKeyReused(DomainError):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    kind = Kind.CONFLICT
    next_step = "Send a new Idempotency-Key for a new request, or the very same request with this one."


class RequestInFlight(DomainError):
    """The first request with this key has not been answered yet."""

    code = "request_in_flight"
    kind = Kind.CONFLICT
    next_step = "Wait for the first answer, or send the same request again after Retry-After."


@dataclass(frozen=True)
class StoredRequest:
    """What is known of a key. `answer` is sealed; None while the request is under way."""

    id: str
    environment_id: str
    subject: str
    key_digest: bytes
    sealed_fingerprint: bytes
    fence: int
    claimed_at: datetime
    expires_at: datetime
    sealed_answer: bytes | None

    def is_over(self, now: datetime) -> bool:
        """Whether the key may be used for something new."""
        return self.expires_at <= now

    def is_stale(self, now: datetime) -> bool:
        """Whether whoever held the claim must have died."""
        return self.sealed_answer is None and self.claimed_at + STALE_AFTER <= now


def digest(key: str) -> bytes:
    """What a key is found by; the key itself is not kept."""
    return hashlib.sha256(key.encode()).digest()


def fingerprint_place(request_id: str, environment_id: str, fence: int) -> Place:
    """Where a fingerprint lies. It is sealed because a body may hold a guessable secret."""
    return Place("idempotent_requests", "sealed_fingerprint", request_id, environment_id, fence)


def answer_place(request_id: str, environment_id: str, fence: int) -> Place:
    """Where an answer lies."""
    return Place("idempotent_requests", "sealed_answer", request_id, environment_id, fence)
