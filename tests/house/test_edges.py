"""Edges are handed in: time, randomness, HTTP and settings are reached for in kit and settings alone."""

import ast

from tests.house.tree import ROOT, Module, dotted, kept_files, modules, where

AT_THE_EDGE = ("bothways.kit", "bothways.settings")

BANNED_MODULES = {
    "secrets": "kit.crypto.Entropy",
    "random": "kit.crypto.Entropy",
    "uuid": "kit.ids.Ids",
    "aiohttp": "kit.egress",
    "httpx": "kit.egress",
    "requests": "kit.egress",
    "urllib3": "kit.egress",
    "urllib.request": "kit.egress",
    "http.client": "kit.egress",
}
BANNED_NAMES = {
    "datetime.now": "kit.clock.Clock",
    "datetime.utcnow": "kit.clock.Clock",
    "datetime.today": "kit.clock.Clock",
    "date.today": "kit.clock.Clock",
    "time.time": "kit.clock.Clock",
    "time.time_ns": "kit.clock.Clock",
    "time.monotonic": "kit.clock.Clock",
    "time.perf_counter": "kit.clock.Clock",
    "time.sleep": "kit.clock.Clock",
    "asyncio.sleep": "kit.clock.Clock",
    "os.environ": "settings",
    "os.getenv": "settings",
    "os.urandom": "kit.crypto.Entropy",
}

# The inner floors: what they import decides what they can do.
DOING = {"asyncio", "socket", "ssl", "subprocess", "threading", "multiprocessing", "sqlite3", "os", "pathlib", "shutil"}


def test_nothing_reaches_for_what_is_handed_in() -> None:
    reaching = [trouble for module in modules() if not module.is_in(*AT_THE_EDGE) for trouble in _reaching(module)]
    assert reaching == []


def _reaching(module: Module) -> list[str]:
    imported = set(module.imports())
    by_import = [
        f"{where(module)}: {name}, take {instead}"
        for name, instead in (BANNED_MODULES | BANNED_NAMES).items()
        if name in imported
    ]
    by_name = [
        f"{where(module, node)}: {name}, take {instead}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        for name, instead in BANNED_NAMES.items()
        if (full := dotted(node)) == name or full.endswith("." + name)
    ]
    return by_import + by_name


def test_the_protocol_and_the_models_do_nothing() -> None:
    inner = [module for module in modules() if module.is_in("bothways.oauth") or module.drawer == "model"]
    doing = [f"{where(module)}: {name}" for module in inner for name in sorted({*module.imports()} & DOING)]
    doing += [
        f"{where(module, node)}: waits or opens"
        for module in inner
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
        or (isinstance(node, ast.Call) and dotted(node.func) == "open")
    ]
    assert doing == []


def test_tests_stand_real_parts_together() -> None:
    tests = [path for path in kept_files() if path.suffix == ".py" and path.is_relative_to(ROOT / "tests")]
    # The word is put together here so that this file is not its own finding.
    mock = "unittest." + "mock"
    assert [path.relative_to(ROOT).as_posix() for path in tests if mock in path.read_text()] == []
