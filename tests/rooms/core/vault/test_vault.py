import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bothways.core.vault import vault as module
from bothways.core.vault.key_ring import KeyRing, MasterKeysInvalid, new_master_key
from bothways.core.vault.master_keys import MasterKeysWrong
from bothways.core.vault.model import OwnerShredded, Place, SealBroken
from bothways.core.vault.vault import Vault
from bothways.kit.crypto import SystemEntropy
from bothways.kit.db.database import Database
from tests.rooms.core.conftest import everything_stored
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

PLACE = Place("connections", "sealed", "conn_1", "env_1", 1)
PLANTED = b"planted-secret-8c1f"


async def sealed(database: Database, vault: Vault, owner: str = "cust_1", place: Place = PLACE) -> bytes:
    async with database.begin() as tx:
        return await vault.seal(tx, owner, PLANTED, place)


async def change(database: Database, sql: str, **values: object) -> None:
    async with database.begin() as tx:
        await tx.execute(text(sql), values)


def ring(*ids: str) -> KeyRing:
    return KeyRing.parse(",".join(new_master_key(key_id, SystemEntropy()).reveal() for key_id in ids))


def merged(*rings: KeyRing) -> KeyRing:
    return KeyRing(rings[0].current, {key_id: key for item in rings for key_id, key in item.keys.items()})


@pytest.fixture
def opened(database: Database, clock: ManualClock):
    """A vault on the same database with another key ring, as after a restart."""

    def make(key_ring: KeyRing) -> Vault:
        return Vault(database, key_ring, clock, SeededEntropy(7))

    return make


# ------------------------------------------------------------------------------------- seal, unseal


async def test_what_was_sealed_can_be_unsealed(database: Database, vault: Vault) -> None:
    assert (await vault.unseal(await sealed(database, vault), "cust_1", PLACE)).reveal() == PLANTED


async def test_it_can_be_unsealed_in_the_transaction_that_sealed_it(database: Database, vault: Vault) -> None:
    async with database.begin() as tx:
        value = await vault.seal(tx, "cust_1", PLANTED, PLACE)
        assert (await vault.unseal(value, "cust_1", PLACE, tx=tx)).reveal() == PLANTED


async def test_each_owner_has_one_data_key(database: Database, vault: Vault) -> None:
    for owner in ("cust_1", "cust_1", "cust_2", "env_1"):
        await sealed(database, vault, owner)
    async with database.read() as tx:
        assert len(await tx.all(text("SELECT * FROM data_keys"))) == 3


async def test_first_seals_at_the_same_time_use_one_data_key(database: Database, vault: Vault) -> None:
    values = await asyncio.gather(*(sealed(database, vault) for _ in range(8)))
    for value in values:
        assert (await vault.unseal(value, "cust_1", PLACE)).reveal() == PLANTED


async def test_a_data_key_that_was_undone_is_not_used_again(database: Database, vault: Vault) -> None:
    with pytest.raises(RuntimeError, match="undo"):
        async with database.begin() as tx:
            value = await vault.seal(tx, "cust_1", PLANTED, PLACE)
            await vault.unseal(value, "cust_1", PLACE, tx=tx)
            raise RuntimeError("undo")
    assert (await vault.unseal(await sealed(database, vault), "cust_1", PLACE)).reveal() == PLANTED


async def test_whoever_steals_the_database_finds_no_secret_in_it(
    database: Database, vault: Vault, key_ring: KeyRing
) -> None:
    await vault.adopt()
    value = await sealed(database, vault)
    await change(
        database,
        "INSERT INTO workspaces (id, name, created_at) VALUES ('ws_1', :value, 0)",
        value=value.hex(),
    )
    stored = await everything_stored(database)
    assert "cust_1" in stored
    for secret in (PLANTED, key_ring.keys["k1"].reveal()):
        assert repr(secret)[2:-1] not in stored
        assert secret.hex() not in stored


# ------------------------------------------------------------------------------- tampering: rows 44, 45


async def assert_broken(vault: Vault, value: bytes, owner: str, place: Place) -> None:
    with capture_logs() as lines, pytest.raises(SealBroken) as caught:
        await vault.unseal(value, owner, place)
    [line] = lines
    assert (line["event"], line["alarm"], line["log_level"]) == ("seal_broken", True, "error")
    assert (line["owner_id"], line["place"]) == (owner, str(place))
    assert PLANTED.decode() not in f"{line} {caught.value.detail} {caught.value.debug}"
    assert place.row not in caught.value.detail


