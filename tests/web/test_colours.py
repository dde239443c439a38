"""Themes in the browser: the same colours as the server works out, and the same refusals."""

from pathlib import Path

import pytest

from bothways.core.identity.colours import USUAL, unreadable
from bothways.core.identity.model import Theme
from bothways.marketplace.theme import stylesheet
from tests.web.scripts import bundle, call

THEMES = [
    Theme(accent="#36c"),
    Theme(accent="#111111", surface_dark="#0f2e27", text_dark="#e6fff6"),
    Theme(background="#fdf3e3", surface="#fffaf0", text="#3d2a14", background_dark="#181208"),
    Theme(text="#6c6c6c"),
    Theme(text="#8a8a8a"),
    Theme(surface="#777"),
    Theme(background="#101418", text="#ffffff", surface_dark="#d0d0d0"),
    Theme(surface="#ffcc00"),
]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("contract/colours.ts", tmp_path_factory.mktemp("colours"))


def test_both_sides_work_out_the_same_colours(bundled: Path) -> None:
    given = [("variables", theme.colours(), {**USUAL, **theme.colours()}, theme.accent or "") for theme in THEMES]
    rules = ["".join(f"  --theme-{name}: {value};\n" for name, value in found) for found in call(bundled, given)]
    assert [f":root {{\n{rule}}}\n" for rule in rules] == [stylesheet(theme) for theme in THEMES]


def test_both_sides_refuse_the_same_colours(bundled: Path) -> None:
    found = call(bundled, [("unreadable", theme.colours()) for theme in THEMES])
    told = [{fault["name"] for fault in faults} for faults in found]
    refused = [{name for name, _ in unreadable(theme.colours())} for theme in THEMES]
    # A browser tells the first of each scheme, the server all.
    assert [bool(names) for names in told] == [bool(names) for names in refused]
    assert all(names <= more for names, more in zip(told, refused, strict=True))
