"""What the providers' categories are called in the shop window."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bothways.marketplace.languages import ENGLISH, Language

MOST_CHIPS = 7


@dataclass(frozen=True)
class Chip:
    """A category to narrow the catalog to; the empty slug is all of it."""

    slug: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Counted:
    """A category, what it is called, and how many things belong to it."""

    slug: str
    label: str
    count: int


def label(slug: str, language: Language = ENGLISH) -> str:
    """The category in words."""
    key = f"category.{slug}"
    return language.say(key) if language.has(key) else slug.replace("-", " ").capitalize()


def chips(categories: Iterable[Sequence[str]], chosen: str, language: Language = ENGLISH) -> list[Chip]:
    """The categories worth a button: the commonest ones, and the chosen one in any case."""
    counts = [found.slug for found in count(categories)]
    common = counts[:MOST_CHIPS]
    if chosen in counts and chosen not in common:
        common.append(chosen)
    if len(common) < 2:
        return []
    every = Chip("", language.say("search.every"), chosen == "")
    return [every, *(Chip(slug, label(slug, language), slug == chosen) for slug in common)]


def count(categories: Iterable[Sequence[str]]) -> list[Counted]:
    """Every category that occurs, the commonest first."""
    counts = Counter(slug for slugs in categories for slug in slugs)
    found = [Counted(slug, label(slug), many) for slug, many in counts.items()]
    return sorted(found, key=lambda item: (-item.count, item.label))