@pytest.mark.parametrize("warm", [True, False])
async def test_a_flipped_bit_or_a_cut_end_raises_an_alarm_and_others_stay_fine(
    database: Database, vault: Vault, opened, key_ring: KeyRing, warm: bool
) -> None:
    value, other = await sealed(database, vault), await sealed(database, vault, "cust_2")
    vault = vault if warm else opened(key_ring)
    await vault.unseal(value, "cust_1", PLACE) if warm else None
    await assert_broken(vault, value[:-1] + bytes([value[-1] ^ 1]), "cust_1", PLACE)
    await assert_broken(vault, value[:-1], "cust_1", PLACE)
    await assert_broken(vault, b"", "cust_1", PLACE)
    assert (await vault.unseal(value, "cust_1", PLACE)).reveal() == PLANTED
    assert (await vault.unseal(other, "cust_2", PLACE)).reveal() == PLANTED


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, row="conn_2"),
        replace(PLACE, column="sealed_refresh"),
        replace(PLACE, environment_id="env_2"),
        replace(PLACE, version=2),
    ],
    ids=["other row", "other field", "other environment", "old value put back"],
)
async def test_a_value_put_elsewhere_raises_an_alarm(database: Database, vault: Vault, place: Place) -> None:
    await assert_broken(vault, await sealed(database, vault), "cust_1", place)


async def test_a_value_of_another_owner_raises_an_alarm(database: Database, vault: Vault) -> None:
    value = await sealed(database, vault, "cust_1")
    await sealed(database, vault, "cust_2")
    await assert_broken(vault, value, "cust_2", PLACE)
    await assert_broken(vault, value, "cust_unknown", PLACE)


async def test_swapped_data_keys_raise_an_alarm(database: Database, vault: Vault) -> None:
    value = await sealed(database, vault, "cust_1")
    await sealed(database, vault, "cust_2")
    await change(
        database,
        "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys AS other WHERE other.owner_id = 'cust_2')"
        " WHERE owner_id = 'cust_1'",
    )
    await assert_broken(vault, value, "cust_1", PLACE)


# ----------------------------------------------------------------------------------------- the cache


async def test_unsealing_without_waiting_works_once_the_key_is_known(database: Database, vault: Vault) -> None:
    value = await sealed(database, vault)
    assert vault.unseal_cached(value, "cust_1", PLACE) is None
    await vault.unseal(value, "cust_1", PLACE)
    found = vault.unseal_cached(value, "cust_1", PLACE)
    assert found is not None
    assert found.reveal() == PLANTED


async def test_a_broken_seal_is_none_without_waiting_and_an_alarm_with_it(database: Database, vault: Vault) -> None:
    value = await sealed(database, vault)
    await vault.unseal(value, "cust_1", PLACE)
    assert vault.unseal_cached(value[:-1], "cust_1", PLACE) is None
    await assert_broken(vault, value[:-1], "cust_1", PLACE)


async def test_known_keys_are_read_again_after_a_while(database: Database, vault: Vault, clock: ManualClock) -> None:
    value = await sealed(database, vault)
    await vault.unseal(value, "cust_1", PLACE)
    clock.advance(module.CACHE_SECONDS + 1)
    assert vault.unseal_cached(value, "cust_1", PLACE) is None


