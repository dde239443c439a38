"""RFC 6749 section 3.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.oauth import scopes

tokens = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='",\\'), min_size=1, max_size=20
)


@pytest.mark.parametrize("text", ["read", "chat:write", "https://www.example.com/auth/drive", "!", "~"])
def test_a_scope_is_one_word_of_visible_characters(text: str) -> None:
    assert scopes.is_scope(text)


@pytest.mark.parametrize("text", ["", "a b", 'a"b', "a\\b", "é", "a\n", "x" * 257])
def test_anything_else_is_no_scope(text: str) -> None:
    assert not scopes.is_scope(text)


@given(st.lists(tokens, unique=True), st.sampled_from([" ", ","]))
def test_what_is_joined_can_be_split(names: list[str], separator: str) -> None:
    assert scopes.split(scopes.join(names, separator), separator) == tuple(names)


def test_each_scope_is_sent_once_in_the_order_given() -> None:
    assert scopes.join(["b", "a", "b"]) == "b a"
