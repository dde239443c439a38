"""Write docs/reference, or with `--check` say which pages no longer agree with the code."""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"

NOTE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->"

# Each is a module here with a function `page` that gives the Markdown.
PAGES = ("api", "cli", "errors", "events", "providers", "scopes", "settings")


def main(arguments: list[str]) -> int:
    """Exit status 1 when `--check` finds a stale page. Names of pages restrict the work to them."""
    names = [name for name in arguments if not name.startswith("-")] or PAGES
    pages = {FOLDER / f"{name}.md": _page(name) for name in names}
    stale = [path for path, text in pages.items() if not path.is_file() or path.read_text() != text]
    if "--check" in arguments:
        for path in stale:
            print(f"docs/reference/{path.name} is stale: run `make docs` and commit what it writes.", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(pages[path])
        print(f"wrote docs/reference/{path.name}")
    return 0


def _page(name: str) -> str:
    text: str = importlib.import_module(f"tools.reference.{name}").page()
    return f"{NOTE}\n\n{text.strip()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
