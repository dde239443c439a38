"""Whether the key ring fits this database: asked at every start, before anything is written."""

from datetime import datetime

from bothways.core.vault import store
from bothways.core.vault.key_ring import KeyRing
from bothways.kit.crypto import DecryptionError, Entropy
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import DomainError, Kind


class MasterKeysWrong(DomainError):
    """The key ring is not the one that this database was used with. Nothing was written."""

    code = "master_keys_wrong"
    kind = Kind.UNAVAILABLE
    next_step = (
        "Set BOTHWAYS_MASTER_KEYS to the keys that this database was used with; a new key goes in front of them."
        " Without them its secrets cannot be read. For a new beginning name another database in BOTHWAYS_DATABASE_URL."
    )


async def check(tx: Transaction, ring: KeyRing) -> None:
    """Raises MasterKeysWrong unless the ring holds every key that is needed here, each with its right value."""
    canaries = await store.canaries(tx)
    for key_id, canary in canaries.items():
        if key_id in ring.keys and not ring.knows(key_id, canary):
            raise MasterKeysWrong(f"The master key {key_id} has another value than when this database was last used.")
    if canaries and not canaries.keys() & ring.keys.keys():
        raise MasterKeysWrong(f"None of the master keys of this database is there; it knows {_names(canaries)}.")
    for sample in await store.samples(tx):
        _check_sample(ring, sample)


async def remember(tx: Transaction, ring: KeyRing, now: datetime, entropy: Entropy) -> None:
    """Leave a canary for each key of the ring."""
    for key_id in ring.keys:
        await store.add_canary(tx, key_id, ring.canary(key_id, entropy), now)


def _check_sample(ring: KeyRing, sample: store.WrappedKey) -> None:
    assert sample.master_key_id is not None
    assert sample.wrapped is not None
    if sample.master_key_id not in ring.keys:
        raise MasterKeysWrong(f"The master key {sample.master_key_id} is missing, and secrets are sealed with it.")
    try:
        ring.unwrap(sample.master_key_id, sample.wrapped, sample.owner_id)
    except DecryptionError:
        raise MasterKeysWrong(f"The master key {sample.master_key_id} does not open what was sealed with it.") from None


def _names(canaries: dict[str, bytes]) -> str:
    return ", ".join(sorted(canaries))
