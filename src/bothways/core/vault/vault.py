"""Sealing and unsealing: one data key per owner, wrapped by a master key."""

from collections import OrderedDict

import structlog

from bothways.core.vault import envelope, store
from bothways.core.vault.key_ring import KeyRing
from bothways.core.vault.master_keys import check, remember
from bothways.core.vault.model import OwnerShredded, Place, SealBroken
from bothways.core.vault.store import WrappedKey
from bothways.kit.clock import Clock
from bothways.kit.crypto import KEY_BYTES, DecryptionError, Entropy
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.secret import Secret

CACHED_KEYS = 10_000
# A backstop only: a shredded owner's rows are gone, and a rewrapped key still opens what it opened before.
CACHE_SECONDS = 60.0
_REWRAP_BATCH = 100


class Vault:
    """Seals what must be shown or used again.

    `owner_id` is the customer or environment whose data key is used. Any failure to open is SealBroken
    and an alarm in the log; other values are not affected.
    """

    def __init__(self, database: Database, key_ring: KeyRing, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._ring = key_ring
        self._clock = clock
        self._entropy = entropy
        self._find = store.reader(database)
        self._cache: OrderedDict[str, tuple[float, WrappedKey]] = OrderedDict()

    async def check(self) -> None:
        """Compare the key ring with the database; writes nothing. Raises MasterKeysWrong."""
        async with self._database.read() as tx:
            await check(tx, self._ring)

    async def adopt(self) -> None:
        """Check, then remember the ring's keys, so that the next start recognises them. Raises MasterKeysWrong."""
        async with self._database.begin() as tx:
            await check(tx, self._ring)
            await remember(tx, self._ring, self._clock.now(), self._entropy)

    async def seal(self, tx: Transaction, owner_id: str, plaintext: bytes, place: Place) -> bytes:
        """Seal for this owner and this place. The owner's first seal makes its data key. Raises OwnerShredded."""
        key = await store.find(tx, owner_id) or await self._new_key(tx, owner_id)
        if key.wrapped is None:
            raise OwnerShredded("The data key of this owner was destroyed.")
        return envelope.close(self._data_key(key), plaintext, owner_id, place, self._entropy)

    async def unseal(
        self, sealed: bytes, owner_id: str, place: Place, *, tx: Transaction | None = None
    ) -> Secret[bytes]:
        """Open what `seal` returned for the same owner and place. Raises SealBroken.

        Give `tx` to open inside a transaction what may have been sealed in it.
        """
        found = self.unseal_cached(sealed, owner_id, place) if tx is None else None
        if found is not None:
            return found
        # Not in the cache, or the cached key is older than the database: only a fresh key proves a broken seal.
        key = await (self._read(owner_id) if tx is None else store.find(tx, owner_id))
        try:
            if key is None:
                raise DecryptionError("the owner has no data key")
            return self._open(key, sealed, owner_id, place)
        except DecryptionError as error:
            raise self._alarm(owner_id, place, str(error)) from None

    def unseal_cached(self, sealed: bytes, owner_id: str, place: Place) -> Secret[bytes] | None:
        """`unseal` without waiting, or None when that takes the awaited call: key not at hand, or seal broken."""
        deadline, key = self._cache.get(owner_id, (0.0, None))
        if key is None or deadline < self._clock.monotonic():
            return None
        try:
            return self._open(key, sealed, owner_id, place)
        except DecryptionError:
            return None

    async def shred(self, tx: Transaction, owner_id: str) -> None:
        """Destroy the owner's data key: nothing sealed for it opens again, and nothing new is sealed for it."""
        await store.bury(tx, owner_id, self._clock.now())
        self._cache.pop(owner_id, None)

    async def rewrap(self) -> bool:
        """Put a batch of data keys under the current master key; True while there may be more.

        May be stopped anywhere and runs beside reads and seals: a data key itself never changes. Once nothing
        is left, an old master key may leave the ring.
        """
        async with self._database.begin() as tx:
            stale = await store.wrapped_with_others(tx, self._ring.current, _REWRAP_BATCH)
            done = [key for key in map(self._rewrapped, stale) if key is not None]
            for key in done:
                await store.rewrap(tx, key)
        # A batch of nothing but broken keys would come back for ever.
        return len(stale) == _REWRAP_BATCH and len(done) > 0

    def _rewrapped(self, key: WrappedKey) -> WrappedKey | None:
        try:
            return self._wrap(key.owner_id, self._data_key(key))
        except DecryptionError as error:
            structlog.get_logger().error("data_key_broken", alarm=True, owner_id=key.owner_id, reason=str(error))
            return None

    async def _new_key(self, tx: Transaction, owner_id: str) -> WrappedKey:
        key = self._wrap(owner_id, self._entropy.bytes(KEY_BYTES))
        if await store.add(tx, key, self._clock.now()):
            return key
        # Another transaction was first; its key is committed by now, since the insert waited for it.
        other = await store.find(tx, owner_id)
        assert other is not None, "data keys are buried, never deleted"
        return other

    async def _read(self, owner_id: str) -> WrappedKey | None:
        row = await self._find(owner_id=owner_id)
        if row is None:
            return None
        # Only what is committed may be cached: a key of a transaction that is undone later would never open anything.
        key = store.wrapped_key(row)
        self._cache[owner_id] = (self._clock.monotonic() + CACHE_SECONDS, key)
        if len(self._cache) > CACHED_KEYS:
            self._cache.popitem(last=False)
        return key

    def _open(self, key: WrappedKey, sealed: bytes, owner_id: str, place: Place) -> Secret[bytes]:
        return Secret(envelope.open_(self._data_key(key), sealed, owner_id, place))

    def _data_key(self, key: WrappedKey) -> bytes:
        if key.wrapped is None or key.master_key_id is None:
            raise DecryptionError("the owner's data key was shredded")
        return self._ring.unwrap(key.master_key_id, key.wrapped, key.owner_id)

    def _wrap(self, owner_id: str, data_key: bytes) -> WrappedKey:
        return WrappedKey(owner_id, self._ring.current, self._ring.wrap(data_key, owner_id, self._entropy))

    def _alarm(self, owner_id: str, place: Place, reason: str) -> SealBroken:
        structlog.get_logger().error("seal_broken", alarm=True, owner_id=owner_id, place=str(place), reason=reason)
        return SealBroken("A stored secret cannot be opened.", debug=f"{place}: {reason}")
