"""Errors: each has its own stable code, says what to do next, and stands in the reference."""

import importlib
import re
from collections import Counter

from bothways.kit.errors import DomainError, Kind
from tests.house.tree import ROOT, modules

REFERENCE = ROOT / "docs" / "reference" / "errors.md"
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _errors() -> list[type[DomainError]]:
    for module in modules():
        if not module.is_in("bothways.migrations") and module.drawer != "__main__":
            importlib.import_module(module.name)
    found = list(DomainError.__subclasses__())
    for error in found:
        found.extend(error.__subclasses__())
    return [error for error in dict.fromkeys(found) if error.__module__.startswith("bothways.")]


def test_codes_are_unique() -> None:
    # A class without a code of its own only groups those below it.
    codes = Counter(error.code for error in _errors() if "code" in vars(error))
    assert {code: count for code, count in codes.items() if count > 1} == {}


def test_every_error_says_what_it_is_and_what_to_do_next() -> None:
    poor = [
        error.__qualname__
        for error in _errors()
        if not error.__subclasses__()
        and not (
            SNAKE.fullmatch(getattr(error, "code", ""))
            and isinstance(getattr(error, "kind", None), Kind)
            and getattr(error, "next_step", "").endswith(".")
        )
    ]
    assert poor == []


def test_every_error_stands_in_the_reference() -> None:
    reference = REFERENCE.read_text()
    assert [error.code for error in _errors() if "code" in vars(error) and f"`{error.code}`" not in reference] == []
