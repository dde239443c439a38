"""The steps of a customer on the connect page, without a script."""

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bothways.core.identity.model import Theme
from bothways.core.identity.update_environment import EnvironmentChanges
from tests.support.hubs import Walk
from tests.support.surfer import FRAMED, Seen, Surfer

ACME = "https://acme.example"
BACK = f"{ACME}/settings"


@dataclass
class Customer:
    """One customer's browser. `base` is where the session's pages begin."""

    walk: Walk
    surfer: Surfer
    base: str = ""

    @property
    def hub_url(self) -> str:
        return self.walk.hub.base_url

    async def environment(self, theme: Theme | None = None, **changes: Any) -> None:
        """Give the environment a look, and sites that it trusts."""
        settings = {"return_urls": (BACK,), "allowed_origins": (ACME,)} | changes
        changed = EnvironmentChanges(theme=theme or Theme(product_name="Acme Desk"), **settings)
        hub = self.walk.hub
        await hub.bothways.identity.update_environment(hub.environment.id, changed, actor="test")

    async def link(self, customer: str = "cus-1", name: str = "Northwind", **more: Any) -> str:
        """A link to the connect page, as a backend gets it."""
        body = {"customer": {"id": customer, "name": name}, **more}
        answer = await self.walk.hub.call("POST", "/v1/connect-sessions", body)
        assert answer.status == 201, answer.text
        return str(answer.data["url"])

    async def enter(self, customer: str = "cus-1", **more: Any) -> Seen:
        """Open a link, up to the page."""
        seen = await self.surfer.get(await self.link(customer, **more))
        assert seen.status == 303, seen.text
        self.base = f"{self.hub_url}/connect/{urlsplit(seen.location).path.split('/')[2]}"
        return await self.surfer.visit(self.base)

    async def app(self, integration: str, query: str = "") -> Seen:
        """The page of one integration."""
        return await self.surfer.get(f"{self.base}/apps/{integration}{query}")

    async def press_connect(self, integration: str, *, framed: bool = False, **fields: str) -> Seen:
        """Send the connect form of the app's page."""
        page = await self.app(integration)
        form = page.form(f"/apps/{integration}/connect")
        headers = {"origin": "null", "sec-fetch-site": "same-origin", **(FRAMED if framed else {})}
        return await self.surfer.post(form, headers, **fields)

    async def leave(self, integration: str, **fields: str) -> str:
        """Press connect and go to the provider; returns the address of its page."""
        leaving = await self.press_connect(integration, **fields)
        assert leaving.status == 200, leaving.words
        departed = await self.surfer.get(refresh_of(leaving))
        assert departed.status == 303, departed.words
        return departed.location

    async def come_back(self, provider_page: str, *, person: str = "usr_ada", **more: Any) -> Seen:
        """Answer at the provider and return; the redirect or page that we answer with."""
        return await self.surfer.get(await self.walk.sandbox.visitor.consent(provider_page, person=person, **more))

    async def connect(self, integration: str, *, person: str = "usr_ada", **fields: str) -> Seen:
        """All of it; the page at the end."""
        return await self.surfer.follow(await self.come_back(await self.leave(integration, **fields), person=person))

    async def connections(self) -> list[dict[str, Any]]:
        """What the backend sees."""
        return list((await self.walk.hub.call("GET", "/v1/connections")).data["items"])


def refresh_of(seen: Seen) -> str:
    """Where a page goes on by itself."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', seen.text)
    assert found, seen.text
    return html.unescape(found[1])
