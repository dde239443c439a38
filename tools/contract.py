"""Write the TypeScript types of our API, web/contract/*.d.ts, from its documents. `--check` only says what is stale.

openapi-typescript does the writing, from the locked npm packages, and asks no network for anything.
"""

import json
import subprocess
import sys
from pathlib import Path

from tools.assets import Trouble, install_packages
from tools.documents import Json, documents

FOLDER = Path(__file__).resolve().parents[1] / "web" / "contract"

NOTE = "// Written by `make contract` from the API document. Change the code, not this file.\n\n"


def main(arguments: list[str]) -> int:
    """Exit status 1 when `--check` finds a stale file, or when the packages are missing."""
    try:
        install_packages()
        texts = {FOLDER / "api.d.ts": types_of(documents().api), FOLDER / "portal.d.ts": types_of(documents().portal)}
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text() != text]
    for path in stale:
        if "--check" in arguments:
            print(f"web/contract/{path.name} is stale: run `make contract` and commit it.", file=sys.stderr)
        else:
            path.write_text(texts[path])
            print(f"wrote web/contract/{path.name}")
    return 1 if stale and "--check" in arguments else 0


def types_of(document: Json) -> str:
    """The TypeScript of one document: paths, operations, and each schema under its own name."""
    made = subprocess.run(
        ["npm", "run", "--silent", "types-of"],
        cwd=FOLDER,
        input=json.dumps(_plain(document)),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise Trouble(f"openapi-typescript failed in web/contract/:\n{made.stderr.strip()}")
    return NOTE + made.stdout.partition("*/\n")[2].lstrip()


def _plain(document: Json) -> Json:
    """The document without what types do not tell: one failure stands for all of them, and headers are the same."""
    paths = {
        path: {
            method: {**operation, "responses": _responses(operation["responses"])} for method, operation in item.items()
        }
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths, "components": {**document["components"], "headers": {}}}


def _responses(responses: Json) -> Json:
    return {
        status: {name: value for name, value in response.items() if name != "headers"}
        for status, response in responses.items()
        if status.startswith("2") or status == "default"
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
