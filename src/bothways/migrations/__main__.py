"""`python -m bothways.migrations new "What changes"`: write the next revision."""

import subprocess
import sys

from bothways.migrations.tables import all_tables
from bothways.migrations.write import write_revision


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    if len(arguments) != 2 or arguments[0] != "new":
        sys.stderr.write(f"usage: {__doc__}\n")
        return 2
    path = write_revision(arguments[1], all_tables())
    if path is None:
        sys.stdout.write("the tables are what the revisions make; nothing to write\n")
        return 0
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=False)
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
