"""Idempotency as the border needs it; the room that keeps the answers is handed in."""

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from bothways.kit.errors import DomainError, FieldError
from bothways.kit.limits import IDEMPOTENCY_KEY_CHARACTERS
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.problems import MalformedRequest
from bothways.kit.web.reply import Header, Reply

KEY_HEADER = "Idempotency-Key"
REPLAYED: Header = (b"idempotency-replayed", b"true")
_KEY = re.compile(rf"[\x21-\x7e]{{1,{IDEMPOTENCY_KEY_CHARACTERS}}}")


@dataclass(frozen=True)
class Asked:
    """A request that came with a key. `fingerprint` is a digest of everything that decides its answer."""

    environment_id: str
    subject: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True)
class Claim:
    """The right to run the handler for one key; a later owner's `fence` is greater."""

    asked: Asked
    id: str
    fence: int


class Replays(Protocol):
    """Keeps the answers of idempotent calls for a while. `errors` are those that `claim` raises."""

    @property
    def errors(self) -> tuple[type[DomainError], ...]: ...

    async def claim(self, asked: Asked) -> Claim | Reply:
        """The claim, or the answer that was given before. Raises DomainErrors of kind CONFLICT."""
        ...

    async def keep(self, claim: Claim, reply: Reply) -> None:
        """Remember the answer. Does nothing when the claim was taken over meanwhile."""
        ...

    async def release(self, claim: Claim) -> None:
        """Give the claim back unanswered, so that the same key may try again."""
        ...


def asked(exchange: Exchange, who: Who, body: bytes) -> Asked | None:
    """The request's key and fingerprint, None without a key. Raises MalformedRequest on a key that cannot be one."""
    sent = exchange.headers(KEY_HEADER)
    if not sent:
        return None
    if len(sent) > 1 or not _KEY.fullmatch(sent[0]):
        reason = f"must be 1 to {IDEMPOTENCY_KEY_CHARACTERS} visible ASCII characters, sent once"
        raise MalformedRequest(f"{KEY_HEADER} {reason}.", fields=[FieldError(KEY_HEADER, reason)])
    return Asked(who.environment, who.subject, sent[0], _fingerprint(exchange, body))


def _fingerprint(exchange: Exchange, body: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in (exchange.method.encode(), exchange.path.encode(), exchange.scope.get("query_string", b""), body):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
