"""Headers that every answer carries unless it says otherwise."""

from collections.abc import Iterable

from bothways.kit.web.reply import Header

# RFC 9700 section 4.2.4 (no referrer), RFC 9111 section 5.2.2.5 (no-store): most answers hold something private.
SAFE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
# A program reads JSON: it follows no link, frames nothing, and no browser attaches credentials for it by itself.
FOR_JSON = (b"x-content-type-options", b"cache-control", b"content-security-policy", b"strict-transport-security")
HSTS: Header = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def complete(sent: Iterable[Header], defaults: tuple[Header, ...], always: tuple[Header, ...]) -> list[Header]:
    """What was sent, the defaults it leaves out, and what goes out always."""
    headers = [(name.lower(), value) for name, value in sent]
    names = {name for name, _ in headers}
    return [*headers, *(item for item in defaults if item[0] not in names), *always]
