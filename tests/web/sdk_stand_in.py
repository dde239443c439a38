"""A stand-in for Bothways as the browser SDK sees it, whose frame says whatever a test wants it to say.

What the SDK does with the real product is told in tests/journeys/browser; here frames misbehave, sessions end on
demand, and everything that was sent can be looked at.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.assets import ASSETS

ENVIRONMENT = "env_2h7"
INTEGRATION = {
    "kind": "integration",
    "integration_id": "intg_2h7",
    "slug": "contacts",
    "provider": "sandbox",
    "name": "Contacts",
    "redirects": True,
    "enabled": True,
    "values": [],
    "fields": [],
    "connections": [],
}
ATTEMPT = "auth_" + "a" * 26

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Answer = tuple[int, Any]


@dataclass
class StandIn:
    """`good` are the tokens that work; `asked` is what was called, with the token and the body."""

    origin: str = ""
    good: set[str] = field(default_factory=lambda: {"first"})
    customer: str = "cust_1"
    frame: str = "quiet"
    framed: bool = True
    entry: dict[str, Any] = field(default_factory=lambda: dict(INTEGRATION))
    attempt: dict[str, Any] = field(default_factory=dict)
    provider: str = ""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    tickets: int = 0

    def calls(self, name: str) -> int:
        """How often something was asked for."""
        return sum(1 for call, _, _ in self.asked if call == name)

    def body(self, name: str) -> Any:
        """What was sent the last time."""
        return [body for call, _, body in self.asked if call == name][-1]

    async def __call__(self, scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode(): text.decode() for name, text in scope["headers"]}
        body = (await receive()).get("body", b"")
        allow = [(b"access-control-allow-origin", self.origin.encode())] if headers.get("origin") == self.origin else []
        match scope["method"], scope["path"]:
            case "OPTIONS", _:
                more = [(b"access-control-allow-headers", b"authorization, content-type")]
                more.append((b"access-control-allow-methods", b"GET, POST, DELETE"))
                await _reply(send, 204, b"", "text/plain", [*allow, *more])
            case "GET", "/sdk/v1/bothways.js":
                await _reply(send, 200, (ASSETS / "sdk.js").read_bytes(), "text/javascript", CORP)
            case "GET", "/sdk/v1/element.js":
                await _reply(send, 200, (ASSETS / "sdk-element.js").read_bytes(), "text/javascript", CORP)
            case "GET", "/embed/env_2h7":
                policy = f"frame-ancestors {self.origin}" if self.framed else "frame-ancestors 'none'"
                page = FRAME.replace("ORIGIN", self.origin).replace("BEHAVIOUR", BEHAVIOURS[self.frame])
                await _reply(send, 200, page.encode(), "text/html", [(b"content-security-policy", policy.encode())])
            case method, path:
                token = headers.get("authorization", "").removeprefix("Bearer ")
                sent = json.loads(body) if body else None
                self.asked.append((f"{method} {path}", token, sent))
                status, document = self._answer(method, path, token)
                await _reply(send, status, json.dumps(document).encode(), "application/json", allow)

    def _answer(self, method: str, path: str, token: str) -> Answer:
        if token not in self.good:
            return 401, _problem("unauthenticated", "The token is not good.")
        match method, path:
            case "GET", "/v1/session":
                customer = {"id": self.customer, "external_id": "bakery", "name": "Bakery", "email": None}
                return 200, {
                    "id": f"cs_{token}",
                    "environment_id": ENVIRONMENT,
                    "mode": "test",
                    "product_name": "Acme Desk",
                    "expires_at": "2026-03-01T13:00:00Z",
                    "integration_ids": None,
                    "return_url": None,
                    "customer": customer,
                }
            case "POST", "/v1/session/tickets":
                self.tickets += 1
                return 201, {"ticket": f"bw_test_tk_{self.tickets:043}", "expires_at": "2026-03-01T12:01:00Z"}
            case "GET", "/v1/catalog":
                return 200, {"items": [self.entry, {**INTEGRATION, "kind": "promotional", "integration_id": None}]}
            case "GET", "/v1/catalog/contacts" | "/v1/catalog/intg_2h7":
                return 200, self.entry
            case "POST", "/v1/authorizations":
                self.attempt = {
                    "id": ATTEMPT,
                    "status": "created",
                    "integration_id": "intg_2h7",
                    "connection_id": None,
                    "error_code": None,
                    "error_detail": None,
                    "created_at": "2026-03-01T12:00:00Z",
                    "url": self.provider,
                }
                return 201, self.attempt
            case "GET", authorization if authorization == f"/v1/authorizations/{ATTEMPT}" and self.attempt:
                return 200, self.attempt
            case "DELETE", "/v1/connections/conn_1":
                account = {"id": "1", "label": "Ada"}
                return 200, {"id": "conn_1", "integration_id": "intg_2h7", "account": account, "label": ""}
        return 404, _problem("not_found", "It is not there.")

    def connect(self, created_at: str = "2026-03-01T12:00:05Z", state: str = "active") -> None:
        """The customer has given consent."""
        self.attempt |= {"status": "connected", "connection_id": "conn_1"}
        one = {"id": "conn_1", "state": state, "reason": None, "label": "", "account_label": "Ada"}
        self.entry = {**self.entry, "connections": [{**one, "created_at": created_at}]}


CORP = [(b"cross-origin-resource-policy", b"cross-origin")]

FRAME = """<!doctype html><html lang="en"><title>Frame</title><body>
<button id="first">First</button><button id="last">Last</button><p id="heard"></p>
<script>
const heard = [];
const say = (message, to = "ORIGIN") => parent.postMessage({bothways: 1, ...message}, to);
addEventListener("message", ({data, origin}) => {
  heard.push({...data, origin});
  document.getElementById("heard").textContent = heard.map(({type}) => type).join(" ");
  if (data.type === "focus_in") document.getElementById(data.direction === "back" ? "last" : "first").focus();
  hear(data);
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") say({type: "close"});
  const at = document.activeElement.id;
  if (event.key === "Tab" && at === (event.shiftKey ? "first" : "last")) {
    event.preventDefault();
    say({type: "focus_out", direction: event.shiftKey ? "back" : "forward"});
  }
});
let hear = (data) => data.type === "enter" && say({type: "entered", session_id: "cs_2h7"});
BEHAVIOUR
</script>"""

NEWS = """{connection_id: "conn_1", integration_id: "intg_2h7", integration: "contacts", state: "active",
  account_label: "Ada"}"""
BEHAVIOURS = {
    "quiet": 'say({type: "ready"});',
    "silent": "",
    "insatiable": 'hear = () => say({type: "ready"}); say({type: "ready"});',
    "refuses": """hear = () => say({type: "error", code: "ticket_refused", message: "No.", next_step: "Try."});
      say({type: "ready"});""",
    "tells": f"""hear = (data) => {{
        if (data.type === "enter") say({{type: "entered", session_id: "cs_2h7"}});
        if (data.type === "focus_in") say({{type: "event", name: "connection.created", data: {NEWS}}});
      }}; say({{type: "ready"}});""",
    "grows": """hear = (data) => {
        if (data.type !== "enter") return;
        say({type: "entered", session_id: "cs_2h7"}); say({type: "resize", height: 777});
      }; say({type: "ready"});""",
    "expires": """let times = 0; hear = (data) => {
        if (data.type !== "enter") return;
        say({type: "entered", session_id: "cs_2h7"});
        if (!times++) say({type: "ticket_needed", reason: "expired"});
      }; say({type: "ready"});""",
}


def operator_page(hub: str, *, html: str = "", policy: str | None = None) -> Any:
    """A page of an operator's product that has the SDK; `policy` is its Content-Security-Policy."""
    policy = policy or (
        f"default-src 'none'; script-src 'self' {hub}; connect-src {hub}; frame-src {hub} http://localhost:*"
    )
    page = f"""<!doctype html><html lang="en"><title>Product</title><script src="{hub}/sdk/v1/bothways.js"></script>
      <main><h1>Product</h1><button id="open">Open</button><button id="other">Other</button>{html}</main>
      <script src="/page.js"></script>"""
    script = """
      window.said = [];
      for (const name of ["connection.created", "connection.updated", "connection.disconnected",
        "connection.needs_reauth", "marketplace.opened", "marketplace.closed", "authenticated", "error"])
        bothways.on(name, ({code, connection_id, environment_id, mode}) =>
          said.push([name, code ?? connection_id ?? environment_id ?? mode]));
      window.told = (promise) => promise.then((value) => ({value}),
        ({name, code, message, next_step, status}) => ({name, code, message, next_step, status}));
      for (const id of ["open", "other"]) document.getElementById(id).onclick = () => (window.click ?? (() => {}))();
    """

    async def app(scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/page.js":
            await _reply(send, 200, script.encode(), "text/javascript")
        else:
            await _reply(send, 200, page.encode(), "text/html", [(b"content-security-policy", policy.encode())])

    return app


def _problem(code: str, detail: str) -> dict[str, str]:
    return {"code": code, "detail": detail, "next_step": "Do something about it.", "request_id": "req_1"}


async def _reply(
    send: Send, status: int, body: bytes, kind: str, more: list[tuple[bytes, bytes]] | None = None
) -> None:
    headers = [(b"content-type", f"{kind}; charset=utf-8".encode()), *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
