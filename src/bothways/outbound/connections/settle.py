"""Keeping the provider's answer: first in the lease, then on the connection."""

from dataclasses import dataclass, replace

from bothways.core.events.log import EventLog
from bothways.core.vault.model import OwnerShredded
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.ask import Question
from bothways.outbound.connections.claim import Claimed, Trigger
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.lease import Fate, Lease, Phase, fate_of_answer
from bothways.outbound.connections.material import current_of_tokens, merged
from bothways.outbound.connections.model import Connection
from bothways.outbound.connections.pace import next_look
from bothways.outbound.connections.renewed import Harvest, news, renewed
from bothways.outbound.connections.revocation import QueueRevocation
from bothways.outbound.connections.seal import Custody
from bothways.outbound.connections.tally import Deed, tally
from bothways.outbound.providers.revoke import HeldTokens


@dataclass(frozen=True)
class Settle:
    """`journal` writes the answer down, `apply` makes it the connection's credentials.

    Both may be repeated. An answer outlives the lease it was asked under: see `fate_of_answer`.
    """

    database: Database
    custody: Custody
    events: EventLog
    queue_revocation: QueueRevocation
    clock: Clock
    entropy: Entropy

    async def journal(self, claimed: Claimed, harvest: Harvest) -> None:
        """One small write: from here on a crash costs nothing. Without the lease it does nothing."""
        try:
            async with self.database.begin() as tx:
                sealed = await self.custody.seal_answer(tx, claimed.connection, harvest.tokens)
                await lease_store.change(
                    tx,
                    claimed.connection.id,
                    claimed.lease.fence,
                    phase=Phase.ANSWERED,
                    sealed_answer=sealed,
                    answered_at=harvest.answered_at,
                )
        except OwnerShredded:
            # The customer was deleted meanwhile. `apply` finds nothing to apply it to.
            return

    async def apply(self, claimed: Claimed, question: Question, harvest: Harvest) -> Connection:
        """The connection as it is afterwards. Raises ConnectionNotFound when it was deleted meanwhile."""
        asked, fence = claimed.connection, claimed.lease.fence
        async with self.database.begin() as tx:
            lease = await lease_store.lock(tx, asked.id)
            held = await store.lock(tx, asked.environment_id, asked.id)
            fate = fate_of_answer(held, lease, base_version=asked.version, fence=fence)
            if fate is Fate.KEEP and held is not None and lease is not None:
                return await self._keep(tx, claimed, question, harvest, held, lease)
            if fate is Fate.GONE:
                # What the provider gave after the disconnect is given back.
                tokens = HeldTokens(harvest.tokens.access_token, harvest.tokens.refresh_token, harvest.tokens.extra)
                await self.queue_revocation(tx, asked, question.means.method, tokens, question.values)
        if held is None:
            raise ConnectionNotFound("The connection was deleted meanwhile.")
        return held

    async def _keep(
        self,
        tx: Transaction,
        claimed: Claimed,
        question: Question,
        harvest: Harvest,
        held: Connection,
        lease: Lease,
    ) -> Connection:
        method = question.means.method
        after = renewed(held, lease, harvest, method.refresh, self.clock.now())
        renewal = merged(question.renewal, harvest.tokens)
        current = current_of_tokens(harvest.tokens, renewal.fields, method)
        sealed = await self.custody.seal(
            tx,
            connection_id=after.id,
            environment_id=after.environment_id,
            customer_id=after.customer_id,
            version=after.version,
            # Refresh answers leave out what the first answer told once for all.
            current=replace(current, extra={**question.current.extra, **current.extra}),
            renewal=renewal,
        )
        after = replace(after, sealed=sealed.current, sealed_renewal=sealed.renewal)
        await store.change(tx, after, from_version=held.version)
        await lease_store.put(tx, self._released(claimed, question, after, lease))
        await tally(tx, after, Deed.RENEWED, self.clock.now())
        for event in news(held, after, lease):
            await self.events.append(tx, event)
        return after

    def _released(self, claimed: Claimed, question: Question, after: Connection, lease: Lease) -> Lease:
        unasked = lease.unasked + 1 if claimed.trigger is Trigger.WORKER else 0
        behaviour = question.means.method.refresh
        kept = replace(
            lease,
            attempts=0,
            unasked=unasked,
            committed_version=after.version,
            committed_base=claimed.connection.version,
            committed_fence=claimed.lease.fence,
            due_at=next_look(after.life, behaviour, unasked=unasked, entropy=self.entropy),
        )
        if lease.fence != claimed.lease.fence:
            # Somebody took us for dead and is asking by now; the lease is theirs to free.
            return kept
        return replace(kept, owner=None, phase=Phase.IDLE, sealed_answer=None, answered_at=None)
