"""A sandbox for tests, and somebody who walks through its consent page as a browser would, without one."""

import contextlib
import html
import re
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from bothways.kit.crypto import SystemEntropy
from bothways.kit.secret import Secret
from bothways.oauth import pkce
from bothways.sandbox.model import Client
from bothways.sandbox.options import SandboxOptions
from bothways.sandbox.server import create_sandbox
from tests.support.clock import ManualClock
from tests.support.servers import App, serve_built

# Nobody listens here: visitors stop before they are sent on.
CALLBACK = "http://127.0.0.1:9/callback"
CLIENT = Client("client-1", "secret:1 +%", "Client One", (CALLBACK, f"{CALLBACK}?tenant=7"))
OTHER_CLIENT = Client("client-2", "secret-2", "Client Two", ("http://127.0.0.1:9/two",))


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one response."""

    status: int
    headers: Any
    text: str
    json: Any


@dataclass
class Visitor:
    """A browser without pictures: keeps cookies, fills in forms, follows nothing."""

    base_url: str
    session: aiohttp.ClientSession

    async def get(self, url: str, **headers: str) -> Answer:
        """`url` may be a path of the sandbox."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        async with self.session.get(self._full(url), headers=named, allow_redirects=False) as response:
            return await _answer(response)

    async def post(self, url: str, form: dict[str, str] | list[tuple[str, str]], **headers: str) -> Answer:
        """Send a form."""
        named = {"content-type": "application/x-www-form-urlencoded"}
        named |= {name.replace("_", "-"): text for name, text in headers.items()}
        data = urlencode(form)
        async with self.session.post(self._full(url), data=data, headers=named, allow_redirects=False) as response:
            return await _answer(response)

    async def press(self, page: str, action: str, **fields: str) -> Answer:
        """Open `page`, and send its form for `action` with these fields filled in."""
        shown = await self.get(page)
        return await self.post(action, hidden_fields(shown.text, action) | fields)

    async def consent(
        self, url: str, *, person: str = "usr_ada", refuse: Collection[str] = (), cancel: bool = False
    ) -> str:
        """Answer the question behind an authorization URL. Returns the address that the person is sent on to."""
        page = await self.get(url)
        if page.status != 200:
            raise AssertionError(f"no consent page: {page.status}\n{page.text}")
        fields = list(hidden_fields(page.text, "/oauth/authorize").items())
        shown = re.findall(r'name="scope" value="([^"]+)"', page.text)
        fields += [("person", person), ("answer", "cancel" if cancel else "allow")]
        fields += [("scope", name) for name in shown if name not in refuse]
        answer = await self.post("/oauth/authorize", fields)
        if answer.status != 303:
            raise AssertionError(f"the consent was not taken: {answer.status}\n{answer.text}")
        return str(answer.headers["location"])

    def _full(self, url: str) -> str:
        return self.base_url + url if url.startswith("/") else url


@dataclass
class RunningSandbox:
    """A sandbox on loopback whose time the test moves, with one visitor."""

    base_url: str
    clock: ManualClock
    visitor: Visitor
    verifier: Secret[str] = field(default_factory=lambda: pkce.new_verifier(SystemEntropy()))

    def authorize_url(self, **changes: str | None) -> str:
        """A good authorization request, with parameters changed or (None) left out."""
        params: dict[str, str | None] = {
            "response_type": "code",
            "client_id": CLIENT.id,
            "redirect_uri": CALLBACK,
            "state": "state-1",
            "scope": "profile.read contacts.read contacts.write",
            "code_challenge": pkce.challenge_s256(self.verifier),
            "code_challenge_method": "S256",
            **changes,
        }
        query = urlencode({name: text for name, text in params.items() if text is not None})
        return f"{self.base_url}/oauth/authorize?{query}"

    async def code(self, *, person: str = "usr_ada", refuse: Collection[str] = (), **changes: str | None) -> str:
        """A code that a person has just consented to."""
        location = await self.visitor.consent(self.authorize_url(**changes), person=person, refuse=refuse)
        return response_fields(location)["code"]

    async def token(self, client: Client = CLIENT, /, **form: str) -> Answer:
        """A token request with the client's secret in the form."""
        return await self.visitor.post("/oauth/token", {"client_id": client.id, "client_secret": client.secret, **form})

    async def exchange(self, code: str, **changes: str) -> Answer:
        """Trade a code for tokens."""
        form = {"redirect_uri": CALLBACK, "code_verifier": self.verifier.reveal(), **changes}
        return await self.token(grant_type="authorization_code", code=code, **form)

    async def refresh(self, refresh_token: str, **changes: str) -> Answer:
        """Trade a refresh token for new ones."""
        return await self.token(grant_type="refresh_token", refresh_token=refresh_token, **changes)

    async def connect(self, *, person: str = "usr_ada", refuse: Collection[str] = ()) -> dict[str, Any]:
        """From nothing to tokens."""
        answer = await self.exchange(await self.code(person=person, refuse=refuse))
        if answer.status != 200:
            raise AssertionError(answer.text)
        return dict(answer.json)

    async def call(self, path: str, token: str) -> Answer:
        """Call the API with a bearer token."""
        return await self.visitor.get(path, authorization=f"Bearer {token}")


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form for `action`."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    if form is None:
        raise AssertionError(f"no form for {action}")
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    return {name: html.unescape(value) for name, value in found}


def response_fields(location: str) -> dict[str, str]:
    """The query of an address; each name once."""
    query = parse_qs(urlsplit(location).query, keep_blank_values=True)
    return {name: values[0] for name, values in query.items() if len(values) == 1}


@contextlib.asynccontextmanager
async def visitor(base_url: str) -> AsyncIterator[Visitor]:
    """Somebody with a cookie jar of their own."""
    # Addresses without a name have cookies only in a jar that is told so.
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield Visitor(base_url, session)


@contextlib.asynccontextmanager
async def running_sandbox(clock: ManualClock | None = None, **options: Any) -> AsyncIterator[RunningSandbox]:
    """Start a sandbox that knows `CLIENT` and `OTHER_CLIENT`; `options` are those of SandboxOptions."""
    clock = clock or ManualClock()
    chosen = {"clients": (CLIENT, OTHER_CLIENT), "clock": clock, **options}

    def build(base_url: str) -> App:
        return create_sandbox(SandboxOptions(issuer_url=base_url, **chosen))

    async with serve_built(build) as base_url, visitor(base_url) as somebody:
        yield RunningSandbox(base_url, clock, somebody)


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    text = await response.text()
    is_json = response.content_type == "application/json"
    return Answer(response.status, response.headers, text, await response.json() if is_json else None)
