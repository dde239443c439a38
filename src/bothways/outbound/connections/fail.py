"""What a failed renewal means: for the connection, for the next attempt, and for whoever asked."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from bothways.core.events.log import EventLog
from bothways.core.events.model import Event
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import DomainError
from bothways.outbound.connections import lease_store, store
from bothways.outbound.connections.ask import Question
from bothways.outbound.connections.claim import Claimed
from bothways.outbound.connections.errors import ConnectionNotFound, ProviderUnavailable
from bothways.outbound.connections.give_up import give_up
from bothways.outbound.connections.lease import Lease, Phase
from bothways.outbound.connections.model import Connection, Reason, Trouble
from bothways.outbound.connections.pace import FAILING_FROM, retry_at
from bothways.outbound.connections.tally import Deed, tally
from bothways.outbound.providers.model import ClientOwner
from bothways.outbound.providers.verdict import CLASSES, ProviderError, Verdict

# A customer's own client that the provider refuses this often is gone, and only the customer can name a new one.
_SETTINGS_PATIENCE = 3


@dataclass(frozen=True)
class Failure:
    """A provider's no. `uncertain`: at some point of this renewal an answer may have been lost."""

    error: ProviderError
    uncertain: bool


@dataclass(frozen=True)
class Fail:
    """Free the lease and write down when to try again; or ask for the customer, once.

    Returns the connection when somebody else renewed it meanwhile, so that the no does not matter; raises NeedsReauth,
    ProviderUnavailable, IntegrationMisconfigured, ConnectionMisconfigured or ConnectionNotFound otherwise.
    """

    database: Database
    events: EventLog
    clock: Clock
    entropy: Entropy

    async def __call__(self, claimed: Claimed, question: Question, failure: Failure) -> Connection:
        asked = claimed.connection
        async with self.database.begin() as tx:
            # The store is read again before anybody is blamed: somebody may have renewed or reconnected meanwhile.
            lease = await lease_store.lock(tx, asked.id)
            held = await store.lock(tx, asked.environment_id, asked.id)
            if held is None:
                raise ConnectionNotFound("The connection was deleted meanwhile.")
            if lease is not None and held.version == asked.version and lease.fence == claimed.lease.fence:
                held = await self._note(tx, held, lease, question, failure)
        held.require_active()
        if held.version != asked.version:
            return held
        raise hindrance(held, self.clock.now(), failure.error)

    async def _note(
        self, tx: Transaction, held: Connection, lease: Lease, question: Question, failure: Failure
    ) -> Connection:
        now = self.clock.now()
        await tally(tx, held, Deed.RENEWAL_FAILED, now)
        reason = _reason(lease, question, failure)
        if reason is not None:
            return await give_up(tx, self.events, held, lease, reason, now)
        attempts = lease.attempts + 1
        again = retry_at(now, attempts, failure.error.retry_after_seconds, self.entropy)
        phase = Phase.ASKED if failure.uncertain else Phase.IDLE
        await lease_store.put(tx, replace(lease, owner=None, phase=phase, attempts=attempts, due_at=again))
        trouble = Trouble(failure.error.verdict, failure.error.detail)
        await store.postpone(tx, held.id, again, trouble)
        if attempts == FAILING_FROM:
            data = {"verdict": failure.error.verdict, "detail": failure.error.detail}
            what = "connection.refresh_failing"
            await self.events.append(tx, Event(what, held.environment_id, held.id, held.customer_id, data))
        return replace(held, retry_at=again, trouble=trouble)


def hindrance(connection: Connection, now: datetime, error: ProviderError | None = None) -> DomainError:
    """Why there are no new credentials, as callers hear it: by `error`, or by what is remembered of the last failure.

    Blame goes to settings only where the provider put it there; everything else passes.
    """
    trouble = connection.trouble or Trouble(Verdict.UNKNOWN, "The provider did not renew the credentials.")
    if trouble.verdict in {Verdict.OUR_SETTINGS, Verdict.CUSTOMER_SETTINGS}:
        return CLASSES[trouble.verdict](trouble.detail, fields=() if error is None else error.fields)
    seconds = 1.0 if connection.retry_at is None else (connection.retry_at - now).total_seconds()
    return ProviderUnavailable(trouble.detail, retry_after_seconds=max(1, ceil(seconds)))


def _reason(lease: Lease, question: Question, failure: Failure) -> Reason | None:
    verdict = failure.error.verdict
    if verdict is Verdict.DEAD_GRANT:
        return Reason.ANSWER_LOST if failure.uncertain else Reason.GRANT_REFUSED
    theirs = question.means.method.client is ClientOwner.CUSTOMER and verdict is Verdict.CUSTOMER_SETTINGS
    return Reason.GRANT_REFUSED if theirs and lease.attempts + 1 >= _SETTINGS_PATIENCE else None
