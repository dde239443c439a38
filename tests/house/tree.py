"""The source tree as data: files, modules, rooms, imports."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# Packages that hold rooms; the others named below are rooms themselves.
WINGS = ("core", "outbound", "inbound", "dialects")
OTHER_ROOMS = ("oauth", "kit", "portal", "marketplace", "sandbox")
ROOF = ("bothways.app", "bothways.migrations")


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room that it lives in: `bothways.outbound.connections`, `bothways.oauth`, or the module itself."""
        parts = self.name.split(".")
        return ".".join(parts[:3] if len(parts) > 2 and parts[1] in WINGS else parts[:2])

    @property
    def drawer(self) -> str:
        """The last word of its name: `store`, `routes`, ..."""
        return self.name.rpartition(".")[2]

    def is_in(self, *packages: str) -> bool:
        """Whether it is one of these modules or below one of them."""
        return any(self.name == package or self.name.startswith(package + ".") for package in packages)

    def imports(self) -> Iterator[str]:
        """Every module, and every name from one, that it imports: `a.b` and `a.b.C` for `from a.b import C`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """Every module under src/bothways."""
    return tuple(_module(path) for path in sorted((SRC / "bothways").rglob("*.py")))


def _module(path: Path) -> Module:
    dotted = ".".join(path.relative_to(SRC).with_suffix("").parts)
    return Module(dotted.removesuffix(".__init__"), path, ast.parse(path.read_text(), str(path)))


@cache
def room_plates() -> tuple[Module, ...]:
    """The `__init__.py` of every room."""
    return tuple(
        module
        for module in modules()
        if module.path.name == "__init__.py"
        and module.name == module.room
        and module.name != "bothways"
        and module.name.split(".")[1] not in [wing for wing in WINGS if module.name == f"bothways.{wing}"]
    )


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that belongs to the repository: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def where(module: Module, node: ast.AST | None = None) -> str:
    """`src/bothways/x.py:12`, as editors open it."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{module.path.relative_to(ROOT)}{line}"


def dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := dotted(node.value)):
        return f"{base}.{node.attr}"
    return ""
