import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.vault.key_ring import KeyRing, MasterKeysInvalid, new_master_key
from bothways.kit.crypto import DecryptionError, SystemEntropy

ENTROPY = SystemEntropy()
KEY = base64.b64encode(bytes(range(100, 132))).decode()
OTHER = base64.b64encode(bytes(range(200, 232))).decode()


def test_the_first_key_is_current_and_all_are_there() -> None:
    ring = KeyRing.parse(f" k2:{KEY} , k1:{OTHER} ")
    assert ring.current == "k2"
    assert list(ring.keys) == ["k2", "k1"]


def test_url_safe_base64_without_padding_is_read_too() -> None:
    key = bytes([0xFB, 0xFF, 0xBF, *range(29)])
    text = base64.urlsafe_b64encode(key).decode().rstrip("=")
    assert "_" in text or "-" in text
    assert KeyRing.parse(f"k1:{text}").keys["k1"].reveal() == key


def test_a_new_master_key_can_be_read() -> None:
    pair = new_master_key("2026-11", ENTROPY)
    assert KeyRing.parse(pair.reveal()).current == "2026-11"
    assert new_master_key("2026-11", ENTROPY).reveal() != pair.reveal()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "There is no master key."),
        ("", "There is no master key."),
        ("  ", "There is no master key."),
        (KEY, "number 1 has no id"),
        (f"k1:{KEY},{KEY}", "number 2 has no id"),
        (f"k1:{KEY},", "number 2 has no id"),
        (f"k1:{KEY},k1:{OTHER}", "k1 is there twice"),
        (f":{KEY}", "id of master key number 1"),
        (f"a b:{KEY}", "id of master key number 1"),
        (f"{'k' * 33}:{KEY}", "id of master key number 1"),
        ("k1:", "k1 has 0 bytes instead of 32"),
        (f"k1:{base64.b64encode(bytes(range(16))).decode()}", "k1 has 16 bytes instead of 32"),
        (f"k1:{base64.b64encode(bytes(range(33))).decode()}", "k1 has 33 bytes instead of 32"),
        (f"k1:{KEY}!", "k1 is not base64"),
        ("k1:äöü", "k1 is not base64"),
        (f"k1:{base64.b64encode(bytes(32)).decode()}", "no random key"),
        (f"k1:{base64.b64encode(b'this is 32 characters long, yes!').decode()}", "no random key"),
        (f"k1:{base64.b64encode(b'changeme' * 4).decode()}", "no random key"),
    ],
)
def test_an_unusable_key_ring_says_what_is_wrong_and_what_to_do(text: str | None, reason: str) -> None:
    with pytest.raises(MasterKeysInvalid) as caught:
        KeyRing.parse(text)
    assert reason in caught.value.detail
    assert "BOTHWAYS_MASTER_KEYS" in caught.value.next_step
    assert KEY not in caught.value.detail


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        KeyRing.parse(text)
    except MasterKeysInvalid:
        pass


def test_a_wrapped_key_opens_for_its_owner_and_its_master_key_only() -> None:
    ring = KeyRing.parse(f"{new_master_key('k1', ENTROPY).reveal()},{new_master_key('k2', ENTROPY).reveal()}")
    wrapped = ring.wrap(b"data key", "cust_1", ENTROPY)
    assert ring.unwrap("k1", wrapped, "cust_1") == b"data key"
    for key_id, owner in [("k1", "cust_2"), ("k2", "cust_1"), ("k3", "cust_1")]:
        with pytest.raises(DecryptionError):
            ring.unwrap(key_id, wrapped, owner)


def test_a_canary_tells_another_key_of_the_same_id() -> None:
    ring, other = (KeyRing.parse(new_master_key("k1", ENTROPY).reveal()) for _ in range(2))
    canary = ring.canary("k1", ENTROPY)
    assert ring.knows("k1", canary)
    assert not other.knows("k1", canary)
    assert not ring.knows("k2", canary)


def test_derived_keys_differ_by_purpose_and_are_the_same_on_every_node() -> None:
    pair = new_master_key("k1", ENTROPY).reveal()
    assert KeyRing.parse(pair).derive("cursors") == KeyRing.parse(pair).derive("cursors")
    assert KeyRing.parse(pair).derive("cursors") != KeyRing.parse(pair).derive("other")


def test_printing_a_key_ring_prints_no_key() -> None:
    ring = KeyRing.parse(f"k1:{KEY}")
    assert KEY not in repr(ring)
    assert repr(ring.keys["k1"].reveal()) not in repr(ring)
