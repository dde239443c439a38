"""An environment's look as a stylesheet of one rule, with colours that can be read.

`web/ui/README.md` lists the variables. What an operator chose was checked when it was set; here it is only written.
"""

from collections.abc import Iterator

from bothways.core.identity.model import Theme

WHITE = "#ffffff"
INK = "#14181f"
BLACK = "#000000"
# The ground of cards and sheets in the dark (`--surface` in web/ui/tokens.css).
DARK_SURFACE = "#161a20"

# WCAG 2.2, success criterion 1.4.3.
READABLE = 4.5
_STEPS = 20
_GENERIC_FONTS = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"})
_FALLBACK_FONTS = ("system-ui", "sans-serif")

Channels = tuple[float, float, float]


def stylesheet(theme: Theme) -> str:
    """The rule; empty when nothing was chosen."""
    declared = [f"  --theme-{name}: {value};" for name, value in _variables(theme)]
    return "\n".join([":root {", *declared, "}", ""]) if declared else ""


def _variables(theme: Theme) -> Iterator[tuple[str, str]]:
    if theme.accent is not None:
        accent = _channels(theme.accent)
        in_the_dark = lifted(accent)
        yield "accent", _hex(accent)
        yield "on-accent", ink_on(accent)
        yield "accent-dark", _hex(in_the_dark)
        yield "on-accent-dark", ink_on(in_the_dark)
    if theme.radius is not None:
        yield "radius", f"{theme.radius / 16:g}rem"
    if theme.font is not None:
        yield "font", _fonts(theme.font)


def ink_on(ground: Channels) -> str:
    """White or near-black, whichever is read better; black where neither would be read well enough."""
    best = max((WHITE, INK), key=lambda ink: contrast(_channels(ink), ground))
    return best if contrast(_channels(best), ground) >= READABLE else BLACK


def lifted(accent: Channels) -> Channels:
    """The accent with as much white in it as it takes to stand out from a dark page."""
    dark = _channels(DARK_SURFACE)
    mixes = (_mix(accent, step / _STEPS) for step in range(_STEPS + 1))
    return next(mixed for mixed in mixes if contrast(mixed, dark) >= READABLE)


def contrast(one: Channels, other: Channels) -> float:
    """From 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Channels) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: Channels, white: float) -> Channels:
    red, green, blue = (part + (1 - part) * white for part in colour)
    return red, green, blue


def _channels(text: str) -> Channels:
    digits = text.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    red, green, blue = (int(pair, 16) / 255 for pair in pairs)
    return red, green, blue


def _hex(colour: Channels) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _fonts(text: str) -> str:
    families = [family.strip(" ") for family in text.split(",")]
    named = [family if family.lower() in _GENERIC_FONTS else f'"{family}"' for family in families]
    return ", ".join([*named, *(font for font in _FALLBACK_FONTS if font not in families)])
