"""The look: inks that can be read, icons that exist."""

import json
import re

import pytest

from bothways.core.identity import colours
from tests.house.tree import ROOT, SRC
from tools.assets import ASSETS, wanted_icons

SHEET = (ROOT / "web" / "ui" / "tokens.css").read_text()
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((?:var\([\w-]+, )?(#\w{6})\)?, (?:var\([\w-]+, )?(#\w{6})\)?\)", SHEET
    )
}
_MIX = r"color-mix\(in srgb, var\(--([\w-]+)\), var\(--([\w-]+)\) (\d+)%\)"
for name, plain, one, other, share in re.findall(rf"--([\w-]+): (?:light-dark\(var\(--([\w-]+)\), )?{_MIX}", SHEET):
    mixes = [
        colours.hexed(colours.mixed(colours.channels(ground), colours.channels(ink), int(share) / 100))
        for ground, ink in zip(TOKENS[one], TOKENS[other], strict=True)
    ]
    TOKENS[name] = (TOKENS[plain][0] if plain else mixes[0], mixes[1])
SURFACES = ("ground", "surface", "raised", "sunken", "hover")
READ_ON = [(ink, surface) for ink in ("ink", "ink-soft", "ink-faint") for surface in SURFACES] + [
    *((tone, surface) for tone in ("good", "warn", "bad", "info") for surface in (f"{tone}-soft", "surface", "ground")),
    ("on-accent", "accent"),
    ("on-bad-fill", "bad-fill"),
]
SEEN_ON = [("line-strong", "surface"), ("line-strong", "ground"), ("focus", "ground"), ("focus", "surface")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ_ON, 4.5), (SEEN_ON, 3.0)], ids=["words", "controls"])
def test_colours_keep_the_contrast_of_wcag_2_2_aa(pairs: list[tuple[str, str]], least: float, scheme: int) -> None:
    ratios = {f"{ink} on {ground}": _contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) for ink, ground in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least} == {}


def test_themes_are_checked_against_the_colours_that_pages_have() -> None:
    usual = {"background": "ground", "surface": "surface", "text": "ink"}
    pages = {
        f"{part}{ending}": TOKENS[token][at] for part, token in usual.items() for at, ending in enumerate(("", "_dark"))
    }
    assert pages == colours.USUAL
    assert {
        scheme: {state: TOKENS[state][at] for state in states}
        for at, (scheme, states) in enumerate(colours.STATES.items())
    } == colours.STATES


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_icon_that_a_provider_names_was_drawn() -> None:
    drawn = {path.stem for path in (ASSETS / "icons").glob("*.svg")}
    assert [icon for icon in wanted_icons() if icon.replace(":", "-", 1) not in drawn] == []


def test_icons_only_draw() -> None:
    texts = {path.name: path.read_text() for path in (ASSETS / "icons").glob("*.svg")}
    doing = re.compile(
        r"<(script|foreignObject|image|style|a)\b|\son\w+=|javascript:|<!|url\((?!#)|href=\"(?!#)", re.IGNORECASE
    )
    assert {name: found[0] for name, text in texts.items() if (found := doing.search(text))} == {}


def test_the_assets_are_what_the_manifest_says() -> None:
    manifest = json.loads((ASSETS / "manifest.json").read_text())
    present = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}
    assert present - {"manifest.json"} == set(manifest["files"])
    assert {"ui.css", "hosted.js", "glyphs.svg"} <= present
    assert ASSETS == SRC / "bothways" / "assets"
