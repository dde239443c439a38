"""What the marketplace says, it says in every language that has a file."""

import ast
import json
import re
from collections.abc import Mapping

import pytest

from bothways.outbound.providers.categories import CATEGORIES
from tests.house.tree import ROOT, SRC

FOLDER = SRC / "bothways" / "marketplace" / "sentences"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.json")) if "." not in path.stem}
TABLES: Mapping[str, Mapping[str, str | Mapping[str, str]]] = {
    language: json.loads(path.read_text()) for language, path in FILES.items()
}
PERMISSIONS = json.loads((FOLDER / "permissions.en.json").read_text())
# English permissions come from the server, with the facts.
SOURCE = TABLES["en"] | {f"permission.{key}": sentence for key, sentence in PERMISSIONS.items()}

# Plurals that the languages tell apart (Unicode CLDR); a form for millions falls back to `other`.
PLURALS = {"ja": {"other"}}
ONE_AND_MANY = {"one", "other"}

OTHERS = [language for language in TABLES if language != "en"]


def test_the_six_languages_are_there() -> None:
    assert {"en", "de", "fr", "es", "pt", "ja"} <= TABLES.keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_everything_and_nothing_more(language: str) -> None:
    table = TABLES[language]
    assert (sorted(SOURCE.keys() - table.keys()), sorted(table.keys() - SOURCE.keys())) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_same_parameters_in_each_language(language: str) -> None:
    table = TABLES[language]
    assert {key: _parameters(table[key]) for key in SOURCE} == {key: _parameters(SOURCE[key]) for key in SOURCE}


@pytest.mark.parametrize("language", TABLES)
def test_a_sentence_with_a_number_has_every_plural_of_its_language(language: str) -> None:
    wanted = PLURALS.get(language, ONE_AND_MANY)
    forms = {key: set(entry) for key, entry in TABLES[language].items() if not isinstance(entry, str)}
    assert forms == dict.fromkeys(forms, wanted)
    assert forms.keys() == {key for key, entry in SOURCE.items() if not isinstance(entry, str)}


@pytest.mark.parametrize("language", TABLES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [key for key, entry in TABLES[language].items() if not all(text.strip() for text in _texts(entry))] == []


def test_every_category_and_every_reason_has_words() -> None:
    wanted = {f"category.{slug}" for slug in CATEGORIES} | {f"fault.{code}" for code in _reason_codes()}
    assert sorted(wanted - TABLES["en"].keys()) == []


def test_every_sentence_is_said_somewhere() -> None:
    places = [*(SRC / "bothways" / "marketplace").rglob("*.py"), *(SRC / "bothways" / "marketplace").rglob("*.html")]
    dialects = SRC / "bothways" / "dialects"
    places += [*dialects.rglob("*.py"), *dialects.rglob("*.html")]
    places += [*(ROOT / "web" / "embed" / "src").rglob("*.ts"), *(ROOT / "web" / "embed" / "src").rglob("*.tsx")]
    said = "\n".join(path.read_text() for path in places)
    # By a code: of a category, an error, a reason, an event, a thing, a field.
    by_code = re.compile(r"(category|outcome|trouble|fault|reason|history|thing|accounts|permission|label)\.")
    unsaid = [
        key for key in TABLES["en"] if not by_code.match(key) and not re.search(rf"[\"'`]{re.escape(key)}[\"'`]", said)
    ]
    assert unsaid == []


def _reason_codes() -> set[str]:
    """The codes that the server gives to what is wrong with an input."""
    calls = (
        node
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason.of"
    )
    return {ast.literal_eval(call.args[0]) for call in calls}


def _parameters(entry: str | Mapping[str, str]) -> set[str]:
    """In any of the forms: one thing may be told without its number."""
    return {name for text in _texts(entry) for name in re.findall(r"\{(\w+)\}", text)}


def _texts(entry: str | Mapping[str, str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())
