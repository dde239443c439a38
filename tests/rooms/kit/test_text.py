"""Words of every language are words; what breaks a line or turns it round is not."""

import pytest

from bothways.kit.text import is_line, is_prose


@pytest.mark.parametrize(
    "words",
    [
        "نرم\u200cافزار",
        "株式会社\u3000山田",
        "10\u00a0000 kr",
        "👩\u200d👩\u200d👧",
        "क्\u200dष",
        "co\u00adoperate",
        "עברית",
    ],
    ids=["persian", "japanese", "swedish", "family", "hindi", "soft hyphen", "hebrew"],
)
def test_words_of_every_language_are_a_line(words: str) -> None:
    assert is_line(words)


@pytest.mark.parametrize("mark", ["\n", "\t", "\0", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_what_breaks_or_turns_a_line_is_refused(mark: str) -> None:
    assert not is_line(f"a{mark}b")
    assert is_prose(f"a{mark}b") == (mark == "\n")
