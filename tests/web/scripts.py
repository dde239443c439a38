"""Running our browser code without a browser: bundled as it is for the browser, called by Node."""

import contextlib
import fcntl
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT

WEB = ROOT / "web"


@contextlib.contextmanager
def packing() -> Iterator[None]:
    """The npm packages are built in one place, by one at a time."""
    with (WEB / "node_modules" / ".packing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


CALLS = """
import * as module from "./bundle.mjs";
let input = "";
for await (const part of process.stdin) input += part;
const answers = JSON.parse(input).map(([name, ...given]) => module[name](...given) ?? null);
process.stdout.write(JSON.stringify(answers));
"""


def bundle(source: str, folder: Path) -> Path:
    """A folder with the bundle of `source`, a path in web/."""
    command = ["node_modules/.bin/rolldown", source, "--format", "esm", "--file", str(folder / "bundle.mjs")]
    subprocess.run(command, cwd=WEB, check=True, capture_output=True)
    (folder / "calls.mjs").write_text(CALLS)
    return folder


def call(bundled: Path, calls: list[tuple[Any, ...]]) -> list[Any]:
    """What the functions named in `calls` answer to their arguments; undefined is None."""
    command = ["node", str(bundled / "calls.mjs")]
    done = subprocess.run(command, input=json.dumps(calls), check=True, capture_output=True, text=True)
    return list(json.loads(done.stdout))
