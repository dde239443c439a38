"""A tiny product page and provider for the script, and the style guide as a site."""

import json
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.tree import ROOT
from tools.assets import ASSETS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'"
)

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


async def guide(scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    """The repository's web/ui/guide and the built assets, under the policy that our pages are served with."""
    if scope["type"] != "http":
        return
    path = (ROOT / scope["path"].lstrip("/")).resolve()
    known = path.is_file() and (path.is_relative_to(ROOT / "web" / "ui") or path.is_relative_to(ASSETS))
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    await _answer(send, 200 if known else 404, path.read_bytes() if known else b"", kind)


@dataclass
class Connecting:
    """One connect page, its state, a provider that asks for consent, and the page at the end."""

    provider: str = ""
    version: int = 1
    over: bool = False
    refuses: bool = False
    modes: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    async def __call__(self, scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] != "http":
            return
        self.asked_for.append(scope["query_string"].decode())
        wants_json = (b"accept", b"application/json") in scope["headers"]
        form = (await receive()).get("body", b"").decode()
        status, body, kind = self._reply(scope["path"], form, wants_json=wants_json)
        await _answer(send, status, body.encode(), kind)

    def _reply(self, path: str, form: str, *, wants_json: bool) -> tuple[int, str, str]:
        match path:
            case "/page" if self.over:
                return 410, "<!doctype html><title>Over</title><p>This session is over.", "text/html"
            case "/page":
                return 200, PAGE.replace("VERSION", str(self.version)), "text/html"
            case "/state":
                return (410 if self.over else 200), json.dumps({"version": str(self.version), "pending": 0}), JSON
            case "/connect" if self.refuses:
                return (422, "{}", JSON) if wants_json else (422, "<p>Fill this in.</p>", "text/html")
            case "/connect":
                self.modes.append("popup" if "mode=popup" in form else "page")
                if wants_json:
                    return 200, json.dumps({"url": f"{self.provider}/consent", "authorization": "auth_1"}), JSON
                return 200, GOING.replace("WHERE", f"{self.provider}/consent"), "text/html"
            case "/finished":
                self.version += 1
                return 200, FINISHED, "text/html"
            case "/hosted.js":
                return 200, (ASSETS / "hosted.js").read_text(), "text/javascript"
        return 404, "", "text/plain"


def consent(finished_at: str) -> Callable[..., Awaitable[None]]:
    """A provider on another origin: one link that gives consent, and a title that tells whether it has an opener."""
    page = f"""<!doctype html><title>Provider</title><a href="{finished_at}">Allow</a>
        <script>document.title = window.opener ? "has an opener" : "has no opener"</script>"""

    async def app(scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] == "http":
            await _answer(send, 200, page.encode(), "text/html", policy="default-src 'unsafe-inline'")

    return app


JSON = "application/json"

PAGE = """<!doctype html><html lang="en"><title>Connect</title><script type="module" src="/hosted.js"></script>
<main data-connect-page data-state-url="/state" data-state-version="VERSION">
<form data-filter="#list" data-shown="{count} apps" data-shown-one="{count} app">
  <input type="search" aria-label="Search">
  <button type="button" data-filter-by="">All</button><button type="button" data-filter-by="crm">CRM</button></form>
<div data-refresh="list"><p>version VERSION</p><ul id="list">
  <li data-filter-item="Slack messages" data-filter-group="chat">Slack</li>
  <li data-filter-item="HubSpot customers" data-filter-group="crm|sales">HubSpot</li>
  <li data-filter-item="Caf\u00e9 orders" data-filter-group="sales">Caf\u00e9</li></ul>
<form method="post" action="/connect" data-popup data-waiting="Waiting for Slack"><button>Connect</button></form></div>
<p data-filter-empty hidden>Nothing found</p><p data-live role="status"></p></main>"""

GOING = (
    """<!doctype html><title>Going</title><meta http-equiv="refresh" content="0;url=WHERE"><a href="WHERE">Go on</a>"""
)

FINISHED = """<!doctype html><title>Done</title><script type="module" src="/hosted.js"></script>
<body data-finished="close"><p>Connected</p></body>"""


async def _answer(send: Send, status: int, body: bytes, kind: str, policy: str = POLICY) -> None:
    headers = [(b"content-type", f"{kind}; charset=utf-8".encode()), (b"content-security-policy", policy.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
