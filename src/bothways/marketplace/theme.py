"""An environment's look as a stylesheet of one rule, with colours that can be read.

`web/ui/README.md` lists the variables. What an operator chose was checked when it was set; here it is only written.
"""

from collections.abc import Iterator, Mapping, Sequence

from bothways.core.identity.colours import (
    PARTS,
    READABLE,
    SCHEMES,
    USUAL,
    VISIBLE,
    Channels,
    channels,
    contrast,
    hexed,
    mixed,
)
from bothways.core.identity.model import Theme

WHITE = "#ffffff"
INK = "#14181f"
BLACK = "#000000"

_STEPS = 20
# How much of the surface softer inks hold at most, and what contrast they keep.
_SOFTER = (("text-soft", 0.25, READABLE), ("text-faint", 0.36, READABLE), ("line-strong", 0.5, VISIBLE))
# Where the pointer is, a surface has a little ink in it.
_TINT = 0.07
_GENERIC_FONTS = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"})
_FALLBACK_FONTS = ("system-ui", "sans-serif")


def stylesheet(theme: Theme) -> str:
    """The rule; empty when nothing was chosen."""
    declared = [f"  --theme-{name}: {value};" for name, value in _variables(theme)]
    return "\n".join([":root {", *declared, "}", ""]) if declared else ""


def _variables(theme: Theme) -> Iterator[tuple[str, str]]:
    colours = {**USUAL, **theme.colours()}
    if theme.accent is not None:
        accent = channels(theme.accent)
        in_the_dark = lifted(accent, channels(colours["surface_dark"]))
        yield "accent", hexed(accent)
        yield "on-accent", ink_on(accent)
        yield "accent-dark", hexed(in_the_dark)
        yield "on-accent-dark", ink_on(in_the_dark)
    for ending in SCHEMES.values():
        chosen = [name for name in (f"{part}{ending}" for part in PARTS) if name in theme.colours()]
        yield from ((_variable(name), hexed(channels(colours[name]))) for name in chosen)
        yield from _softer(colours, ending) if chosen else ()
    if theme.radius is not None:
        yield "radius", f"{theme.radius / 16:g}rem"
    if theme.font is not None:
        yield "font", _fonts(theme.font)


def _softer(colours: Mapping[str, str], ending: str) -> Iterator[tuple[str, str]]:
    """Inks that follow from the chosen ones, and the edges of controls."""
    background, surface, text = (channels(colours[f"{part}{ending}"]) for part in PARTS)
    for name, share, least in _SOFTER:
        yield _variable(f"{name}{ending}"), hexed(softened(text, (surface, background), share, least))


def _variable(name: str) -> str:
    return name.replace("_", "-")


def ink_on(ground: Channels) -> str:
    """White or near-black, whichever is read better; black where neither would be read well enough."""
    best = max((WHITE, INK), key=lambda ink: contrast(channels(ink), ground))
    return best if contrast(channels(best), ground) >= READABLE else BLACK


def lifted(accent: Channels, dark: Channels) -> Channels:
    """The accent with as much white in it as it takes to stand out from a dark page."""
    mixes = (mixed(accent, channels(WHITE), step / _STEPS) for step in range(_STEPS + 1))
    return next(found for found in mixes if contrast(found, dark) >= READABLE)


def softened(text: Channels, grounds: Sequence[Channels], share: float, least: float) -> Channels:
    """The ink with some of the first ground in it, `share` at most; less where one could not see it on each."""
    tinted = [mixed(ground, text, _TINT) for ground in grounds]
    mixes = (mixed(text, grounds[0], share * (1 - step / _STEPS)) for step in range(_STEPS))
    return next((found for found in mixes if all(contrast(found, ground) >= least for ground in tinted)), text)


def _fonts(text: str) -> str:
    families = [family.strip(" ") for family in text.split(",")]
    named = [family if family.lower() in _GENERIC_FONTS else f'"{family}"' for family in families]
    return ", ".join([*named, *(font for font in _FALLBACK_FONTS if font not in families)])
