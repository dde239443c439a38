"""What Acme is told when it starts."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Probe:
    """What Acme calls at the product behind one integration, relative to its API's base address.

    `profile` says whose account it is; `contacts`, where there is such a thing, feeds Acme's address book.
    """

    integration: str
    profile: str
    contacts: str | None = None


SANDBOX: Sequence[Probe] = (
    Probe("sandbox", profile="/api/me", contacts="/api/contacts"),
    Probe("sandbox-key", profile="/key-api/me", contacts="/key-api/contacts"),
    Probe("sandbox-m2m", profile="/m2m/me"),
)


@dataclass(frozen=True)
class AcmeOptions:
    """`bothways_url` is where Acme's backend reaches Bothways; `public_bothways_url` is where browsers do.

    `api_key` needs the scopes connect_sessions:write, catalog:read, credentials:read and connections:write.
    `public_url` is Acme's own address; `{public_url}/integrations` must be among the environment's return URLs and
    `{public_url}` among its allowed origins.
    """

    bothways_url: str
    public_bothways_url: str
    api_key: str
    public_url: str = "http://127.0.0.1:8701"
    integrations: Sequence[Probe] = SANDBOX

    @property
    def return_url(self) -> str:
        """Where a customer comes back to from Bothways' own pages."""
        return f"{self.public_url}/integrations"


# What makes Bothways' pages look like Acme's: set it as the theme of the environment.
THEME = {"product_name": "Acme Desk", "accent": "#0f766e", "radius": 10, "mode": "auto"}
