"""Colours that can be read: a theme's arithmetic, by WCAG 2.2. `web/contract/colours.ts` has it for browsers."""

from collections.abc import Iterator, Mapping

# WCAG 2.2, success criteria 1.4.3 (words) and 1.4.11 (edges of controls).
READABLE, VISIBLE = 4.5, 3.0
SCHEMES = {"light": "", "dark": "_dark"}
GROUNDS = ("background", "surface")
PARTS = (*GROUNDS, "text")
CHOICES = tuple(f"{part}{ending}" for ending in SCHEMES.values() for part in PARTS)

# What stands where a theme leaves the choice to us, and the words for states, as web/ui/tokens.css has them.
USUAL: Mapping[str, str] = {
    "background": "#f6f7f9",
    "surface": "#ffffff",
    "text": "#14181f",
    "background_dark": "#0d1014",
    "surface_dark": "#161a20",
    "text_dark": "#eef1f5",
}
STATES: Mapping[str, Mapping[str, str]] = {
    "light": {"good": "#12703f", "warn": "#8a4b00", "bad": "#b3261e", "info": "#1d55b5"},
    "dark": {"good": "#6fd39c", "warn": "#f0b765", "bad": "#ff9d94", "info": "#93bbff"},
}

Channels = tuple[float, float, float]


def unreadable(chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each colour that makes words hard to read, and why. Together with what is left to us, scheme by scheme."""
    for scheme, ending in SCHEMES.items():
        text = f"text{ending}"
        for ground in (f"{part}{ending}" for part in GROUNDS):
            if fault := _fault(chosen, scheme, text, ground):
                yield fault


def _fault(chosen: Mapping[str, str], scheme: str, text: str, ground: str) -> tuple[str, str] | None:
    colours = {**USUAL, **chosen}
    words, below = colours[text], colours[ground]
    darker, lighter = ("darker", "lighter") if scheme == "light" else ("lighter", "darker")
    if text in chosen and (ratio := contrast(channels(words), channels(below))) < READABLE:
        return text, f"has {_figure(ratio)} on the {ground} {below}; {_LEAST}: choose a {darker} one"
    if ground not in chosen:
        return None
    inks = {"text": words, **{f"colour for {state} news": ink for state, ink in STATES[scheme].items()}}
    ratios = ((name, contrast(channels(ink), channels(below))) for name, ink in inks.items())
    worse = next(((name, ratio) for name, ratio in ratios if ratio < READABLE), None)
    if worse is None:
        return None
    name, ratio = worse
    other = f"{ground.removesuffix('_dark')}{SCHEMES['dark' if scheme == 'light' else 'light']}"
    return ground, f"leaves our {name} only {_figure(ratio)}; {_LEAST}: choose a {lighter} one, or set it as {other}"


_LEAST = f"{READABLE}:1 is the least that can be read"


def _figure(ratio: float) -> str:
    """Cut, not rounded: 4.46 must not read as 4.5."""
    return f"{int(ratio * 10) / 10}:1"


def contrast(one: Channels, other: Channels) -> float:
    """From 1 to 21, as WCAG 2.2 defines the contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Channels, other: Channels, share: float) -> Channels:
    """With as much of the other in it; `share` from 0 to 1."""
    red, green, blue = (part + (into - part) * share for part, into in zip(colour, other, strict=True))
    return red, green, blue


def channels(text: str) -> Channels:
    """Of `#rgb` or `#rrggbb`."""
    digits = text.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    red, green, blue = (int(pair, 16) / 255 for pair in pairs)
    return red, green, blue


def hexed(colour: Channels) -> str:
    """As CSS takes it; halves are rounded up, as browsers do it."""
    return "#" + "".join(f"{int(part * 255 + 0.5):02x}" for part in colour)


def _luminance(colour: Channels) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
