"""A cursor works for the list that gave it out, and for nothing else."""

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bothways.kit.errors import InvalidInput
from bothways.kit.web.paging import Cursors, Page

CURSORS = Cursors(b"k" * 32)
POSITIONS = st.lists(
    st.text(st.characters(blacklist_categories=("Cs",))) | st.integers(-(2**63), 2**63 - 1), max_size=4
)


@given(st.text(), POSITIONS)
def test_a_cursor_gives_its_position_back(scope: str, position: list[str | int]) -> None:
    assert CURSORS.read(scope, CURSORS.write(scope, position)) == position


@given(st.text(), st.text(), POSITIONS)
def test_a_cursor_of_another_list_is_refused(mine: str, theirs: str, position: list[str | int]) -> None:
    assume(mine != theirs)

    with pytest.raises(InvalidInput) as refusal:
        CURSORS.read(theirs, CURSORS.write(mine, position))

    assert [item.field for item in refusal.value.fields] == ["cursor"]


@given(st.text())
def test_rubbish_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        CURSORS.read("env_1", cursor)


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, change: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(CURSORS.write("env_1", ["conn_2h7", 12]) + "=="))
    raw[place % len(raw)] ^= change

    with pytest.raises(InvalidInput):
        CURSORS.read("env_1", base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode())


def test_a_cursor_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidInput):
        Cursors(b"x" * 32).read("env_1", CURSORS.write("env_1", ["a"]))


def test_scope_and_position_cannot_be_shifted_into_each_other() -> None:
    cursor = CURSORS.write('env_1["', ["a"])

    with pytest.raises(InvalidInput):
        CURSORS.read("env_1", cursor)


def test_the_last_page_has_no_cursor() -> None:
    assert Page([1, 2]).next_cursor is None
