"""A server process to be measured: `python -m benchmarks.server hello|bare|product DATABASE_URL`."""

import asyncio
import json
import socket
import sys
from typing import Any

import uvicorn
import uvloop

from benchmarks.baselines import hello, read_and_decrypt
from bothways.app.compose import Bothways, compose
from bothways.cli.serving import server
from bothways.core.bearer.model import Mode
from bothways.core.identity.scopes import SCOPES
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.crypto import SystemEntropy, encrypt
from bothways.kit.secret import Secret
from bothways.migrations.run import upgrade
from bothways.outbound.connections.belongings import Belongings
from bothways.outbound.integrations.draft import Draft
from bothways.settings import load


async def product(database_url: str) -> tuple[Bothways, dict[str, str]]:
    """The composed product with one environment, one integration and one fresh connection."""
    settings = load(
        {
            "BOTHWAYS_DATABASE_URL": database_url,
            "BOTHWAYS_MASTER_KEYS": new_master_key("bench", SystemEntropy()).reveal(),
            "BOTHWAYS_RATE_LIMIT_PER_SECOND": "10000000",
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
    draft = Draft("sandbox", client_id="sandbox-client", client_secret=Secret("sandbox-secret"))
    integration = await bothways.outbound.write_integration.create(environment.id, "bench", draft)
    belongings = Belongings("customer-1", integration.id, access_token=Secret("a" * 200), refresh_token=Secret("r" * 200))
    connection = await bothways.outbound.connections.adopt(environment.id, belongings, actor="bench")
    return bothways, {"token": key.token.reveal(), "connection": connection.id, "integration": integration.id}


async def main(kind: str, database_url: str) -> None:
    """Serve until terminated."""
    facts: dict[str, Any] = {}
    if kind == "hello":
        app: Any = hello()
    else:
        bothways, facts = await product(database_url)
        app = bothways.asgi
        if kind == "bare":
            key = bytes(32)
            sealed = encrypt(key, b"a" * 400, context=b"benchmark", entropy=SystemEntropy())
            app = read_and_decrypt(bothways.edges.database, facts["connection"], key, sealed)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        one: uvicorn.Server = server(app, "127.0.0.1", port)
        running = asyncio.create_task(one.serve(sockets=[listener]))
        while not one.started:
            await asyncio.sleep(0.05)
        print(json.dumps({"port": port, **facts}), flush=True)
        await running


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
