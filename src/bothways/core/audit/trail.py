"""Recording deeds, and verifying that nobody touched the record."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bothways.core.audit import store
from bothways.core.audit.model import GENESIS, BadEntry, Entry, RecordedEntry, Stored, link
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERIFY_BATCH = 500


@dataclass(frozen=True)
class Audit:
    """The audit trail: one hash chain per environment."""

    database: Database
    clock: Clock

    async def record(self, tx: Transaction, entry: Entry) -> None:
        """Record a deed inside its own transaction; when this fails, the deed is undone.

        It locks the end of the environment's chain until the transaction is over, so call it last.
        Raises TypeError when `detail` is not JSON or holds a Secret.
        """
        detail = json.dumps(dict(entry.detail), separators=(",", ":"), ensure_ascii=True, allow_nan=False)
        head = await store.claim_head(tx, entry.environment_id)
        stored = Stored(
            sequence=head.sequence + 1,
            created_at=(self.clock.now() - _EPOCH) // timedelta(microseconds=1),
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            detail=detail,
            hash=b"",
        )
        await store.add(tx, entry.environment_id, _linked(head.hash, entry.environment_id, stored))

    async def list(
        self,
        tx: Transaction,
        environment_id: str,
        *,
        action: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        q: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        before: int | None = None,
        limit: int,
    ) -> list[RecordedEntry]:
        """At most `limit` entries, newest first, from in front of the sequence number `before`.

        `q` looks into all that an entry says, `since` counts in and `until` does not. Raises InvalidInput.
        """
        wanted = store.Filter(action, actor, subject, q, since, until)
        return await store.page(tx, environment_id, wanted, before=before, limit=limit)

    async def count(
        self,
        tx: Transaction,
        environment_id: str,
        *,
        action: str | None = None,
        actor: str | None = None,
        subject: str | None = None,
        q: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int | None:
        """How many entries `list` would give; None when they are too many to be counted."""
        return await store.count(tx, environment_id, store.Filter(action, actor, subject, q, since, until))

    async def verify(self, environment_id: str) -> BadEntry | None:
        """Walk the whole chain. The first entry that was changed, removed or moved, or None.

        Who can write to the database can also compute hashes: keep a copy of `head` elsewhere to see that.
        """
        async with self.database.read() as tx:
            head = await store.head(tx, environment_id)
            last, at, bad = await self._walk(tx, environment_id)
            return bad or _check_end(environment_id, head, last, at)

    async def head(self, environment_id: str) -> tuple[int, bytes] | None:
        """The chain's last sequence number and hash, None when nothing was recorded."""
        async with self.database.read() as tx:
            head = await store.head(tx, environment_id)
            return None if head is None else (head.sequence, head.hash)

    async def _walk(self, tx: Transaction, environment_id: str) -> tuple[int, bytes, BadEntry | None]:
        last, at = 0, GENESIS
        while entries := await store.forward(tx, environment_id, after=last, limit=_VERIFY_BATCH):
            for entry in entries:
                if entry.sequence != last + 1:
                    return last, at, BadEntry(environment_id, last + 1, "it was removed")
                if entry.hash != link(at, environment_id, entry):
                    return last, at, BadEntry(environment_id, last + 1, "it was changed or moved")
                last, at = last + 1, entry.hash
        return last, at, None


def _linked(previous: bytes, environment_id: str, entry: Stored) -> Stored:
    return Stored(**{**vars(entry), "hash": link(previous, environment_id, entry)})


def _check_end(environment_id: str, head: store.Head | None, last: int, at: bytes) -> BadEntry | None:
    remembered = head or store.Head(0, GENESIS)
    if remembered.sequence > last:
        return BadEntry(environment_id, last + 1, "it was removed, and whatever followed it")
    if remembered.sequence < last:
        return BadEntry(environment_id, remembered.sequence + 1, "it was added past the remembered end")
    if remembered.hash != at:
        return BadEntry(environment_id, last, "it is not the entry that was recorded last")
    return None
