"""The border's memory of idempotent calls, kept in the database."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from bothways.core.idempotency import store
from bothways.core.idempotency.model import (
    RETENTION,
    RETRY_SECONDS,
    IdempotencyKeyReused,
    RequestInFlight,
    StoredRequest,
    answer_place,
    digest,
    fingerprint_place,
)
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.crypto import same
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import DomainError
from bothways.kit.ids import Ids
from bothways.kit.web.replay import Asked, Claim
from bothways.kit.web.reply import Reply


class _Answer(msgspec.Struct, array_like=True, frozen=True):
    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class StoredReplays:
    """Implements `kit.web.replay.Replays`: claim before the work, answer after it, both fenced."""

    database: Database
    vault: Vault
    ids: Ids
    clock: Clock

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """What `claim` raises."""
        return (IdempotencyKeyReused, RequestInFlight)

    async def claim(self, asked: Asked) -> Claim | Reply:
        """The right to do the work, or the answer of whoever did it. Raises IdempotencyKeyReused, RequestInFlight."""
        now = self.clock.now()
        async with self.database.begin() as tx:
            fresh = await self._sealed(tx, asked, self.ids.new("idem"), 1, now)
            if await store.add(tx, fresh):
                return Claim(asked, fresh.id, fresh.fence)
            held = await store.find(tx, asked.environment_id, asked.subject, fresh.key_digest)
            if held is None:
                # Released between the two statements; whoever asks again will find the way free.
                raise _in_flight()
            return await self._again(tx, asked, held, now)

    async def keep(self, claim: Claim, reply: Reply) -> None:
        """Seal and keep the answer."""
        asked = claim.asked
        plain = msgspec.msgpack.encode(_Answer(reply.status, reply.body, reply.headers))
        place = answer_place(claim.id, asked.environment_id, claim.fence)
        async with self.database.begin() as tx:
            sealed = await self.vault.seal(tx, asked.environment_id, plain, place)
            await store.answer(tx, claim.id, claim.fence, sealed)

    async def release(self, claim: Claim) -> None:
        """Forget the claim; the work was not done."""
        async with self.database.begin() as tx:
            await store.remove(tx, claim.id, claim.fence)

    async def _again(self, tx: Transaction, asked: Asked, held: StoredRequest, now: datetime) -> Claim | Reply:
        if held.is_over(now):
            return await self._take_over(tx, asked, held, now)
        place = fingerprint_place(held.id, held.environment_id, held.fence)
        known = await self.vault.unseal(held.sealed_fingerprint, held.environment_id, place, tx=tx)
        if not same(known.reveal(), asked.fingerprint):
            raise IdempotencyKeyReused("This Idempotency-Key came with another request before.")
        if held.sealed_answer is not None:
            return await self._answer(tx, held, held.sealed_answer)
        if held.is_stale(now):
            return await self._take_over(tx, asked, held, now)
        raise _in_flight()

    async def _take_over(self, tx: Transaction, asked: Asked, held: StoredRequest, now: datetime) -> Claim:
        renewed = await self._sealed(tx, asked, held.id, held.fence + 1, now)
        if not await store.take_over(tx, held, renewed):
            raise _in_flight()
        return Claim(asked, renewed.id, renewed.fence)

    async def _answer(self, tx: Transaction, held: StoredRequest, sealed: bytes) -> Reply:
        place = answer_place(held.id, held.environment_id, held.fence)
        plain = await self.vault.unseal(sealed, held.environment_id, place, tx=tx)
        kept = msgspec.msgpack.decode(plain.reveal(), type=_Answer)
        return Reply(kept.status, kept.body, kept.headers)

    async def _sealed(self, tx: Transaction, asked: Asked, request_id: str, fence: int, now: datetime) -> StoredRequest:
        place = fingerprint_place(request_id, asked.environment_id, fence)
        sealed = await self.vault.seal(tx, asked.environment_id, asked.fingerprint, place)
        return StoredRequest(
            id=request_id,
            environment_id=asked.environment_id,
            subject=asked.subject,
            key_digest=digest(asked.key),
            sealed_fingerprint=sealed,
            fence=fence,
            claimed_at=now,
            expires_at=now + RETENTION,
            sealed_answer=None,
        )


def _in_flight() -> RequestInFlight:
    return RequestInFlight("A request with this Idempotency-Key is under way.", retry_after_seconds=RETRY_SECONDS)
