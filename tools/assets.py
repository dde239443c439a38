"""Build the browser code: web/ and the providers' icons in, src/bothways/assets/ out.

`python tools/assets.py` does nothing when the assets are fresh. `--packages` installs the npm packages only.
It runs before anything is installed, so it uses the standard library alone.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
ASSETS = ROOT / "src" / "bothways" / "assets"
# What the marketplace says, in each language: the embedded one is built with it.
SENTENCES = ROOT / "src" / "bothways" / "marketplace" / "sentences"
PROVIDERS = ROOT / "src" / "bothways" / "outbound" / "providers" / "data"
BUILT = WEB / "dist"
LOCKED = WEB / "node_modules" / ".bothways-lock"

# What Vite needs; older ones fail half-way with errors that do not say so.
OLDEST_NODE = (20, 19)
NOT_BUILT_FROM = {"node_modules", "dist", "e2e"}
# Words for people and types for the checker: nothing of them is in the bundles.
NOT_IN_BUNDLES = (".md", ".html", ".d.ts")


class Trouble(Exception):
    """The build cannot go on; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Build what is stale. Exit status 1, with a sentence, when something is missing."""
    try:
        if "--packages" in arguments:
            install_packages()
        elif not is_fresh():
            install_packages()
            build()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def is_fresh() -> bool:
    """Whether the assets were made from exactly these sources."""
    try:
        manifest = json.loads((ASSETS / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(
        manifest["sources"] == sources_digest() and all((ASSETS / name).is_file() for name in manifest["files"])
    )


def install_packages() -> None:
    """Run `npm ci` when node_modules was not made from this lock file."""
    lock = _digest([WEB / "package-lock.json"])
    if LOCKED.exists() and LOCKED.read_text() == lock:
        return
    _require_node()
    _say("Installing the browser packages")
    _run("npm", "ci", "--no-audit", "--no-fund")
    LOCKED.write_text(lock)


def build() -> None:
    """Build beside the old assets, then change over: a failed build leaves the old ones in place."""
    sources = sources_digest()
    _say("Building the browser code")
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir()
    _run("npm", "run", "--silent", "build", "--", *wanted_icons())
    files = {path.relative_to(BUILT).as_posix(): _digest([path]) for path in sorted(BUILT.rglob("*")) if path.is_file()}
    (BUILT / "manifest.json").write_text(json.dumps({"sources": sources, "files": files}, indent=1) + "\n")
    shutil.rmtree(ASSETS, ignore_errors=True)
    shutil.move(BUILT, ASSETS)


def sources_digest() -> str:
    """One digest over everything that the assets are made from."""
    return _digest(sorted(_sources()), extra=json.dumps(wanted_icons()))


def wanted_icons() -> list[str]:
    """The icons that the providers name, as `collection:icon`."""
    named = (json.loads(path.read_text()).get("icon") for path in PROVIDERS.glob("*.json"))
    return sorted({icon for icon in named if icon})


def _sources() -> Iterator[Path]:
    for path in WEB.rglob("*"):
        inside = path.relative_to(WEB)
        if path.is_file() and not NOT_BUILT_FROM & set(inside.parts) and not path.name.endswith(NOT_IN_BUNDLES):
            yield path
    yield from SENTENCES.glob("*.json")


def _digest(paths: list[Path], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        content = path.read_bytes()
        digest.update(f"\n{path.name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _require_node() -> None:
    wanted = ".".join(map(str, OLDEST_NODE))
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise Trouble(f"The browser code is built with Node {wanted} or newer, and npm; neither may be missing.")
    version = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < OLDEST_NODE:
        raise Trouble(f"The browser code needs Node {wanted} or newer; this is {version}.")


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=WEB, check=False).returncode != 0:
        raise Trouble(f"`{' '.join(command)}` failed in {WEB.name}/; its own message is above.")


def _say(text: str) -> None:
    print(f"==> {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
