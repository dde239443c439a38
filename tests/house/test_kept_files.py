"""What the repository keeps must make sense on any machine."""

import json
import re
from pathlib import Path

from tests.house.tree import ROOT, kept_files

# Put together from parts so that this file is not its own finding.
REGISTRIES = re.compile("pypi" + r"\.org|python" + r"hosted\.org|npm" + r"js\.(org|com)|yarn" + r"pkg\.com")
HOMES = "|".join(["ro" + "ot/", "ho" + r"me/\w", "Us" + r"ers/\w", "wo" + r"rk/\w"])
MACHINE_PATHS = re.compile(rf"""(?:^|[\s"'`(=,:])/(?:{HOMES})""", re.MULTILINE)
BINARY = {".woff2", ".png", ".ico", ".db"}


def _texts() -> list[tuple[str, str]]:
    return [(_name(path), path.read_text(errors="replace")) for path in kept_files() if path.suffix not in BINARY]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_names_a_package_registry() -> None:
    assert {name: found[0] for name, text in _texts() if (found := REGISTRIES.search(text))} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    assert {name: found[0] for name, text in _texts() if (found := MACHINE_PATHS.search(text))} == {}


def test_the_npm_lock_says_what_and_not_from_where() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "://" in str(package.get("resolved", ""))] == []


def test_the_python_locks_pin_by_digest_and_agree() -> None:
    pins = {name: _pins((ROOT / name).read_text()) for name in ("requirements.lock", "requirements-dev.lock")}
    runtime, development = pins.values()
    assert runtime.items() <= development.items()


def _pins(lock: str) -> dict[str, str]:
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    return {entry.split("==")[0]: entry.split()[0] for entry in entries}


def test_every_file_ends_with_a_newline_and_no_line_with_blanks() -> None:
    untidy = [
        name
        for name, text in _texts()
        if text and (not text.endswith("\n") or re.search(r"[ \t]+$", text, re.MULTILINE))
    ]
    assert untidy == []
