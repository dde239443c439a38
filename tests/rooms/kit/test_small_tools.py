"""Ids, secrets, waiting and the cipher: small things that everything leans on."""

import pickle
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.backoff import Backoff
from bothways.kit.crypto import DecryptionError, SystemEntropy, decrypt, encrypt
from bothways.kit.ids import Ids, is_id
from bothways.kit.secret import Secret
from tests.support.clock import START, ManualClock
from tests.support.entropy import SeededEntropy

KEY = bytes(range(32))


def test_ids_sort_in_the_order_in_which_they_were_made(ids: Ids) -> None:
    made = [ids.new("conn") for _ in range(200)]
    assert made == sorted(made)
    assert len(set(made)) == 200


def test_ids_stay_in_order_while_the_clock_is_set_back(ids: Ids, clock: ManualClock) -> None:
    before = ids.new("conn")
    clock.set_wall_clock(START - timedelta(days=1))
    assert ids.new("conn") > before


def test_two_makers_do_not_meet(clock: ManualClock) -> None:
    one, two = Ids(clock, SystemEntropy()), Ids(clock, SystemEntropy())
    assert {one.new("x_a") for _ in range(500)}.isdisjoint({two.new("x_a") for _ in range(500)})


def test_an_id_is_recognised_by_its_prefix_and_form(ids: Ids) -> None:
    made = ids.new("conn")
    assert is_id("conn", made)
    assert not is_id("intg", made)
    assert not is_id("conn", made.upper())
    assert not is_id("conn", f"{made}a")


@pytest.mark.parametrize("show", [str, repr, lambda secret: f"{secret}", lambda secret: f"{secret:>20}"])
def test_a_secret_is_never_shown(show: object) -> None:
    assert "hunter2" not in show(Secret("hunter2"))  # type: ignore[operator]


def test_a_secret_is_not_compared_hashed_or_pickled() -> None:
    for misuse in (lambda: Secret("a") == Secret("a"), lambda: {Secret("a")}, lambda: pickle.dumps(Secret("a"))):
        with pytest.raises(TypeError):
            misuse()


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_was_encrypted_is_decrypted(plain: bytes, context: bytes) -> None:
    sealed = encrypt(KEY, plain, context=context, entropy=SystemEntropy())
    assert decrypt(KEY, sealed, context=context) == plain


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_flipped_bit_is_enough(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(encrypt(KEY, plain, context=b"here", entropy=SystemEntropy()))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DecryptionError):
        decrypt(KEY, bytes(sealed), context=b"here")


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27])
def test_a_stump_is_refused(length: int) -> None:
    with pytest.raises(DecryptionError):
        decrypt(KEY, bytes(length), context=b"")


def test_another_context_does_not_open_it() -> None:
    sealed = encrypt(KEY, b"x", context=b"here", entropy=SystemEntropy())
    with pytest.raises(DecryptionError):
        decrypt(KEY, sealed, context=b"there")


@given(st.integers(1, 10_000))
def test_waiting_grows_to_its_cap_with_jitter(attempt: int) -> None:
    backoff = Backoff(base_seconds=1.0, cap_seconds=300.0)
    step = min(300.0, 2.0 ** min(attempt - 1, 32))
    assert step / 2 <= backoff.delay(attempt, SeededEntropy()) <= step
