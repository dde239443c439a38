"""What the worker does for this room: renewing ahead of expiry, giving tokens back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bothways.core.durable.model import Job
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.errors import DomainError
from bothways.kit.limits import TokenBuckets
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.errors import RefreshInProgress
from bothways.outbound.connections.lease import Lease, Phase
from bothways.outbound.connections.lifetime import usable
from bothways.outbound.connections.model import Connection, State
from bothways.outbound.connections.pace import fraction
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.revocation import Revoke

BATCH = 50
AT_ONCE = 8
# Fewer than AT_ONCE, so that a provider that does not answer leaves room for the others.
AT_ONCE_EACH = 3
REVOKE_BATCH = 20
# One provider, from one node: thousands that fall due together are spread over minutes.
PER_SECOND = 5.0
BURST = 20.0
# Should this process die, another looks after what it took.
_HIDDEN = timedelta(minutes=5)
_SPREAD_SECONDS = 30.0
_SILENCE_SECONDS = 30.0


@dataclass(frozen=True)
class _Run:
    """One batch: who waits for whom, and the integrations whose provider was seen not to answer."""

    silent: set[str] = field(default_factory=set)
    _turns: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    def turn(self, integration_id: str) -> asyncio.Semaphore:
        return self._turns.setdefault(integration_id, asyncio.Semaphore(AT_ONCE_EACH))


@dataclass(frozen=True)
class RefreshAhead:
    """Renew what falls due before a reader has to wait for it, and end what expires without a way to renew it.

    Many that fall due at once (after a night without power, say) are paced by provider, and those of a provider that
    does not answer are left for later, so that it holds up no other's; a reader who needs one of them does not wait
    for its turn.
    """

    database: Database
    refresh: Refresh
    clock: Clock
    entropy: Entropy
    buckets: TokenBuckets
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False, compare=False)

    async def __call__(self) -> bool:
        """One batch. True when there may be more that is due now."""
        now = self.clock.now()
        async with self.database.begin() as tx:
            due = await lease_store.take_due(tx, now, until=now + _HIDDEN, limit=BATCH)
        run = _Run()
        outcomes = await asyncio.gather(*(self._look_after(lease, run) for lease in due), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return len(due) == BATCH

    async def _look_after(self, lease: Lease, run: _Run) -> None:
        async with self._room, self.database.read() as tx:
            held = await store.find(tx, lease.environment_id, lease.connection_id)
        async with run.turn("" if held is None else held.integration_id), self._room:
            trigger = None if held is None else _trigger(held, lease)
            if held is None or trigger is None:
                await self._move(lease, None)
            elif not held.renewable and usable(held.life, self.clock.now()):
                # The clock was set back since this was planned.
                await self._move(lease, held.expires_at)
            else:
                await self._renew(held, lease, trigger, run)

    async def _renew(self, held: Connection, lease: Lease, trigger: Trigger, run: _Run) -> None:
        wait = self._wait(held, run) if held.renewable else None
        if wait is not None:
            later = timedelta(seconds=wait + _SPREAD_SECONDS * fraction(self.entropy))
            await self._move(lease, self.clock.now() + later)
            return
        try:
            await self.refresh(held, trigger)
        except RefreshInProgress:
            run.silent.add(held.integration_id)
        except DomainError:
            # Told in the log line of the renewal, and written down where it has to be.
            return

    def _wait(self, held: Connection, run: _Run) -> float | None:
        """Seconds to leave the provider alone."""
        return _SILENCE_SECONDS if held.integration_id in run.silent else self.buckets.take(held.integration_id)

    async def _move(self, lease: Lease, due_at: datetime | None) -> None:
        async with self.database.begin() as tx:
            await lease_store.change(tx, lease.connection_id, lease.fence, due_at=due_at)


def _trigger(held: Connection, lease: Lease) -> Trigger | None:
    if held.state is State.ACTIVE:
        return Trigger.WORKER
    # Given up while an answer was on its way to be applied: the answer saves it.
    return Trigger.REVIVAL if held.state is State.NEEDS_REAUTH and lease.phase is Phase.ANSWERED else None


def jobs(ahead: RefreshAhead, revoke: Revoke) -> Sequence[Job]:
    """The room's due work."""

    async def revoke_batch() -> bool:
        return await revoke(limit=REVOKE_BATCH) == REVOKE_BATCH

    return [
        Job("connections.refresh_ahead", 5.0, ahead),
        Job("connections.revoke", 2.0, revoke_batch),
    ]
