"""The product on loopback with one environment in it, for tests that speak to it as an operator's backend does."""

import contextlib
import io
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp

from bothways.app.compose import Bothways, build_on
from bothways.app.edges import Edges, open_notebook
from bothways.core.bearer.model import Mode
from bothways.core.identity.model import Environment
from bothways.core.identity.scopes import SCOPES
from bothways.core.vault.key_ring import KeyRing, new_master_key
from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy, SystemEntropy
from bothways.kit.db.database import Database
from bothways.kit.egress.client import Egress
from bothways.kit.log import Log
from bothways.kit.web.assets import Assets
from bothways.outbound.connections.times import Times
from bothways.settings import load
from tests.support.certificates import Certificate
from tests.support.servers import App, serve_built

# Short, so that tests of waiting and of dying owners are quick; every ratio is the product's.
QUICK = Times(wait=5.0, lease=1.5, beat=0.3, poll=0.02, careful=0.1, hold=0.05, between_forced=30.0, proven=600.0)
# Reading the machine's authorities takes longer than most tests.
_AUTHORITIES = ssl.create_default_context()
MASTER_KEYS = new_master_key("test", SystemEntropy()).reveal()


@dataclass(frozen=True)
class Answer:
    """One response; `data` is its JSON, None where there is none."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def data(self) -> Any:
        return json.loads(self.text) if "json" in self.headers.get("content-type", "") else None


@dataclass
class Hub:
    """The composed product, served, with an environment and a key that may do everything."""

    bothways: Bothways
    base_url: str
    environment: Environment
    token: str = field(repr=False)
    session: aiohttp.ClientSession
    log: io.BytesIO = field(default_factory=io.BytesIO)

    async def call(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> Answer:
        """Call the API with the key, or with `token`; an empty one sends no credentials."""
        bearer = self.token if token is None else token
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        named |= {"authorization": f"Bearer {bearer}"} if bearer else {}
        data = None
        if body is not None:
            data, named = json.dumps(body).encode(), {"content-type": "application/json"} | named
        async with self.session.request(
            method, self.base_url + path, data=data, headers=named, allow_redirects=False
        ) as response:
            return Answer(response.status, response.headers, await response.text())

    async def another_environment(self, mode: Mode = Mode.TEST) -> "Hub":
        """The same installation, as another environment of another workspace sees it."""
        environment, token = await make_environment(self.bothways, "Other", mode)
        return replace(self, environment=environment, token=token)

    def log_text(self) -> str:
        """Everything that was logged so far."""
        return self.log.getvalue().decode()


@contextlib.asynccontextmanager
async def running_hub(
    database_url: str,
    clock: Clock,
    entropy: Entropy,
    *,
    settings: Mapping[str, str] | None = None,
    times: Times = QUICK,
    master_keys: str = MASTER_KEYS,
    assets: Assets | None = None,
    certificate: Certificate | None = None,
    database: Database | None = None,
    host: str = "127.0.0.1",
) -> AsyncIterator[Hub]:
    """Serve the product over `database_url`. Loopback addresses may be reached; nothing else outside is asked.

    `assets` are for tests that look at pages: without them pages have neither style nor script. With a certificate it
    is https. `database` is one that somebody opened over the address already. `host` is what browsers
    call this machine: they make passkeys for `localhost`, and for no number.
    """
    log = io.BytesIO()
    database = database or await Database.open(database_url)
    built: list[Bothways] = []

    def build(base_url: str) -> App:
        found = load(
            {
                "BOTHWAYS_DATABASE_URL": database_url,
                "BOTHWAYS_MASTER_KEYS": master_keys,
                "BOTHWAYS_PUBLIC_URL": base_url.replace("127.0.0.1", host),
                "BOTHWAYS_ALLOWED_NETWORKS": "127.0.0.0/8",
                # Everybody in a test comes from one address, and its clock stands still.
                "BOTHWAYS_PUBLIC_RATE_LIMIT_PER_SECOND": "1000000",
                **(settings or {}),
            }
        )
        edges = Edges(
            settings=found,
            database=database,
            egress=Egress(found.allowed_networks, tls=_AUTHORITIES),
            key_ring=KeyRing.parse(master_keys),
            log=Log(log, "debug", clock),
            assets=assets or Assets({}),
            clock=clock,
            entropy=entropy,
            notebook=open_notebook(found, clock),
        )
        built.append(build_on(edges, times))
        return built[0].asgi

    try:
        async with (
            serve_built(build, certificate) as base_url,
            aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(ssl=certificate is None)
            ) as session,
        ):
            environment, token = await make_environment(built[0], "Acme", Mode.TEST)
            yield Hub(built[0], base_url.replace("127.0.0.1", host), environment, token, session, log)
    finally:
        for one in built:
            await one.close()


async def make_environment(bothways: Bothways, name: str, mode: Mode) -> tuple[Environment, str]:
    """A new workspace with one environment, and the token of a key to it that may do everything."""
    identity = bothways.identity
    workspace = await identity.create_workspace(name, actor="test")
    environment = await identity.create_environment(workspace.id, name, mode, actor="test")
    key = await identity.create_api_key(environment.id, "test", SCOPES, actor="test")
    return environment, key.token.reveal()
