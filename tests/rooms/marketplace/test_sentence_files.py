"""Sentences of the operator's own: read strictly, and said everywhere."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bothways.kit.web.exchange import Exchange
from bothways.marketplace.languages import Languages
from bothways.marketplace.sentence_files import SentenceFilesWrong, read_folder


def put(folder: Path, **tables: object) -> Path:
    for tag, table in tables.items():
        text = table if isinstance(table, str) else json.dumps(table)
        (folder / f"{tag.replace('_', '-')}.json").write_text(text, encoding="utf-8")
    return folder


def reader(wanted: str) -> Exchange:
    return Exchange({"method": "GET", "headers": [(b"accept-language", wanted.encode())]}, "req_1")


def test_a_language_is_added_and_another_one_corrected(tmp_path: Path) -> None:
    count = {"one": "{count} app", "few": "{count} appky", "other": "{count} appek"}
    own = {"cs": {"connect": "Propojit", "search.count": count}, "en": {"back": "Return"}, "de": {"connect": "Los"}}
    languages = Languages(read_folder(put(tmp_path, **own)))
    czech = languages.for_reader(reader("cs-CZ, de;q=0.5"))
    assert (czech.tag, czech.say("connect"), czech.say("search.count", count=3)) == ("cs", "Propojit", "3 appky")
    # What it lacks is English, in the operator's words where there are some.
    assert (czech.say("back"), czech.say("cancel")) == ("Return", "Cancel")
    german = languages.for_reader(reader("cs"), "de")
    assert (german.say("connect"), german.say("back")) == ("Los", "Zurück")
    assert languages.for_reader(reader("nl")).say("back") == "Return"


WRONG: Mapping[str, tuple[object, str]] = {
    "de": ({"conect": "Los"}, "de.json: conect: nothing says this; take the keys of en.json"),
    "fr": ({"connect": ""}, "fr.json: connect: write 1 to 1000 characters, not all blank"),
    "es": ({"connect": 7}, "es.json: connect: write 1 to 1000 characters"),
    "pt": ({"catalog.lead": "{produto}"}, "{produto} is none of its parameters, which are: product"),
    "ja": ({"connect": {"other": "x"}}, "ja.json: connect: write 1 to 1000 characters"),
    "it": ({"search.count": {"one": "una app"}}, "it.json: search.count: give the form `other`"),
    "nl": (
        {"search.count": {"other": "x", "dual": "y"}},
        "nl.json: search.count: give the form `other`, and no",
    ),
    "da": ('{"back": "a", "back": "b"}', "da.json: it is not valid JSON: a key stands in it twice"),
    "sv": ("[]", "sv.json: it must be an object of sentences by their keys"),
    "nb": ("[" * 100_000, "nb.json: it is not valid JSON"),
    "fi": (" " * 300_000, "fi.json: it is larger than 256 kB"),
    "klingon": ({}, "klingon.json: its name is no language that is known; call it nl.json"),
}


def test_everything_wrong_is_named_by_file_key_and_reason(tmp_path: Path) -> None:
    put(tmp_path, **{tag: table for tag, (table, _) in WRONG.items()})
    with pytest.raises(SentenceFilesWrong) as wrong:
        read_folder(tmp_path)
    told = sorted(wrong.value.faults)
    assert len(told) == len(WRONG)
    assert [reason for _, reason in WRONG.values() if not any(reason in fault for fault in told)] == []


def test_a_folder_without_files_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SentenceFilesWrong, match="needs 1 to 100 files"):
        read_folder(tmp_path / "nowhere")
