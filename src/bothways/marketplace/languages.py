"""Sentences in the reader's language. Each language is one file in `sentences/`, from which the embedded marketplace is
built, too. `{name}` stands for a parameter; a sentence with a number in it has a form for each plural (Unicode CLDR).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup, escape

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Header

SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = tuple(sorted(path.stem for path in SENTENCES.glob("*.json") if "." not in path.stem))
DEFAULT = "en"
_LONGEST = 500
# RFC 9110 section 12.5.4: a language range, and how much it is wanted.
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
_NO_NAME = re.compile(r"[^a-z0-9]+")
PARAMETER = re.compile(r"\{(\w+)\}")

Table = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class Language:
    """One of our languages. What it lacks is said in English."""

    tag: str
    table: Table

    def say(self, key: str, /, **params: object) -> str:
        """The sentence with its parameters, as plain text. Raises KeyError when English has none."""
        return PARAMETER.sub(lambda found: str(params.get(found[1], found[0])), self.pattern(key, params.get("count")))

    def html(self, key: str, /, **params: object) -> Markup:
        """The same for a page: what is no markup yet is escaped."""
        sentence = str(escape(self.pattern(key, params.get("count"))))
        return Markup(PARAMETER.sub(lambda found: str(escape(params.get(found[1], found[0]))), sentence))  # noqa: S704

    def label(self, text: str) -> str:
        """What a provider calls a field: in this language where it is a common name."""
        key = f"label.{_NO_NAME.sub('_', text.lower())}"
        return self.say(key) if self.has(key) else text

    def has(self, key: str) -> bool:
        """Whether there are words for what somebody else gave a key."""
        return key in self.table or key in english()

    def pattern(self, key: str, count: object = None) -> str:
        """The sentence before its parameters are in it; with a plural's form for `count`."""
        entry = self.table.get(key) or english()[key]
        if isinstance(entry, str):
            return entry
        form = self._locale.plural_form(count) if isinstance(count, int) else "other"
        return entry.get(form) or entry["other"]

    def day(self, at: datetime) -> str:
        """`5 March 2026`."""
        return format_date(at, "long", locale=self._locale)

    def moment(self, at: datetime) -> str:
        """The same with the time, in UTC."""
        return f"{self.day(at)}, {at:%H:%M} UTC"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self._locale.text_direction

    @property
    def headers(self) -> tuple[Header, ...]:
        """What a page in it says of itself (RFC 9110 sections 8.5 and 12.5.5). Wishes stand in the address or belong to
        the session that it names, so that of the headers `Accept-Language` alone can choose another one.
        """
        return ((b"content-language", self.tag.encode("ascii")), (b"vary", b"Accept-Language"))

    @property
    def _locale(self) -> Locale:
        return _locale(self.tag)


@dataclass(frozen=True)
class Languages:
    """What is spoken here: `LANGUAGES`, with the sentences that an operator's files add or put in the place of ours."""

    own: Mapping[str, Table] = field(default_factory=dict)

    def read(self, tag: str) -> Language:
        """One that is spoken here. The operator's English says what the language lacks, before ours does."""
        ours = _table(tag) if tag in LANGUAGES else {}
        return Language(tag, {**self.own.get(DEFAULT, {}), **ours, **self.own.get(tag, {})})

    def for_reader(self, exchange: Exchange, wish: str | None = None) -> Language:
        """The language that was wished for (a tag such as `de-AT`), or the one that the browser wants most."""
        spoken = sorted({*LANGUAGES, *self.own})
        return self.read(choose(wish or "", exchange.header("accept-language"), spoken))


def choose(wish: str, accepted: str | None, languages: Sequence[str] = LANGUAGES) -> str:
    """The language of `wish` (`de`, `de-AT`) if it is one of ours; else the one that `Accept-Language` wants most.

    The nearest one that there is: `pt-BR` is answered by `pt` where it has no file of its own (RFC 4647 section 3.4).
    """
    known = {language.lower(): language for language in languages}
    found = (_nearest(tag, known) for tag in (wish, *_accepted(accepted or "")))
    return next(filter(None, found), DEFAULT)


def _nearest(tag: str, known: Mapping[str, str]) -> str | None:
    parts = tag.replace("_", "-").lower().split("-")
    shorter = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((known[name] for name in shorter if name in known), None)


def _accepted(header: str) -> Iterator[str]:
    """By weight, and by order among equals; what is not wanted at all (`q=0`) and what cannot be read are left out."""
    found = []
    for part in header[:_LONGEST].split(","):
        match = _RANGE.fullmatch(part)
        weight = float(match[2] or "1") if match else 0.0
        if match and weight:
            found.append((weight, match[1]))
    return (language for _, language in sorted(found, key=lambda item: -item[0]))


@cache
def _table(tag: str) -> Table:
    return cast("Table", json.loads((SENTENCES / f"{tag}.json").read_text(encoding="utf-8")))


@cache
def english() -> Table:
    """Ours, of all that can be said; with the permissions, which the frame gets with the facts."""
    permissions = json.loads((SENTENCES / "permissions.en.json").read_text(encoding="utf-8"))
    return {**_table(DEFAULT), **{f"permission.{key}": sentence for key, sentence in permissions.items()}}


@cache
def _locale(tag: str) -> Locale:
    # English as the world writes it: the day before the month.
    return Locale.parse("en-001" if tag == DEFAULT else tag, sep="-")


ENGLISH = Languages().read(DEFAULT)
