"""Who is signed in: a random cookie, remembered in memory. Everybody is signed out when Acme stops."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from acme.people import Customer, find_customer

# Cookies do not know ports: on one machine this name must differ from Bothways' own.
COOKIE = "acme_session"
MAX_SESSIONS = 1000


@dataclass(frozen=True)
class Sessions:
    """Signed-in browsers."""

    _customers: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def open(self, customer: Customer) -> str:
        """Sign in; returns the value of the cookie."""
        token = secrets.token_urlsafe(32)
        self._customers[token] = customer.id
        if len(self._customers) > MAX_SESSIONS:
            self._customers.popitem(last=False)
        return token

    def find(self, token: str | None) -> Customer | None:
        """Who the cookie belongs to."""
        return find_customer(self._customers.get(token or ""))

    def close(self, token: str | None) -> None:
        """Sign out."""
        self._customers.pop(token or "", None)
