"""Scopes of well-known providers, and the sentences they mean: data, by keys that every language shares.

`words/scopes.json` leads from a scope to a key, `sentences/` from a key to a sentence. `{app}` is the name of the
integration, `{things}` what a scope calls the things that it is about.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

_ROOM = Path(__file__).parent


def load(name: str) -> Mapping[str, str]:
    """One of the files."""
    return cast("Mapping[str, str]", json.loads((_ROOM / name).read_text(encoding="utf-8")))


SCOPES = load("words/scopes.json")
ENGLISH = load("sentences/permissions.en.json")
