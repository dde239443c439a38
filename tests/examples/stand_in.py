"""A stand-in for Bothways that knows just enough for Acme: one integration, and tokens of a real sandbox.

Acme's journey with the real Bothways is in tests/journeys; here Acme's own pages are looked at.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.support.sandbox import RunningSandbox

API_KEY = "bw_test_sk_for_acme_alone"
CONNECT_PAGE = b"<!doctype html><title>Connect</title><p>The connect page of Bothways</p>"

Message = dict[str, Any]

NOW = "2026-03-01T12:00:00Z"
ACCOUNT = {"id": "usr_ada", "label": "Ada Lovelace"}


@dataclass
class Held:
    """One connection."""

    id: str
    tokens: dict[str, Any]
    label: str = "Ada Lovelace"
    state: str = "active"
    version: int = 1


@dataclass
class StandIn:
    """Answers like Bothways; `connections` are by the operator's id of the customer."""

    sandbox: RunningSandbox
    connections: dict[str, Held] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    problem: tuple[int, dict[str, str]] | None = None
    base_url: str = ""

    async def connect(self, customer: str) -> Held:
        """As if the customer had connected Ada's account."""
        held = Held(f"conn_{len(self.connections) + 1}", await self.sandbox.connect())
        self.connections[customer] = held
        return held

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        status, document = await self._answer(scope, body)
        is_page = isinstance(document, bytes)
        content = document if is_page else json.dumps(document).encode()
        kind = b"text/html" if is_page else b"application/json"
        headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Message, body: bytes) -> tuple[int, Any]:
        method, path = scope["method"], scope["path"]
        if path == "/connect/page":
            return 200, CONNECT_PAGE
        if dict(scope["headers"]).get(b"authorization") != f"Bearer {API_KEY}".encode():
            return 401, {"code": "unauthenticated", "detail": "The key is wrong.", "next_step": ""}
        if self.problem is not None:
            return self.problem
        if path == "/v1/connect-sessions":
            self.sessions.append(json.loads(body))
            return 201, self._session(json.loads(body))
        if path == "/v1/catalog":
            return 200, self._catalog(scope["query_string"].decode().removeprefix("customer="))
        held = next(held for held in self.connections.values() if f"/{held.id}/" in path)
        if (method, path.rpartition("/")[2]) == ("POST", "refresh"):
            return await self._refresh(held)
        return self._credentials(held)

    async def _refresh(self, held: Held) -> tuple[int, Any]:
        answer = await self.sandbox.refresh(held.tokens["refresh_token"])
        if answer.status != 200:
            held.state = "needs_reauth"
            return self._credentials(held)
        held.tokens, held.version = answer.json, held.version + 1
        return 200, self._connection(held)

    def _session(self, wanted: dict[str, Any]) -> dict[str, Any]:
        who = wanted["customer"]
        customer = {"id": "cust_1", "external_id": who["id"], "name": who["name"], "email": who["email"]}
        return {
            "id": "cs_1",
            "token": "bw_test_cs_for_one_browser",
            "url": f"{self.base_url}/connect/page",
            "expires_at": NOW,
            "customer": customer | {"metadata": {}, "created_at": NOW, "updated_at": NOW},
            "integrations": None,
            "return_url": wanted["return_url"],
        }

    def _connection(self, held: Held) -> dict[str, Any]:
        unknown = dict.fromkeys(("reason", "reason_detail", "trouble", "replaced_account", "disconnected_at"))
        instants = dict.fromkeys(("obtained_at", "expires_at", "created_at", "updated_at"), NOW)
        names = {"integration_id": "intg_1", "provider": "sandbox", "method_id": "oauth2", "type": "oauth2"}
        customer = {"id": "cust_1", "external_id": "bluebird-bakery", "name": None}
        whose = {"customer": customer, "account": ACCOUNT}
        own = {"id": held.id, "state": held.state, "version": held.version, "renewable": True, "label": ""}
        return unknown | instants | names | whose | own | {"scopes": [], "values": {}, "metadata": {}}

    def _catalog(self, customer: str) -> dict[str, Any]:
        held = self.connections.get(customer)
        connection = held and {
            "id": held.id,
            "label": "",
            "account_label": held.label,
            "state": held.state,
            "reason": None if held.state == "active" else "It was withdrawn.",
            "created_at": NOW,
        }
        tile = {"slug": "sandbox", "name": "Sandbox", "description": "", "logo_url": None, "monogram": "S"}
        tile |= {"integration_id": "intg_1", "provider": "sandbox", "categories": [], "state": "not_connected"}
        tile |= {"enabled": True, "redirects": True, "values": [], "fields": []}
        tile |= {"id": "intg_1", "kind": "integration", "link_url": None, "background": None, "documentation_url": None}
        return {"items": [{**tile, "connections": [connection] if connection else []}]}

    def _credentials(self, held: Held) -> tuple[int, Any]:
        if held.state != "active":
            return 409, {"code": "needs_reauth", "detail": "It has to be connected again.", "next_step": "Reconnect."}
        return 200, {
            "connection_id": held.id,
            "type": "oauth2",
            "scopes": [],
            "account": ACCOUNT,
            "version": held.version,
            "headers": {"Authorization": f"Bearer {held.tokens['access_token']}"},
            "query": {},
            "base_url": self.sandbox.base_url,
            "expires_at": (self.sandbox.clock.now() + timedelta(seconds=300)).isoformat(),
        }
