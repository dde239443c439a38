"""Words are found in texts whatever their case, width and invisible marks, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.kit.errors import InvalidInput
from bothways.kit.finding import MAX_SORT_KEY, MAX_TEXT, folded, sort_key, words

TEXTS = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ACME", "acme gmbh"),
        ("gmbh acme", "Acme GmbH"),
        ("straße", "STRASSE 1"),
        ("ｊｏ", "Jo@example.com"),
        ("jo@ex", "jo@example.com"),
        ("éva", "E\u0301va"),
        ("zero\u200bwidth", "zerowidth"),
        ("", "anything"),
    ],
)
def test_words_are_found_as_people_mean_them(asked: str, text: str) -> None:
    assert all(word in folded(text) for word in words(asked))


@pytest.mark.parametrize(("asked", "text"), [("acme", "acne"), ("acme x", "acme"), ("%", "acme"), ("_", "acme")])
def test_nothing_else_is_found(asked: str, text: str) -> None:
    assert not all(word in folded(text) for word in words(asked))


@given(TEXTS)
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    asked = words(" ".join(text.split()[:8]))
    assert all(word in folded(text) for word in asked)


@given(st.lists(TEXTS | st.none(), max_size=4))
def test_a_folded_text_has_a_line_for_each_that_says_something(texts: list[str | None]) -> None:
    lines = folded(*texts).split("\n")
    assert lines == [""] or len(lines) == len([text for text in texts if text and folded(text)])


@given(st.text(st.characters(), max_size=5_000))
def test_what_is_kept_is_bounded_and_can_be_stored(text: str) -> None:
    assert len(folded(text, text)) <= MAX_TEXT
    assert len(sort_key(text)) <= MAX_SORT_KEY
    folded(text).encode()
    assert "\0" not in folded(text)


def test_too_many_words_are_refused() -> None:
    with pytest.raises(InvalidInput) as error:
        words("a b c d e f g h i")
    assert [fault.field for fault in error.value.fields] == ["q"]
