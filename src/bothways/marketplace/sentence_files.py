"""An operator's own sentences: a folder with a file for each language that is added or corrected."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from babel import Locale, UnknownLocaleError

from bothways.marketplace.languages import PARAMETER, Table, english

MAX_FILES = 100
MAX_FILE_BYTES = 256 * 1024
LONGEST_SENTENCE = 1_000
# Unicode CLDR has no other forms.
_FORMS = ("zero", "one", "two", "few", "many", "other")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class SentenceFilesWrong(Exception):
    """Some files cannot be used; each fault names the file, the key and the reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_folder(folder: Path) -> Mapping[str, Table]:
    """The sentences by language. A file may hold a few only. Raises SentenceFilesWrong, after having read all."""
    files = sorted(folder.glob("*.json"))
    if not files or len(files) > MAX_FILES:
        raise SentenceFilesWrong([f"{folder} needs 1 to {MAX_FILES} files such as nl.json, and has {len(files)}"])
    tables = {file.stem: _read(file) for file in files}
    faults = [f"{file}: {fault}" for file in files for fault in _faults(file.stem, tables[file.stem])]
    if faults:
        raise SentenceFilesWrong(faults)
    return cast("Mapping[str, Table]", tables)


def _read(file: Path) -> object:
    """What stands in it, or why it cannot be read, as an exception that is not raised yet."""
    try:
        with file.open("rb") as stream:
            text = stream.read(MAX_FILE_BYTES + 1)
        if len(text) > MAX_FILE_BYTES:
            return ValueError(f"it is larger than {MAX_FILE_BYTES // 1024} kB")
        return json.loads(text, object_pairs_hook=_once)
    except OSError as error:
        return ValueError(f"it cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        return ValueError(f"it is not valid JSON: {error}")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _faults(tag: str, found: object) -> Iterator[str]:
    if not _is_language(tag):
        yield "its name is no language that is known; call it nl.json, or pt-BR.json for a variety"
    if isinstance(found, ValueError):
        yield str(found)
    elif not isinstance(found, dict):
        yield "it must be an object of sentences by their keys, as en.json is"
    else:
        for key, entry in found.items():
            yield from (f"{key[:100]}: {reason}" for reason in _reasons(key, entry))


def _is_language(tag: str) -> bool:
    try:
        return bool(_TAG.fullmatch(tag) and Locale.parse(tag, sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


def _reasons(key: str, entry: object) -> Iterator[str]:
    source = english().get(key)
    if source is None:
        yield "nothing says this; take the keys of en.json"
        return
    forms = entry if isinstance(entry, dict) and not isinstance(source, str) else {"other": entry}
    if "other" not in forms or not forms.keys() <= set(_FORMS):
        yield f"give the form `other`, and no others than {', '.join(_FORMS)}"
    known = sorted(_parameters(source))
    for text in forms.values():
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_SENTENCE:
            yield f"write 1 to {LONGEST_SENTENCE} characters, not all blank"
        elif strange := sorted(set(PARAMETER.findall(text)).difference(known)):
            yield f"{{{strange[0][:50]}}} is none of its parameters, which are: {', '.join(known) or 'none'}"


def _parameters(entry: str | Mapping[str, str]) -> set[str]:
    texts = [entry] if isinstance(entry, str) else entry.values()
    return {name for text in texts for name in PARAMETER.findall(text)}
