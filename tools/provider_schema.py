"""Write provider.schema.json, which editors use to complete and check provider files, from the model."""

import json
import sys
from pathlib import Path

from bothways.outbound.providers.files import BUILT_IN
from bothways.outbound.providers.schema import provider_schema

FILE = BUILT_IN.parent / "provider.schema.json"


def main() -> int:
    """Write it; with `--check`, only tell by the exit status whether it is fresh."""
    text = json.dumps(provider_schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if FILE.read_text() == text:
            return 0
        print(f"{FILE.name} is stale: run python tools/{Path(__file__).name}")
        return 1
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
