"""Docstrings as HTML: paragraphs, lists and `code`. Everything else is text."""

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")


def prose(text: str) -> Markup:
    """The text as paragraphs and lists."""
    blocks = (block.strip("\n") for block in text.split("\n\n"))
    return Markup("").join(_block(block) for block in blocks if block.strip())


def inline(text: str) -> Markup:
    """One line: text with `code` in it."""
    pieces = _CODE.split(" ".join(text.split()))
    marked = [Markup("<code>{}</code>").format(piece) if odd % 2 else escape(piece) for odd, piece in enumerate(pieces)]
    return Markup("").join(marked)


def _block(block: str) -> Markup:
    if not block.lstrip().startswith("- "):
        return Markup('<p class="soft">{}</p>').format(inline(block))
    items = re.split(r"(?m)^\s*- ", block)[1:]
    return Markup('<ul class="soft">{}</ul>').format(
        Markup("").join(Markup("<li>{}</li>").format(inline(item)) for item in items)
    )
