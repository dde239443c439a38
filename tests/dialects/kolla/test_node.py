"""`@kolla/node-sdk` 0.0.1 from npm, unmodified, run by node; only the host of `fetch` leads here."""

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.dialects.kolla.conftest import Kolla
from tests.dialects.kolla.test_tokens import claims_of

E2E = Path(__file__).parents[3] / "web" / "e2e"
SCRIPT = """
const { KollaClient } = require("@kolla/node-sdk");
const original = globalThis.fetch;
const here = (url) => String(url).replace("https://api.getkolla.com", process.env.BASE);
globalThis.fetch = (url, options) => original(here(url), options);
(async () => {
  const client = new KollaClient({ apiKey: process.env.KEY });
  const [method, argument] = JSON.parse(process.argv[1]);
  console.log(JSON.stringify(await client[method](argument)));
})();
"""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on this machine")


async def node(kolla: Kolla, method: str, **argument: Any) -> dict[str, Any]:
    """What a method of the SDK's client resolves to."""
    environment = {**os.environ, "BASE": kolla.hub.base_url, "KEY": kolla.hub.token}
    process = await asyncio.create_subprocess_exec(
        "node",
        "-e",
        SCRIPT,
        json.dumps([method, argument]),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=E2E,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return dict(json.loads(out))


async def test_a_backend_gives_a_token_and_reads_credentials(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    metadata = {"username": "Zoë", "email": "zoe@example.test"}
    given = await node(kolla, "consumerToken", consumer_id="cus-1", metadata=metadata)
    assert claims_of(given["token"])["metadata"] == metadata
    assert given.keys() == {"name", "token", "expiry_time"}

    account = await kolla.link("contacts")
    found = await node(kolla, "connectorCredentials", connector_id="contacts", consumer_id="cus-1")
    assert found["linked_account"] == account
    assert (await kolla.walk.sandbox.call("/api/me", found["credentials"]["token"])).status == 200


async def test_a_backend_that_asks_for_nobody_is_told_so(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    found = await node(kolla, "connectorCredentials", connector_id="contacts", consumer_id="")
    assert (found["code"], "consumer_id" in found["message"]) == (3, True)
