"""Where Bothways is, and the key that opens it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Access:
    """`base_url` has no slash at its end.

    Raises ValueError on what cannot be an address or a key. The message repeats neither: a mistyped address may hold
    a password, and an HTTP library would print a header that it does not like.
    """

    base_url: str
    api_key: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            raise ValueError("base_url is not an address such as https://connect.example.com")
        if parts.query or parts.fragment:
            raise ValueError("base_url ends with its path: no query, no fragment")
        if not _KEY.fullmatch(self.api_key):
            raise ValueError("api_key is not an API key: it has no blanks, line ends or characters beyond ASCII")
