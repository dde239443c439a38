"""Renewing credentials: one request to the provider at a time, over all nodes, and no answer lost.

    claim, note "asked"  ->  ask  ->  note the answer  ->  make it the connection's

What a crash between two steps leaves behind, and what is done about it:

- before "asked": nothing. The next caller starts anew.
- after "asked": the refresh token may be spent. The next owner asks once more; the provider's word decides.
- after the answer was noted: the next owner applies it, without asking.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bothways.core.vault.model import SealBroken
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.errors import DatabaseUnavailable
from bothways.kit.log import note
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.ask import Ask, Question
from bothways.outbound.connections.claim import Claim, Claimed, Trigger, is_settled
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.fail import Fail, Failure, hindrance
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.give_up import GiveUp
from bothways.outbound.connections.heart import beating
from bothways.outbound.connections.lease import Lease, Phase
from bothways.outbound.connections.lifetime import usable
from bothways.outbound.connections.material import Tokens
from bothways.outbound.connections.model import Connection, Reason
from bothways.outbound.connections.pace import still_waiting
from bothways.outbound.connections.renewed import Harvest
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.settle import Settle
from bothways.outbound.connections.times import Times
from bothways.outbound.connections.waiting import Watch
from bothways.outbound.providers.verdict import ProviderError

T = TypeVar("T")


@dataclass(frozen=True)
class Renew:
    """See the module. It takes as long as it takes; `Refresh` gives callers their patience.

    Returns the connection with new credentials, whoever renewed them. Raises NeedsReauth, ConnectionDisconnected,
    ConnectionNotFound, ProviderUnavailable, IntegrationMisconfigured, ConnectionMisconfigured, SealBroken.
    """

    database: Database
    claim: Claim
    ask: Ask
    settle: Settle
    fail: Fail
    give_up: GiveUp
    custody: Custody
    clock: Clock
    times: Times

    async def __call__(self, asked: Connection, trigger: Trigger) -> Connection:
        watch = Watch(self.clock, self.times.lease)
        while True:
            held, lease = await self._look(asked)
            if is_settled(asked, held):
                held.require_active()
                return held
            if not held.renewable:
                return await self._end(held)
            if still_waiting(held.retry_at, self.clock.now()) and not trigger.insists:
                raise hindrance(held, self.clock.now())
            if lease is not None and lease.owner is not None and not watch.dead(lease.mark):
                note(waited=True)
                await self.clock.sleep(self.times.poll)
                continue
            question = await self.ask.prepare(held)
            claimed = await self.claim(held, trigger, watch, spends=question.spends)
            if isinstance(claimed, Claimed):
                return await self._work(claimed, question)

    async def _look(self, asked: Connection) -> tuple[Connection, Lease | None]:
        async with self.database.read() as tx:
            held = await store.find(tx, asked.environment_id, asked.id)
            lease = await lease_store.find(tx, asked.id)
        if held is None:
            raise ConnectionNotFound(NOT_FOUND)
        return held, lease

    async def _end(self, held: Connection) -> Connection:
        """Nothing to renew with: once the credentials have expired, only the customer can help."""
        if not usable(held.life, self.clock.now()):
            held = await self.give_up(held, Reason.EXPIRED)
        held.require_active()
        return held

    async def _work(self, claimed: Claimed, question: Question) -> Connection:
        async with beating(self.database, self.clock, claimed.lease, self.times.beat):
            harvest = await self._noted(claimed)
            if harvest is None:
                answer = await self._ask(claimed, question)
                if isinstance(answer, Failure):
                    note(verdict=answer.error.verdict, uncertain=answer.uncertain)
                    return await self.fail(claimed, question, answer)
                harvest = Harvest(answer, self.clock.now())
                await self._firmly(self.settle.journal, claimed, harvest)
            return await self._firmly(self.settle.apply, claimed, question, harvest)

    async def _noted(self, claimed: Claimed) -> Harvest | None:
        """The answer that an owner before us noted and did not live to apply."""
        lease = claimed.lease
        if lease.phase is not Phase.ANSWERED or lease.answered_at is None:
            return None
        try:
            tokens = await self.custody.answer(claimed.connection, lease)
        except SealBroken:
            return None
        note(recovered=True)
        return None if tokens is None else Harvest(tokens, lease.answered_at)

    async def _ask(self, claimed: Claimed, question: Question) -> Tokens | Failure:
        note(asked=1, uncertain_before=claimed.uncertain)
        try:
            return await self.ask(question)
        except ProviderError as error:
            first = Failure(error, error.uncertain or claimed.uncertain)
        if not first.error.uncertain or claimed.uncertain:
            return first
        # The answer is lost. If the provider rotated the refresh token, it accepts the old one for moments at best.
        await self.clock.sleep(self.times.careful)
        if not await self._is_ours(claimed):
            return first
        note(asked=2)
        try:
            return await self.ask(question)
        except ProviderError as error:
            return Failure(error, uncertain=True)

    async def _is_ours(self, claimed: Claimed) -> bool:
        held, lease = await self._look(claimed.connection)
        return not is_settled(claimed.connection, held) and lease is not None and lease.fence == claimed.lease.fence

    async def _firmly(self, step: Callable[..., Awaitable[T]], *given: object) -> T:
        """Until the database takes it: what we hold may be the only copy of a refresh token."""
        while True:
            try:
                return await step(*given)
            except DatabaseUnavailable:
                note(held_back=True)
                await self.clock.sleep(self.times.hold)
