"""The redirect dance over HTTP, step by step, with a provider that tells what it heard."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import func, select

from bothways.outbound.connect.store import pending_authorizations
from tests.journeys.world import send
from tests.support.hub import Answer, Hub
from tests.support.ill_provider import IllProvider

CUSTOMER = "cus-1"


@dataclass
class Leaving:
    """A browser on its way to the provider: where it was sent, and the cookie that it holds."""

    location: str
    cookie: str

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.location).query).items()}


@dataclass
class Dance:
    """The product, a provider that tells what it heard, and the steps between them."""

    hub: Hub
    provider: IllProvider
    integration: str

    async def begin(self, customer: str = CUSTOMER, **changes: Any) -> str:
        """The start link's path."""
        body = {"integration": self.integration, "customer": customer, **changes}
        answer = await self.hub.call("POST", "/v1/authorizations", body)
        assert answer.status == 201, answer.text
        return str(answer.data["url"]).removeprefix(self.hub.base_url)

    async def leave(self, customer: str = CUSTOMER, **changes: Any) -> Leaving:
        """Begin, and open the link in a browser."""
        return await self.open(await self.begin(customer, **changes))

    async def open(self, link: str, **headers: str) -> Leaving:
        """Open a link in a browser."""
        answer = await page(self.hub, link, **headers)
        assert answer.status == 303, answer.text
        return Leaving(answer.headers["location"], answer.headers["set-cookie"].partition(";")[0])

    async def consent(self, leaving: Leaving) -> str:
        """The provider sends the browser back: the callback's path and query."""
        async with self.hub.session.get(leaving.location, allow_redirects=False) as response:
            return response.headers["location"].removeprefix(self.hub.base_url)

    async def come(self, path: str, cookie: str = "", **headers: str) -> Answer:
        """The browser comes back."""
        return await page(self.hub, path, **({"cookie": cookie} if cookie else {}), **headers)

    async def connections(self) -> list[dict[str, Any]]:
        return list((await self.hub.call("GET", "/v1/connections")).data["items"])

    async def assert_nothing(self, *, token_requests: int = 0) -> None:
        """No token was asked for, nobody is connected, and nothing waits any more."""
        assert len(self.provider.token_requests) == token_requests
        assert await self.connections() == []
        async with self.hub.bothways.edges.database.read() as tx:
            row = await tx.first(select(func.count()).select_from(pending_authorizations))
        assert row is not None
        assert row[0] == 0


async def page(hub: Hub, path: str, **headers: str) -> Answer:
    return await send(hub, "GET", path, None, **{"accept": "text/html", **headers})


async def integrate(hub: Hub, ill: IllProvider, slug: str, **changes: Any) -> str:
    secret = {"client_id": ill.client_id, "client_secret": ill.client_secret}
    body = {"provider": "echo", "method_id": "oauth2", "slug": slug, **secret, **changes}
    answer = await hub.call("POST", "/v1/integrations", body)
    assert answer.status == 201, answer.text
    return str(answer.data["id"])
