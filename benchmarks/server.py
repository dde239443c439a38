"""A server process to be measured: `python -m benchmarks.server hello|bare|product DATABASE_URL`."""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvloop

from benchmarks.baselines import hello, provider, read_and_decrypt
from bothways.app.compose import Bothways, compose
from bothways.cli.serving import Server, listen
from bothways.core.bearer.model import Mode
from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.open_connect_session import SessionRequest
from bothways.core.identity.scopes import SCOPES
from bothways.core.identity.update_environment import EnvironmentChanges
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.crypto import SystemEntropy, encrypt
from bothways.kit.secret import Secret
from bothways.migrations.run import upgrade
from bothways.outbound.connect.begin import Wish
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.integrations.draft import Draft
from bothways.settings import load

CALLBACKS = 600
APPS = (
    *("airtable", "asana", "box", "calendly", "clickup", "dropbox", "figma", "github", "gitlab", "gmail", "hubspot"),
    *("intercom", "linear", "mailchimp", "notion", "outlook", "pipedrive", "slack", "typeform", "xero", "youtube"),
)


async def product(database_url: str, provider_url: str = "http://127.0.0.1:9") -> tuple[Bothways, dict[str, Any]]:
    """The composed product with one environment, one integration and one fresh connection."""
    settings = load(
        {
            "BOTHWAYS_DATABASE_URL": database_url,
            "BOTHWAYS_MASTER_KEYS": new_master_key("bench", SystemEntropy()).reveal(),
            "BOTHWAYS_RATE_LIMIT_PER_SECOND": "10000000",
            "BOTHWAYS_PUBLIC_RATE_LIMIT_PER_SECOND": "10000000",
            "BOTHWAYS_ALLOWED_NETWORKS": "127.0.0.0/8",
            "BOTHWAYS_LOG_LEVEL": "warning",
        }
    )
    await upgrade(database_url)
    bothways = await compose(settings)
    identity = bothways.identity
    workspace = await identity.create_workspace("Bench", actor="bench")
    environment = await identity.create_environment(workspace.id, "Bench", Mode.TEST, actor="bench")
    key = await identity.create_api_key(environment.id, "bench", SCOPES, actor="bench")
    draft = Draft(
        "sandbox",
        client_id="sandbox-client",
        client_secret=Secret("sandbox-secret"),
        values={"base_url": provider_url},
    )
    integration = await bothways.outbound.write_integration.create(environment.id, "bench", draft)
    belongings = Belongings(
        "customer-1", integration.id, access_token=Secret("a" * 200), refresh_token=Secret("r" * 200)
    )
    connection = await bothways.outbound.connections.adopt(environment.id, belongings, actor="bench")
    return bothways, {"token": key.token.reveal(), "connection": connection.id, "integration": integration.id}


async def departures(bothways: Bothways, facts: dict[str, Any], provider_url: str) -> list[dict[str, str]]:
    """Authorizations that wait for their callback, as the browser would bring it."""
    environment, *_ = await bothways.identity.read_environments.list()
    waiting = []
    for number in range(CALLBACKS):
        async with bothways.edges.database.begin() as tx:
            customer = await bothways.identity.ensure_customer(tx, environment.id, f"customer-{number}")
        wish = Wish(environment.id, Mode.TEST, customer.id, facts["integration"], {})
        begun = await bothways.outbound.begin(wish)
        departure = await bothways.outbound.depart(begun.url.rpartition("/")[2])
        state = parse_qs(urlsplit(departure.location).query)["state"][0]
        query = urlencode({"code": f"code-{number}", "state": state, "iss": provider_url})
        path = f"/oauth/callback/{facts['integration']}?{query}"
        waiting.append({"path": path, "cookie": f"{departure.cookie_name}={departure.cookie.reveal()}"})
    return waiting


async def shop(bothways: Bothways, host: str) -> dict[str, Any]:
    """A catalog of some twenty apps, for a page of `host`, and the session of a customer who looks at it."""
    environment, *_ = await bothways.identity.read_environments.list()
    changes = EnvironmentChanges(allowed_origins=(host,))
    await bothways.identity.update_environment(environment.id, changes, actor="bench")
    for slug in APPS:
        draft = Draft(slug, client_id="client", client_secret=Secret("secret"))
        await bothways.outbound.write_integration.create(environment.id, "bench", draft)
    request = SessionRequest(CustomerDetails("customer-1"))
    opened = await bothways.identity.open_connect_session(environment.id, request)
    return {"session": opened.token.reveal()}


async def main(kind: str, database_url: str, provider_url: str) -> None:
    """Serve until terminated."""
    facts: dict[str, Any] = {}
    if kind == "hello":
        app: Any = hello()
    elif kind == "provider":
        app = provider()
    else:
        bothways, facts = await product(database_url, provider_url)
        app = bothways.asgi
        if kind == "product":
            facts["callbacks"] = await departures(bothways, facts, provider_url)
        if kind == "shop":
            # The second address is the page's that shows the marketplace.
            facts = await shop(bothways, provider_url)
        if kind == "bare":
            key = bytes(32)
            sealed = encrypt(key, b"a" * 400, context=b"benchmark", entropy=SystemEntropy())
            app = read_and_decrypt(bothways.edges.database, facts["connection"], key, sealed)
    listener = listen("127.0.0.1", 0)
    one = Server(app, listener)
    running = asyncio.create_task(one.run_to_end())
    while not one.started:
        await asyncio.sleep(0.05)
    print(json.dumps({"port": listener.getsockname()[1], **facts}), flush=True)
    await running


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], *[*sys.argv[2:], "", "http://127.0.0.1:9"][:2]))
