from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.vault.envelope import close, open_
from bothways.core.vault.model import Place, bind
from bothways.kit.crypto import DecryptionError, SystemEntropy

KEY = bytes(range(32))
PLACE = Place("connections", "sealed", "conn_1", "env_1", 3)


def closed(plaintext: bytes = b"secret") -> bytes:
    return close(KEY, plaintext, "cust_1", PLACE, SystemEntropy())


@given(st.binary(max_size=4096))
def test_what_was_closed_opens(plaintext: bytes) -> None:
    assert open_(KEY, closed(plaintext), "cust_1", PLACE) == plaintext


def test_the_same_secret_never_looks_the_same_twice() -> None:
    assert len({closed() for _ in range(100)}) == 100


def test_every_single_bit_counts() -> None:
    sealed = closed()
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << (position % 8)
        with pytest.raises(DecryptionError):
            open_(KEY, bytes(changed), "cust_1", PLACE)


def test_every_truncation_fails() -> None:
    sealed = closed()
    for length in range(len(sealed)):
        with pytest.raises(DecryptionError):
            open_(KEY, sealed[:length], "cust_1", PLACE)
        with pytest.raises(DecryptionError):
            open_(KEY, sealed[len(sealed) - length :], "cust_1", PLACE)
    with pytest.raises(DecryptionError):
        open_(KEY, sealed + b"\0", "cust_1", PLACE)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, table="integrations"),
        replace(PLACE, column="sealed_refresh"),
        replace(PLACE, row="conn_2"),
        replace(PLACE, environment_id="env_2"),
        replace(PLACE, version=2),
        replace(PLACE, version=4),
        replace(PLACE, table="connectionss", column="ealed"),
    ],
)
def test_it_opens_in_its_own_place_only(other: Place) -> None:
    with pytest.raises(DecryptionError):
        open_(KEY, closed(), "cust_1", other)


def test_it_opens_for_its_own_owner_and_key_only() -> None:
    with pytest.raises(DecryptionError):
        open_(KEY, closed(), "cust_2", PLACE)
    with pytest.raises(DecryptionError):
        open_(bytes(32), closed(), "cust_1", PLACE)


@given(st.lists(st.text(alphabet=st.characters()), max_size=4), st.lists(st.text(alphabet=st.characters()), max_size=4))
def test_different_places_are_never_bound_alike(left: list[str], right: list[str]) -> None:
    assert (bind(*left) == bind(*right)) is (left == right)
