"""What may stand in an environment's settings. They end in redirects, headers and styles, so nothing is guessed."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bothways.core.identity.colours import unreadable
from bothways.core.identity.model import Theme
from bothways.core.identity.text import check_line
from bothways.kit.errors import FieldError
from bothways.oauth import redirects

MAX_ADDRESSES = 50
MAX_RADIUS = 32
MAX_LOGO_CHARACTERS = 96 * 1024
MODES = ("auto", "light", "dark")

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
# Family names as CSS takes them without quotes; nothing here can end a declaration.
_FONT = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,29}(?: [A-Za-z0-9-]{1,29}){0,4}")
_MAX_FONTS = 6
_ORIGIN = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?P<port>:[0-9]+)?")
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}
_DATA_URL = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,(.*)")
_MAGIC = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def check_return_urls(urls: Sequence[str]) -> list[FieldError]:
    """Exact addresses: https, or http on this machine; no fragment, no user name, no wildcard."""
    return _check_list("return_urls", urls, _return_url_fault)


def check_allowed_origins(origins: Sequence[str]) -> list[FieldError]:
    """Origins as browsers send them: scheme, host, and the port unless it is the scheme's own."""
    return _check_list("allowed_origins", origins, _origin_fault)


def check_theme(theme: Theme) -> list[FieldError]:
    """Every part of a theme, each in a form that cannot be anything else where it is used."""
    faults = [
        *(check_line("theme.product_name", theme.product_name, 60) if theme.product_name is not None else ()),
        *_check_colours({**theme.colours(), **({} if theme.accent is None else {"accent": theme.accent})}),
        *_unless(theme.radius is None or 0 <= theme.radius <= MAX_RADIUS, "radius", f"use 0 to {MAX_RADIUS} pixels"),
        *_unless(theme.font is None or _is_font(theme.font), "font", "name up to 6 font families, with commas between"),
        *_unless(theme.mode in MODES, "mode", f"choose from {', '.join(MODES)}"),
    ]
    if theme.logo is not None and (reason := _logo_fault(theme.logo)):
        faults.append(FieldError("theme.logo", reason))
    return faults


def _check_colours(chosen: Mapping[str, str]) -> list[FieldError]:
    """That each is a colour; and when all are, that words can be read."""
    faults = [
        FieldError(f"theme.{name}", "write a colour as #36c or #3366cc")
        for name, colour in chosen.items()
        if not _COLOUR.fullmatch(colour)
    ]
    return faults or [FieldError(f"theme.{name}", reason) for name, reason in unreadable(chosen)]


def _unless(fine: object, name: str, reason: str) -> Iterable[FieldError]:
    return () if fine else (FieldError(f"theme.{name}", reason),)


def _is_font(text: str) -> bool:
    families = text.split(",")
    return len(families) <= _MAX_FONTS and all(_FONT.fullmatch(family.strip(" ")) for family in families)


def _check_list(field: str, items: Sequence[str], fault: Callable[[str], str | None]) -> list[FieldError]:
    if len(items) > MAX_ADDRESSES:
        return [FieldError(field, f"name at most {MAX_ADDRESSES}")]
    if len(set(items)) < len(items):
        return [FieldError(field, "name each one once")]
    reasons = [(index, fault(item)) for index, item in enumerate(items)]
    return [FieldError(f"{field}[{index}]", reason) for index, reason in reasons if reason]


def _return_url_fault(url: str) -> str | None:
    try:
        redirects.check(url)
    except redirects.RedirectRefused as refusal:
        return refusal.reason
    return None


def _origin_fault(origin: str) -> str | None:
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return "must be an origin such as https://app.example.com, in lower case, without a path"
    if match["port"] == _DEFAULT_PORTS[origin.partition(":")[0]]:
        return "must not name the port that the scheme has anyway: browsers leave it out"
    return _return_url_fault(origin)


def _logo_fault(logo: str) -> str | None:
    if logo.startswith("https://"):
        return _return_url_fault(logo)
    data = _DATA_URL.fullmatch(logo)
    if data is None:
        # SVG is a document that can hold script; a page of ours is no place for somebody else's.
        return "must be an https address, or a data: URL with base64 of a PNG, JPEG, GIF or WebP picture"
    if len(logo) > MAX_LOGO_CHARACTERS:
        return f"must have at most {MAX_LOGO_CHARACTERS} characters"
    try:
        picture = base64.b64decode(data[2], validate=True)
    except (binascii.Error, ValueError):
        return "holds broken base64"
    return None if picture.startswith(_MAGIC[data[1]]) else f"is no {data[1]} picture"