async def test_the_cache_is_bounded(database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED_KEYS", 2)
    values = {owner: await sealed(database, vault, owner) for owner in ("cust_1", "cust_2", "cust_3")}
    for owner, value in values.items():
        await vault.unseal(value, owner, PLACE)
    assert [vault.unseal_cached(value, owner, PLACE) is None for owner, value in values.items()] == [True, False, False]


async def test_the_cache_holds_no_key_in_clear(database: Database, vault: Vault, key_ring: KeyRing) -> None:
    await vault.unseal(await sealed(database, vault), "cust_1", PLACE)
    [(_, key)] = vault._cache.values()
    assert key.wrapped is not None
    assert key_ring.unwrap("k1", key.wrapped, "cust_1") not in key.wrapped


async def test_a_restored_key_replaces_the_one_that_was_known(
    database: Database, vault: Vault, opened, key_ring: KeyRing
) -> None:
    await vault.unseal(await sealed(database, vault), "cust_1", PLACE)
    await change(database, "DELETE FROM data_keys")
    value = await sealed(database, opened(key_ring))
    assert (await vault.unseal(value, "cust_1", PLACE)).reveal() == PLANTED


# ------------------------------------------------------------------------------------------ shredding


async def test_after_shredding_nothing_opens_and_nothing_is_sealed(database: Database, vault: Vault) -> None:
    value, other = await sealed(database, vault), await sealed(database, vault, "cust_2")
    await vault.unseal(value, "cust_1", PLACE)
    async with database.begin() as tx:
        await vault.shred(tx, "cust_1")
    assert vault.unseal_cached(value, "cust_1", PLACE) is None
    await assert_broken(vault, value, "cust_1", PLACE)
    with pytest.raises(OwnerShredded):
        await sealed(database, vault)
    assert (await vault.unseal(other, "cust_2", PLACE)).reveal() == PLANTED


async def test_an_owner_without_a_key_can_be_shredded_ahead(database: Database, vault: Vault) -> None:
    async with database.begin() as tx:
        await vault.shred(tx, "cust_1")
        await vault.shred(tx, "cust_1")
    with pytest.raises(OwnerShredded):
        await sealed(database, vault)


async def test_shredding_that_is_undone_shreds_nothing(database: Database, vault: Vault) -> None:
    value = await sealed(database, vault)
    with pytest.raises(RuntimeError, match="undo"):
        async with database.begin() as tx:
            await vault.shred(tx, "cust_1")
            raise RuntimeError("undo")
    assert (await vault.unseal(value, "cust_1", PLACE)).reveal() == PLANTED


async def test_no_wrapped_key_is_left_after_shredding(database: Database, vault: Vault) -> None:
    await sealed(database, vault)
    async with database.begin() as tx:
        await vault.shred(tx, "cust_1")
    async with database.read() as tx:
        [row] = await tx.all(text("SELECT master_key_id, wrapped FROM data_keys"))
    assert tuple(row) == (None, None)


# ------------------------------------------------------------------- the start: wrong, short, missing keys


async def test_the_first_start_remembers_its_keys_and_the_next_recognises_them(
    vault: Vault, opened, key_ring: KeyRing
) -> None:
    await vault.check()
    await vault.adopt()
    await opened(key_ring).check()
    await opened(key_ring).adopt()


async def assert_refused(database: Database, vault: Vault, words: str) -> None:
    before = await everything_stored(database)
    for start in (vault.check, vault.adopt):
        with pytest.raises(MasterKeysWrong) as caught:
            await start()
        assert words in caught.value.detail
        assert "BOTHWAYS_MASTER_KEYS" in caught.value.next_step
    assert await everything_stored(database) == before


async def test_another_key_of_the_same_id_is_refused(database: Database, vault: Vault, opened) -> None:
    await vault.adopt()
    await assert_refused(database, opened(ring("k1")), "k1 has another value")


async def test_another_key_of_another_id_is_refused(database: Database, vault: Vault, opened) -> None:
    await vault.adopt()
    await assert_refused(database, opened(ring("k2")), "it knows k1")


async def test_a_missing_key_that_something_is_sealed_with_is_refused(
    database: Database, vault: Vault, opened, key_ring: KeyRing
) -> None:
    await vault.adopt()
    await sealed(database, vault)
    newer = ring("k2")
    await opened(merged(newer, key_ring)).adopt()
    await assert_refused(database, opened(newer), "k1 is missing")


async def test_a_key_that_does_not_open_what_it_sealed_is_refused_without_any_canary(
    database: Database, vault: Vault, opened
) -> None:
    await sealed(database, vault)
    await assert_refused(database, opened(ring("k1")), "k1 does not open")


def test_a_missing_or_short_key_never_becomes_a_vault() -> None:
    for value in (None, "", "k1:", "k1:c2hvcnQ="):
        with pytest.raises(MasterKeysInvalid):
            KeyRing.parse(value)


# ------------------------------------------------------------------------------------ changing master keys


async def test_a_new_master_key_takes_over_batch_by_batch_while_everything_stays_readable(
    database: Database, vault: Vault, opened, key_ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REWRAP_BATCH", 2)
    await vault.adopt()
    values = {f"cust_{number}": await sealed(database, vault, f"cust_{number}") for number in range(5)}
    async with database.begin() as tx:
        await vault.shred(tx, "cust_gone")
    newer = ring("k2")
    both = opened(merged(newer, key_ring))
    await both.adopt()
    batches = 0
    while await both.rewrap():
        batches += 1
        for owner, value in values.items():
            assert (await both.unseal(value, owner, PLACE)).reveal() == PLANTED
    assert batches == 2
    alone = opened(newer)
    await alone.check()
    for owner, value in values.items():
        assert (await alone.unseal(value, owner, PLACE)).reveal() == PLANTED


async def test_a_broken_data_key_is_left_and_alarmed_when_keys_change(
    database: Database, vault: Vault, opened, key_ring: KeyRing
) -> None:
    await vault.adopt()
    value = await sealed(database, vault, "cust_2")
    await sealed(database, vault, "cust_1")
    await change(database, "UPDATE data_keys SET wrapped = :rubbish WHERE owner_id = 'cust_1'", rubbish=b"rubbish")
    newer = ring("k2")
    with capture_logs() as lines:
        await opened(merged(newer, key_ring)).rewrap()
    assert [(line["event"], line["owner_id"]) for line in lines] == [("data_key_broken", "cust_1")]
    assert (await opened(newer).unseal(value, "cust_2", PLACE)).reveal() == PLANTED
