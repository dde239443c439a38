"""One cookie per browser, and form tokens that only work together with it."""

import hmac
from dataclasses import dataclass

from bothways.kit.crypto import same
from bothways.sandbox.exchange import Ask

# Cookies do not know ports: this name must differ from what other servers on 127.0.0.1 use.
COOKIE = "bothways_sandbox_browser"
_MINIMUM = 32


class Forged(Exception):
    """The form was not made for this browser by this sandbox, or before its last start."""


@dataclass(frozen=True)
class Browser:
    """The browser of one request. `fresh` means that its cookie has to be set."""

    id: str
    fresh: bool
    form_token: str


@dataclass(frozen=True)
class FormGuard:
    """Makes and checks form tokens (HMAC-SHA-256 of the cookie under a key of this process)."""

    key: bytes
    secure: bool

    def browser(self, ask: Ask, new_id: str) -> Browser:
        """Who asks: by cookie, else as `new_id`."""
        known = ask.cookie(COOKIE) or ""
        browser_id = known if len(known) >= _MINIMUM and known.isascii() else new_id
        return Browser(browser_id, browser_id != known, self._token(browser_id))

    def check(self, ask: Ask, fields: dict[str, str]) -> str:
        """The id of the browser that sends the form. Raises Forged."""
        browser_id = ask.cookie(COOKIE) or ""
        given = fields.get("form_token", "")
        if len(browser_id) < _MINIMUM or not same(self._token(browser_id).encode(), given.encode()):
            raise Forged
        return browser_id

    def set_cookie(self, browser: Browser) -> tuple[str, str]:
        """The header that makes the browser come back as itself."""
        secure = "; Secure" if self.secure else ""
        return ("set-cookie", f"{COOKIE}={browser.id}; Path=/; HttpOnly; SameSite=Lax{secure}")

    def _token(self, browser_id: str) -> str:
        return hmac.new(self.key, browser_id.encode("utf-8", "surrogateescape"), "sha256").hexdigest()
