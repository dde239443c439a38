"""The product with the dialect switched on, beside a sandbox, and Kolla's callers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub
from tests.support.hubs import DEMO_CLIENT, Walk, ticket_of
from tests.support.sandbox import running_sandbox

WIDGET = "http://localhost:7331"
SETTINGS = {"BOTHWAYS_DIALECTS": "kolla", "BOTHWAYS_KOLLA_WIDGET_URL": WIDGET}


@dataclass
class Kolla:
    """Somebody whose code was written for Kolla. `base` is the family of paths that it uses."""

    walk: Walk
    base: str = "/connect/v1"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def hub(self) -> Hub:
        return self.walk.hub

    async def call(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> Answer:
        """Any answer; paths that begin with / stand as they are."""
        full = path if path.startswith("/") else f"{self.base}/{path}"
        return await self.hub.call(method, full, body, token=token, **headers)

    async def ok(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """An answer that must be a good one."""
        answer = await self.call(method, path, body, **more)
        assert answer.status == 200, f"{method} {path}: {answer.status} {answer.text}"
        assert "application/json" in answer.headers["content-type"]
        return dict(answer.data)

    async def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, int, dict[str, Any]]:
        """HTTP status, canonical code and the whole google.rpc.Status."""
        answer = await self.call(method, path, body, **more)
        assert answer.status >= 300, answer.text
        assert answer.headers["content-type"] == "application/json"
        assert {"code", "message", "details"} == answer.data.keys(), answer.text
        return answer.status, answer.data["code"], answer.data

    async def consumer_token(self, consumer: str = "cus-1", **metadata: str) -> str:
        """A token for a browser."""
        given = await self.ok("POST", "consumers:consumerToken", {"consumer_id": consumer, "metadata": metadata})
        return str(given["token"])

    async def list(self, connector: str = "-", where: str = "", **more: Any) -> list[dict[str, Any]]:
        """Linked accounts."""
        query = f"?filter={quote(where)}" if where else ""
        return list((await self.ok("GET", f"connectors/{connector}/linkedaccounts{query}", **more))["linked_accounts"])

    async def trail(self) -> tuple[Any, ...]:
        """What the audit trail says of the environment, newest first."""
        return tuple((await self.hub.call("GET", "/v1/audit-entries?limit=100")).data["items"])

    async def link(self, connector: str, consumer: str = "cus-1", *, person: str = "usr_ada", **more: Any) -> Any:
        """A linked account that somebody connects at once."""
        made = await self.ok("POST", f"connectors/{connector}/linkedaccounts", {"consumer_id": consumer, **more})
        await self.install(made, person=person)
        return await self.ok("GET", made["name"])

    async def install(self, account: dict[str, Any], **consent: Any) -> Any:
        """Follow the install_uri to the provider and back."""
        departure = await self.hub.bothways.outbound.depart(ticket_of(account["install_uri"]))
        location = await self.walk.sandbox.visitor.consent(departure.location, **consent)
        return await self.walk.come_back(departure, location)


@pytest.fixture
async def kolla(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Kolla]:
    """On each database."""
    async with (
        running_hub(database_url, clock, entropy, settings=SETTINGS) as hub,
        running_sandbox(clients=(DEMO_CLIENT,)) as sandbox,
    ):
        yield Kolla(Walk(hub, sandbox))


def reason_of(status: dict[str, Any]) -> str:
    """Our own code in the details of an error."""
    return str(next(item["reason"] for item in status["details"] if item["@type"].endswith("ErrorInfo")))


def fields_of(status: dict[str, Any]) -> list[str]:
    """The fields that an error names."""
    found = [item for item in status["details"] if item["@type"].endswith("BadRequest")]
    return [violation["field"] for item in found for violation in item["fieldViolations"]]
