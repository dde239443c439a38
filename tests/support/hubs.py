"""Fixtures: the product running beside a sandbox provider, and a customer who walks from one to the other."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from bothways.outbound.connect.depart import Departure
from bothways.outbound.connect.finish import Callback, FinishAuthorization, Outcome
from bothways.sandbox.model import Client
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub
from tests.support.sandbox import RunningSandbox, running_sandbox

DEMO_CLIENT = Client(DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, "Demo client")


@dataclass
class Walk:
    """A hub with a sandbox switched on in it, and the steps between the two."""

    hub: Hub
    sandbox: RunningSandbox

    async def integrate(self, provider: str = "sandbox", **changes: Any) -> str:
        """Switch a sandbox provider on; returns the integration's id."""
        body = {"provider": provider, "values": {"base_url": self.sandbox.base_url}}
        if provider == "sandbox":
            body |= {"client_id": DEMO_CLIENT_ID, "client_secret": DEMO_CLIENT_SECRET}
            body |= {"scopes": ["profile.read", "contacts.read"]}
        answer = await self.hub.call("POST", "/v1/integrations", body | changes)
        assert answer.status == 201, answer.text
        if provider == "sandbox":
            await self.sandbox.visitor.press("/", "/console/redirect-uris", redirect_uri=answer.data["redirect_uri"])
        return str(answer.data["id"])

    async def authorize(self, integration: str, customer: str = "cus-1", **changes: Any) -> Answer:
        """Ask for a link."""
        body = {"integration": integration, "customer": customer, **changes}
        return await self.hub.call("POST", "/v1/authorizations", body)

    async def depart(self, integration: str, customer: str = "cus-1", **changes: Any) -> Departure:
        """Open a link in a browser, up to the provider's page."""
        answer = await self.authorize(integration, customer, **changes)
        assert answer.status == 201, answer.text
        return await self.hub.bothways.outbound.depart(ticket_of(answer.data["url"]))

    async def come_back(
        self, departure: Departure, location: str, *, finish: FinishAuthorization | None = None, **changes: Any
    ) -> Outcome:
        """Bring the provider's answer back in the browser that departed; `changes` are those of Callback."""
        parts = urlsplit(location)
        callback = {
            "integration_id": parts.path.rpartition("/")[2],
            "query": parts.query,
            "cookies": {departure.cookie_name: departure.cookie.reveal()},
        }
        return await (finish or self.hub.bothways.outbound.finish)(Callback(**callback | changes))

    async def connect(
        self,
        integration: str,
        customer: str = "cus-1",
        *,
        person: str = "usr_ada",
        refuse: Collection[str] = (),
        **changes: Any,
    ) -> str:
        """From nothing to a connection; returns its id."""
        departure = await self.depart(integration, customer, **changes)
        location = await self.sandbox.visitor.consent(departure.location, person=person, refuse=refuse)
        outcome = await self.come_back(departure, location)
        assert outcome.error is None, outcome.error
        assert outcome.connection is not None
        return outcome.connection.id


def ticket_of(url: str) -> str:
    """The ticket of a start link."""
    return url.rpartition("/")[2]


@pytest.fixture
async def hub(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Hub]:
    """The product, on each database."""
    async with running_hub(database_url, clock, entropy) as running:
        yield running


@pytest.fixture
async def walk(hub: Hub) -> AsyncIterator[Walk]:
    """The product beside a sandbox; both have clocks of their own."""
    async with running_sandbox(clients=(DEMO_CLIENT,)) as sandbox:
        yield Walk(hub, sandbox)
