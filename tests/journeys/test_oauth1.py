"""Connecting by OAuth 1 over HTTP, with a server that is not ours looking at each signature (row 16)."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from oauthlib.oauth1 import Client

from tests.journeys.dance import CUSTOMER, page
from tests.support.clock import ManualClock
from tests.support.hub import Answer, Hub
from tests.support.oauth1_provider import CLIENT_KEY, CLIENT_SECRET, OAuth1Provider, oauth1_provider


@dataclass
class Signing:
    """The product, the provider, and the steps of one browser between them."""

    hub: Hub
    provider: OAuth1Provider
    integration: str

    async def leave(self, customer: str = CUSTOMER) -> tuple[Answer, str]:
        """Open a link; the answer, and the cookie that the browser holds then."""
        body = {"integration": self.integration, "customer": customer}
        begun = await self.hub.call("POST", "/v1/authorizations", body)
        assert begun.status == 201, begun.text
        left = await page(self.hub, str(begun.data["url"]).removeprefix(self.hub.base_url))
        return left, left.headers.get("set-cookie", "").partition(";")[0]

    async def approve(self, location: str) -> str:
        """The person says yes: the callback's path and query."""
        async with self.hub.session.get(location, allow_redirects=False) as response:
            return response.headers["location"].removeprefix(self.hub.base_url)

    async def connections(self) -> list[dict[str, Any]]:
        return list((await self.hub.call("GET", "/v1/connections")).data["items"])


@pytest.fixture
async def signing(hub: Hub) -> AsyncIterator[Signing]:
    async with oauth1_provider() as provider:
        made = await hub.call("POST", "/v1/providers", {"definition": provider.definition()})
        assert made.status == 201, made.text
        body = {"provider": "signed", "client_id": CLIENT_KEY, "client_secret": CLIENT_SECRET}
        integration = await hub.call("POST", "/v1/integrations", body)
        assert integration.status == 201, integration.text
        yield Signing(hub, provider, integration.data["id"])


async def test_an_account_is_connected_and_its_credentials_sign_requests(signing: Signing) -> None:
    left, cookie = await signing.leave()
    back = await signing.approve(left.headers["location"])
    assert (await page(signing.hub, back, cookie=cookie)).status == 200
    (connection,) = await signing.connections()
    assert (connection["state"], connection["account"]["label"]) == ("active", "Grace")
    answer = await signing.hub.call("GET", f"/v1/connections/{connection['id']}/credentials")
    held = answer.data
    client = Client(held["client_id"], CLIENT_SECRET, held["token"], held["token_secret"])
    url, headers, _ = client.sign(f"{signing.provider.url}/me")
    async with signing.hub.session.get(url, headers=headers) as response:
        assert await response.json() == {"id": "usr_17", "name": "Grace"}


def spoiled(back: str, other: str, what: str) -> str:
    """The callback with something wrong in it."""
    path, _, query = back.partition("?")
    said = {name: values[0] for name, values in parse_qs(query).items()}
    theirs = {name: values[0] for name, values in parse_qs(other.partition("?")[2]).items()}
    match what:
        case "no verifier":
            del said["oauth_verifier"]
        case "an empty verifier":
            said["oauth_verifier"] = ""
        case "the token of another session":
            said |= {name: theirs[name] for name in ("oauth_token", "oauth_verifier")}
        case "no token":
            del said["oauth_token"]
        case "somebody else's verifier":
            said["oauth_verifier"] = theirs["oauth_verifier"]
    encoded = urlencode(said)
    if what.startswith("twice "):
        name = what.removeprefix("twice ")
        encoded += "&" + urlencode({name: theirs[name]})
    return f"{path}?{encoded}"


ASKED_IN_VAIN = {"somebody else's verifier"}


@pytest.mark.parametrize(
    "what",
    [
        "no verifier",
        "an empty verifier",
        "no token",
        "the token of another session",
        "twice oauth_token",
        "twice oauth_verifier",
        "twice state",
        "somebody else's verifier",
    ],
)
async def test_a_callback_that_is_not_right_connects_nobody(signing: Signing, what: str) -> None:
    left, cookie = await signing.leave()
    other, _ = await signing.leave("cus-2")
    back = await signing.approve(left.headers["location"])
    answer = await page(
        signing.hub, spoiled(back, await signing.approve(other.headers["location"]), what), cookie=cookie
    )
    assert 400 <= answer.status < 500, answer.text
    # The provider is asked only where nobody but it can know.
    assert len(signing.provider.exchanges) == (what in ASKED_IN_VAIN)
    assert await signing.connections() == []


async def test_another_browser_finishes_nothing(signing: Signing) -> None:
    left, _ = await signing.leave()
    back = await signing.approve(left.headers["location"])
    assert (await page(signing.hub, back)).status == 403
    assert signing.provider.exchanges == []


async def test_the_same_callback_twice_is_one_exchange(signing: Signing) -> None:
    left, cookie = await signing.leave()
    back = await signing.approve(left.headers["location"])
    statuses = [(await page(signing.hub, back, cookie=cookie)).status for _ in range(2)]
    assert statuses[0] == 200
    assert 400 <= statuses[1] < 500
    assert len(signing.provider.exchanges) == 1


async def test_a_clock_that_is_off_is_named(signing: Signing, clock: ManualClock) -> None:
    """The provider lives in the machine's time and refuses what is ten minutes old."""
    signing.provider.validator.lifetime_seconds = 600
    clock.advance((datetime.fromtimestamp(time.time(), UTC) - clock.now()).total_seconds())
    left, _ = await signing.leave()
    assert left.status == 303
    clock.advance(3600)
    left, _ = await signing.leave()
    assert left.status >= 400
    assert "seconds ahead of the provider" in left.text
