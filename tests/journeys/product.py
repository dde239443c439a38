"""The product in a thread of its own, for tools that know nothing of event loops: hypothesis and schemathesis."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.journeys.expectations import API, takes_keys
from tests.journeys.world import Tenant, build_world, send
from tests.support.clock import ManualClock
from tests.support.databases import Databases
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox

# Nothing here is about limits of rate.
_SETTINGS = {"BOTHWAYS_RATE_LIMIT_PER_SECOND": "10000000"}


class HastyClock(ManualClock):
    """Between two looks a second passes, for limits; the wall clock stands, so that nothing expires."""

    def monotonic(self) -> float:
        self._monotonic += 1.0
        return self._monotonic


@dataclass(frozen=True)
class Product:
    """One tenant with one of everything, its connection a real one, and the API document."""

    # Hypothesis writes down what a failing example was given; of a whole product that would be megabytes.
    portal: BlockingPortal = field(repr=False)
    tenant: Tenant = field(repr=False)
    document: dict[str, Any] = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tenant.hub.token}"}

    def headers_for(self, route: str) -> dict[str, str]:
        """The key, or a session of its own where no key is let in: what is sent may end it."""
        if takes_keys(API[route]):
            return self.headers
        _, token, _ = self.portal.call(self.tenant.open_session, self.tenant.customer)
        return {"authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """A request with any bytes, by the tenant's backend unless `authorization` says otherwise."""

        async def sending() -> Answer:
            return await send(self.tenant.hub, method, path, body, **{**self.headers, **headers})

        return self.portal.call(sending)


@contextlib.contextmanager
def running_product(databases: Databases) -> Iterator[Product]:
    """Start everything; it ends with the block."""
    with start_blocking_portal("asyncio", {"use_uvloop": True}) as portal:

        @contextlib.asynccontextmanager
        async def running() -> AsyncIterator[Product]:
            url = await databases.create()
            async with (
                running_sandbox(clients=(DEMO_CLIENT,)) as sandbox,
                running_hub(url, HastyClock(), SeededEntropy(), settings=_SETTINGS) as hub,
            ):
                walk = Walk(hub, sandbox)
                tenant = (await build_world(walk)).acme
                tenant.ids["integration"] = await walk.integrate()
                tenant.ids["connection_id"] = await walk.connect(tenant.ids["integration"], tenant.customer)
                yield Product(portal, tenant, (await hub.call("GET", "/openapi.json")).data)
            await databases.remove(url)

        with portal.wrap_async_context_manager(running()) as product:
            yield product
