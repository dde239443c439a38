"""What an operator brings along in folders, read at start: whatever is wrong there is a wrong setting."""

from collections.abc import Mapping

from bothways.marketplace.languages import Table
from bothways.marketplace.sentence_files import SentenceFilesWrong, read_folder
from bothways.outbound.providers.files import ProviderFilesWrong, files_in, load
from bothways.outbound.providers.model import Origin, Provider
from bothways.settings import Settings, SettingsError

_PROVIDERS, _SENTENCES = "BOTHWAYS_PROVIDERS_DIR", "BOTHWAYS_SENTENCES_DIR"


def own_providers(settings: Settings) -> Mapping[str, Provider]:
    """Providers by slug; the folder may be empty. Raises SettingsError, which names each file, place and reason."""
    folder = settings.providers_dir
    if folder is None:
        return {}
    if not folder.is_dir():
        raise SettingsError([f"{_PROVIDERS}: {folder} is no folder"])
    try:
        return load(files_in(folder), Origin.FOLDER)
    except ProviderFilesWrong as wrong:
        problems = [f"{faulty.file}: {problem}" for faulty in wrong.faulty for problem in faulty.problems]
        raise SettingsError([f"{_PROVIDERS}: {problem}" for problem in problems]) from None


def own_sentences(settings: Settings) -> Mapping[str, Table]:
    """Sentences by language. Raises SettingsError, which names each file, key and reason."""
    if settings.sentences_dir is None:
        return {}
    try:
        return read_folder(settings.sentences_dir)
    except SentenceFilesWrong as wrong:
        raise SettingsError([f"{_SENTENCES}: {fault}" for fault in wrong.faults]) from None
