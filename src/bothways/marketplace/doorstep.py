"""Telling somebody who opens a link from a program that only looks what is behind it.

Links of ours work once. A mail scanner, a chat that draws a preview, or a browser that loads ahead must not use one up.
"""

import re

from bothways.kit.web.exchange import Exchange

_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
_PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
_PROGRAMS = re.compile(r"bot\b|crawl|spider|slurp|preview|scan|facebookexternalhit|whatsapp|skypeuri", re.IGNORECASE)


def only_looks(exchange: Exchange) -> bool:
    """Whether nobody is there who wanted to go on: a link that works once must be left as it is."""
    if exchange.headers_only:
        return True
    if any(_AHEAD.search(exchange.header(name) or "") for name in _PURPOSES):
        return True
    # Fetch metadata (W3C): whoever follows a link navigates. Pictures and scripts that name the address do not.
    if exchange.header("sec-fetch-mode") not in {None, "navigate"}:
        return True
    return bool(_PROGRAMS.search(exchange.header("user-agent") or ""))


def is_framed(exchange: Exchange) -> bool:
    """Whether the page stands in a frame of another page. Old browsers, and plain http, do not tell."""
    return exchange.header("sec-fetch-dest") in {"iframe", "frame", "embed", "object"}
