"""How a card of the marketplace may present itself: long texts, categories, a colour, links. All of it is shown to
customers, so nothing here can be anything else than it says.
"""

import base64
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bothways.kit.errors import FieldError
from bothways.kit.text import is_prose

MAX_LONG_DESCRIPTION = 5_000
MAX_CATEGORIES = 10
MAX_URL = 2_000
MAX_LOGO_LENGTH = 200_000
LOGO_TYPES = ("data:image/png;base64,", "data:image/webp;base64,", "data:image/jpeg;base64,")

_CATEGORY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_CATEGORY = 40
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_long_description(text: str) -> list[FieldError]:
    """Several lines of text; blank lines make paragraphs."""
    if len(text) <= MAX_LONG_DESCRIPTION and is_prose(text):
        return []
    return [FieldError("long_description", f"use at most {MAX_LONG_DESCRIPTION} printable characters")]


def check_categories(categories: Sequence[str]) -> list[FieldError]:
    """Slugs: those of providers, or others of the operator's own."""
    if len(categories) > MAX_CATEGORIES or len(set(categories)) < len(categories):
        return [FieldError("categories", f"name at most {MAX_CATEGORIES}, each once")]
    return [
        FieldError(f"categories[{index}]", "use lower-case words with - between, such as project-management")
        for index, slug in enumerate(categories)
        if len(slug) > _LONGEST_CATEGORY or not _CATEGORY.fullmatch(slug)
    ]


def check_background(colour: str | None) -> list[FieldError]:
    """A colour in full."""
    if colour is None or _COLOUR.fullmatch(colour):
        return []
    return [FieldError("background", "write a colour as #3366cc")]


def check_link(field: str, url: str) -> list[FieldError]:
    """An https address that people may follow: no other scheme, no user name, nothing invisible."""
    if _is_link(url):
        return []
    return [FieldError(field, "give an https address of at most 2,000 characters, without a user name")]


def check_logo(logo: str | None) -> list[FieldError]:
    """A picture as a data: URL. SVG is left out: it can carry script, and the other formats cannot."""
    if logo is None or (len(logo) <= MAX_LOGO_LENGTH and logo.startswith(LOGO_TYPES) and _is_base64(logo)):
        return []
    return [FieldError("logo", "give a PNG, WebP or JPEG picture of at most 150 kB as a data: URL in base64")]


def _is_link(url: str) -> bool:
    if not url.startswith("https://") or len(url) > MAX_URL or not url.isascii():
        return False
    if not url.isprintable() or any(mark in url for mark in ' \\"<>`'):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _is_base64(logo: str) -> bool:
    try:
        return bool(base64.b64decode(logo.partition(",")[2], validate=True))
    except ValueError:
        return False
