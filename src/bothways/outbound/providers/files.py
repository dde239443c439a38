"""Provider files: read from a folder, all faults of all files gathered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bothways.oauth.foreign import Json
from bothways.outbound.providers import rules, shape
from bothways.outbound.providers.model import Origin, Provider
from bothways.outbound.providers.problems import Problem, Problems

BUILT_IN = Path(__file__).parent / "data"
MAX_FILE_BYTES = 256 * 1024


class ProviderFilesWrong(Exception):
    """Some files cannot be used. The text names each with the place, the reason and what to do."""

    def __init__(self, faulty: Sequence["Faulty"]) -> None:
        super().__init__("\n".join(str(file) for file in faulty))
        self.faulty = tuple(faulty)


@dataclass(frozen=True)
class Faulty:
    """A file that cannot be used."""

    file: Path
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.file}: {problem}" for problem in self.problems)


def read_document(document: Json, origin: Origin) -> tuple[Provider | None, tuple[Problem, ...]]:
    """A provider from the JSON data of a file; without problems there is one."""
    problems = Problems()
    provider = shape.read(Provider, document, problems)
    if provider is not None:
        rules.check(provider, problems)
    if provider is None or problems:
        return None, problems.found
    return replace(provider, origin=origin), ()


def read_file(file: Path, origin: Origin) -> Provider | Faulty:
    """The provider that a file describes, or what is wrong with it."""
    problems = Problems()
    document = _json_of(file, problems)
    if problems:
        return Faulty(file, problems.found)
    provider, found = read_document(document, origin)
    if provider is None:
        return Faulty(file, found)
    if provider.slug != file.stem:
        problems.add("slug", f"the file is called {file.name}", f"Call the file {provider.slug}.json.")
        return Faulty(file, problems.found)
    return provider


def load(files: Iterable[Path], origin: Origin) -> dict[str, Provider]:
    """Providers by slug. Raises ProviderFilesWrong, after having read all."""
    read = [read_file(file, origin) for file in files]
    faulty = [found for found in read if isinstance(found, Faulty)]
    if faulty:
        raise ProviderFilesWrong(faulty)
    return {found.slug: found for found in read if isinstance(found, Provider)}


def files_in(folder: Path) -> list[Path]:
    """The provider files of a folder, by name."""
    return sorted(folder.glob("*.json"))


@cache
def built_in() -> Mapping[str, Provider]:
    """The providers that Bothways ships with. Their files come with the code, so they are read once."""
    return load(files_in(BUILT_IN), Origin.BUILT_IN)


def _json_of(file: Path, problems: Problems) -> Json:
    try:
        with file.open("rb") as stream:
            text = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        problems.add("", f"it cannot be read: {error.strerror}", "Check the path and its permissions.")
        return None
    if len(text) > MAX_FILE_BYTES:
        problems.add("", f"it is larger than {MAX_FILE_BYTES // 1024} kB", "Describe one provider in a file.")
        return None
    try:
        document: Json = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
        return document
    except (ValueError, RecursionError) as error:
        problems.add("", f"it is not valid JSON: {error}", "Correct it; every key once, no comments.")
        return None


def _once(pairs: list[tuple[str, Json]]) -> Json:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the key {name!r} stands twice in one object")
    return dict(pairs)


def _refuse(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")
