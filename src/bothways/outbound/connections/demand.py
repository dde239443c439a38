"""Renewing on demand: somebody wants new credentials, or says that those at hand are rejected."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.errors import InvalidInput
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.claim import Trigger
from bothways.outbound.connections.errors import ConnectionNotFound, RefreshTooSoon, RefreshUnsupported
from bothways.outbound.connections.get import NOT_FOUND
from bothways.outbound.connections.give_up import GiveUp
from bothways.outbound.connections.lease import Lease
from bothways.outbound.connections.model import Connection, Reason, State
from bothways.outbound.connections.prove import Proof, Prove
from bothways.outbound.connections.refresh import Refresh
from bothways.outbound.connections.times import Times


@dataclass(frozen=True)
class Demand:
    """What somebody asks for.

    `rejected_version` is the `version` of the credentials that the provider's API rejected. `revive` tries even though
    the connection was given up, for the day on which a provider was wrong about many.
    """

    rejected_version: int | None = None
    revive: bool = False


@dataclass(frozen=True)
class RenewOnDemand:
    """One renewal per report, and none in a loop.

    A report about older credentials than those at hand is answered by them. Credentials that were renewed on demand a
    moment ago and are rejected again are beyond help: the connection needs its customer. What cannot be renewed is
    checked at the provider; where that is not possible either, the report is believed.

    Raises what Refresh raises, and RefreshTooSoon, RefreshUnsupported, InvalidInput.
    """

    database: Database
    refresh: Refresh
    give_up: GiveUp
    prove: Prove
    clock: Clock
    times: Times

    async def __call__(self, environment_id: str, connection_id: str, demand: Demand) -> Connection:
        held, lease = await self._read(environment_id, connection_id)
        held.require_connected()
        if not demand.revive:
            held.require_active()
        rejected = demand.rejected_version
        if rejected is not None and rejected > held.version:
            raise InvalidInput.of("rejected_version", f"the credentials at hand have version {held.version}")
        if rejected is not None and rejected < held.version:
            return held
        if not held.renewable:
            return await self._check(held, demand)
        self._refuse_haste(held, lease, demand)
        if self._is_proven(held, lease, demand):
            return await self._lost(held)
        trigger = Trigger.DEMAND if held.state is State.ACTIVE else Trigger.REVIVAL
        renewed = await self.refresh(held, trigger)
        if renewed.version == held.version:
            # We joined a renewal that was about to land, of older credentials.
            renewed = await self.refresh(held, trigger)
        return renewed

    async def _read(self, environment_id: str, connection_id: str) -> tuple[Connection, Lease | None]:
        async with self.database.read() as tx:
            held = await store.find(tx, environment_id, connection_id)
            lease = await lease_store.find(tx, connection_id)
        if held is None:
            raise ConnectionNotFound(NOT_FOUND)
        return held, lease

    async def _check(self, held: Connection, demand: Demand) -> Connection:
        if demand.rejected_version is None:
            raise RefreshUnsupported("These credentials do not come with anything to renew them.")
        if await self.prove(held) is Proof.GOOD:
            return held
        return await self._lost(held)

    async def _lost(self, held: Connection) -> Connection:
        lost = await self.give_up(held, Reason.REJECTED)
        lost.require_active()
        return lost

    def _refuse_haste(self, held: Connection, lease: Lease | None, demand: Demand) -> None:
        if self._is_proven(held, lease, demand):
            return
        since = self._since_forced(lease)
        left = None if since is None else self.times.between_forced - since.total_seconds()
        if left is not None and left > 0:
            raise RefreshTooSoon(
                "The credentials were renewed on demand moments ago, or this was tried.",
                retry_after_seconds=ceil(left),
            )

    def _is_proven(self, held: Connection, lease: Lease | None, demand: Demand) -> bool:
        """Whether the rejected credentials are themselves the fruit of a renewal on demand."""
        since = self._since_forced(lease)
        if since is None or lease is None or lease.forced_at is None or demand.rejected_version is None:
            return False
        return held.obtained_at >= lease.forced_at and since.total_seconds() < self.times.proven

    def _since_forced(self, lease: Lease | None) -> timedelta | None:
        return None if lease is None or lease.forced_at is None else _passed(lease.forced_at, self.clock.now())


def _passed(since: datetime, now: datetime) -> timedelta | None:
    """None when the clock was set back behind `since`: nothing can be said then."""
    return now - since if now >= since else None
