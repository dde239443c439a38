"""Finding things by words and putting them in order: the pure part, the same for every list."""

import unicodedata
from enum import StrEnum
from typing import Protocol

from bothways.kit.errors import InvalidInput

MAX_ASKED = 100
MAX_WORDS = 8
MAX_TEXT = 2_000
# Short enough for an index entry, whatever the alphabet.
MAX_SORT_KEY = 100
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def folded(*texts: str | None) -> str:
    """What words are looked for in: one line for each text, without case, width and invisible marks."""
    lines = (_fold(text) for text in texts if text)
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def sort_key(text: str) -> str:
    """What a list by name goes by."""
    return _fold(text)[:MAX_SORT_KEY]


def words(asked: str) -> tuple[str, ...]:
    """The words of a search, folded like the texts; each has to be found. Raises InvalidInput for the field `q`."""
    found = tuple(dict.fromkeys(_fold(asked).split()))
    if len(found) > MAX_WORDS:
        raise InvalidInput.of("q", f"use at most {MAX_WORDS} words")
    return found


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    one_line = " ".join(plain.split())
    return "".join(mark for mark in one_line if unicodedata.category(mark) not in _UNSEEN)


class Named(Protocol):
    """What can be listed by name."""

    @property
    def id(self) -> str: ...
    @property
    def sort_key(self) -> str: ...


class Age(StrEnum):
    """The order of a list that grows: by age, as ids are; a minus turns it round."""

    OLDEST_FIRST = "created_at"
    NEWEST_FIRST = "-created_at"

    @property
    def descending(self) -> bool:
        """Whether the newest come first."""
        return self is Age.NEWEST_FIRST


class Order(StrEnum):
    """The order of a list whose items have names: by age or by name; a minus turns it round."""

    OLDEST_FIRST = "created_at"
    NEWEST_FIRST = "-created_at"
    NAME = "name"
    NAME_DOWN = "-name"

    @property
    def descending(self) -> bool:
        """Whether it goes down."""
        return self.value.startswith("-")

    @property
    def by_name(self) -> bool:
        """Whether names decide; those that are alike go by age."""
        return self in {Order.NAME, Order.NAME_DOWN}

    def position(self, item: Named) -> list[str | int]:
        """Where a list in this order stands after `item`."""
        return [item.sort_key, item.id] if self.by_name else [item.id]
