"""Scopes of well-known providers, and the sentences they mean: data, by keys that every language shares.

`words/scopes.json` leads from a scope to a key, `words/permissions.<language>.json` from a key to a sentence. `{app}`
is the name of the integration, `{things}` what a scope calls the things that it is about.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

WORDS = Path(__file__).parent / "words"


def load(name: str) -> Mapping[str, str]:
    """One of the files."""
    return cast("Mapping[str, str]", json.loads((WORDS / name).read_text(encoding="utf-8")))


SCOPES = load("scopes.json")
ENGLISH = load("permissions.en.json")
