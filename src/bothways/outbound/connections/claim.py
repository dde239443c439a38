"""Claiming the right to ask the provider, and writing down that it is about to be asked."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bothways.core.events.log import EventLog
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.give_up import give_up
from bothways.outbound.connections.lease import Lease, Phase, idle, was_rolled_back
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.connections.pace import still_waiting
from bothways.outbound.connections.shown import Shown
from bothways.outbound.connections.waiting import Watch

# Should this process die, the worker looks after the connection then.
_LOOK_AGAIN = timedelta(minutes=1)


class Trigger(StrEnum):
    """Why credentials are renewed."""

    READER = "reader"
    WORKER = "worker"
    DEMAND = "demand"  # somebody says that they do not work, or wants new ones
    REVIVAL = "revival"  # somebody wants to try although the connection was given up

    @property
    def insists(self) -> bool:
        """Whether the pause after a failure is skipped."""
        return self in {Trigger.DEMAND, Trigger.REVIVAL}


@dataclass(frozen=True)
class Claimed:
    """The lease is ours. `uncertain`: an owner before us may have asked, and its answer is not known."""

    connection: Connection
    lease: Lease
    uncertain: bool
    trigger: Trigger


@dataclass(frozen=True)
class Held:
    """Somebody else has it, and lives."""


@dataclass(frozen=True)
class Moved:
    """The connection is not what it was when it was read, or must not be asked about now: look again."""


@dataclass(frozen=True)
class Claim:
    """One transaction: take the lease if it is free or its owner dead, and note that the provider is being asked.

    Whoever finds the note after a crash knows that the refresh token may have been spent.
    """

    database: Database
    events: EventLog
    clock: Clock
    shown: Shown
    owner: str

    async def __call__(
        self, connection: Connection, trigger: Trigger, watch: Watch, *, spends: bool
    ) -> Claimed | Held | Moved:
        """`spends`: asking may use up a refresh token, so that older ones must not be shown."""
        async with self.database.begin() as tx:
            result = await self._within(tx, connection, trigger, watch, spends=spends)
        if spends and isinstance(result, Claimed) and result.lease.phase is Phase.ASKED:
            self.shown.note(result.connection, result.lease)
        return result

    async def _within(
        self, tx: Transaction, connection: Connection, trigger: Trigger, watch: Watch, *, spends: bool
    ) -> Claimed | Held | Moved:
        lease = await lease_store.lock(tx, connection.id)
        if lease is not None and lease.owner is not None and not watch.dead(lease.mark):
            return Held()
        held = await store.lock(tx, connection.environment_id, connection.id)
        if held is None or is_settled(connection, held):
            return Moved()
        if still_waiting(held.retry_at, self.clock.now()) and not trigger.insists:
            return Moved()
        if spends and lease is not None and self._was_put_back(held, lease) and trigger is not Trigger.REVIVAL:
            await give_up(tx, self.events, held, lease, Reason.ROLLED_BACK, self.clock.now())
            return Moved()
        return await self._take(tx, held, lease or idle(held), trigger)

    def _was_put_back(self, held: Connection, lease: Lease) -> bool:
        return was_rolled_back(held, lease) or self.shown.forgotten(held, lease)

    async def _take(self, tx: Transaction, held: Connection, lease: Lease, trigger: Trigger) -> Claimed:
        waiting = lease.phase is Phase.ANSWERED and lease.base_version == held.version
        now = self.clock.now()
        taken = replace(
            lease,
            owner=self.owner,
            fence=lease.fence + 1,
            beat=0,
            phase=Phase.ANSWERED if waiting else Phase.ASKED,
            base_version=held.version,
            sealed_answer=lease.sealed_answer if waiting else None,
            answered_at=lease.answered_at if waiting else None,
            forced_at=now if trigger.insists else lease.forced_at,
            due_at=now + _LOOK_AGAIN,
        )
        await lease_store.put(tx, taken)
        uncertain = lease.phase is Phase.ASKED and lease.base_version == held.version
        return Claimed(held, taken, uncertain, trigger)


def is_settled(asked: Connection, now_held: Connection) -> bool:
    """Whether somebody else has renewed, given up or disconnected it since `asked` was read."""
    return (now_held.version, now_held.state) != (asked.version, asked.state) or now_held.state is State.DISCONNECTED
