"""The guide for those who come from Kolla is executed, word for word."""

import asyncio
import json
import os
import shutil
from typing import Any

import pytest

from tests.dialects.kolla.conftest import Kolla
from tests.dialects.kolla.test_node import E2E
from tests.docs.test_guides import blocks

GUIDE = "guides/from-kolla.md"
ACCOUNT = {
    "connector": "contacts",
    "consumer_id": "customer-43",
    "credentials": {"access_token": "at-43", "refresh_token": "rt-43"},
}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def run(kolla: Kolla, *command: str, given: str = "") -> str:
    """What a command prints."""
    environment = {**os.environ, "BOTHWAYS": kolla.hub.base_url, "API_KEY": kolla.hub.token}
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=E2E,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate(given.encode())
    assert process.returncode == 0, err.decode()
    return out.decode()


async def test_the_guide_leads_from_kolla_to_here(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    allow, make, describe, place, bring = blocks(GUIDE, "sh")
    (script,) = blocks(GUIDE, "python")

    async def shell(block: str) -> Any:
        return json.loads(await run(kolla, "/bin/sh", "-ec", block))

    assert "https://konnect.example.com" in (await shell(allow))["allowed_origins"]
    made = await shell(make)
    assert "oauth2_config" in made, made
    assert made["oauth2_config"]["redirect_uri"].startswith(kolla.hub.base_url)
    assert (await shell(describe))["api_key_config"]["parameter_field"] == "X-Key"
    assert (await shell(place))["values"] == {"api_base_url": "https://api.crm.example.com"}
    body = {"consumer_id": "customer-42", "consumer_config_values": {"api_key": "k-42"}}
    await kolla.ok("POST", "connectors/own-crm/linkedaccounts", body)
    own = await kolla.hub.call("GET", "/v1/credentials?customer=customer-42&integration=own-crm")
    assert (own.data["base_url"], own.data["fields"]) == ("https://api.crm.example.com", {"api_key": "k-42"}), own.text
    brought = await shell(bring)
    assert (brought["state"], brought["consumer_metadata"]["title"]) == ("ACTIVE", "Example Ltd")
    found = await kolla.ok("GET", "connectors/contacts/consumers/customer-42:credentials")
    assert found["credentials"]["token"] == "at-of-customer-42"

    wrong = ACCOUNT | {"consumer_id": "customer-44", "credentials": {"nonsense": "x"}}
    printed = await run(kolla, "python3", "-c", script, given=f"{json.dumps(wrong)}\n{json.dumps(ACCOUNT)}\n")
    assert printed.startswith("customer-43 connectors/contacts/linkedaccounts/")
    assert printed.endswith(" ACTIVE\n")


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on this machine")
async def test_the_node_sdk_is_led_here_as_the_guide_says(kolla: Kolla) -> None:
    (script,) = blocks(GUIDE, "js")
    assert json.loads(await run(kolla, "node", "-e", script))["token"].count(".") == 2
