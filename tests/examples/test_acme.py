"""Acme Desk: the example that people copy from has to be right, and to work without script."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.examples.stand_in import API_KEY, StandIn
from tests.support.sandbox import RunningSandbox, Visitor, running_sandbox, visitor
from tests.support.servers import serve, serve_built

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "acme"


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def hub(sandbox: RunningSandbox) -> AsyncIterator[StandIn]:
    stand_in = StandIn(sandbox)
    async with serve(stand_in) as stand_in.base_url:
        yield stand_in


@pytest.fixture
async def acme(hub: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    from acme.app import create_acme
    from acme.options import AcmeOptions

    async with serve_built(lambda own: create_acme(AcmeOptions(hub.base_url, hub.base_url, API_KEY, own))) as url:
        yield url


@pytest.fixture
async def somebody(acme: str) -> AsyncIterator[Visitor]:
    async with visitor(acme) as somebody:
        yield somebody


@pytest.fixture
async def maya(somebody: Visitor) -> Visitor:
    await submit(somebody, "/sign-in", "/sign-in", customer="bluebird-bakery")
    return somebody


async def submit(visitor: Visitor, page: str, action: str, **fields: str) -> tuple[int, str]:
    """Status and location of what the form for `action` on `page` answers."""
    answer = await visitor.press(page, action, **fields)
    return answer.status, answer.headers.get("location", "")


@pytest.mark.parametrize("path", ["/", "/contacts", "/integrations"])
async def test_nobody_sees_anything_before_signing_in(somebody: Visitor, path: str) -> None:
    answer = await somebody.get(path)
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")


async def test_a_customer_signs_in_and_out(somebody: Visitor) -> None:
    assert await submit(somebody, "/sign-in", "/sign-in", customer="bluebird-bakery") == (303, "/")
    assert "Maya Okafor" in (await somebody.get("/")).text
    assert await submit(somebody, "/", "/sign-out") == (303, "/sign-in")
    assert (await somebody.get("/")).status == 303


async def test_only_known_customers_can_sign_in(somebody: Visitor) -> None:
    assert await submit(somebody, "/sign-in", "/sign-in", customer="stranger") == (303, "/sign-in")
    assert (await somebody.get("/")).status == 303


async def test_the_connect_page_is_opened_for_the_customer_who_is_signed_in(maya: Visitor, hub: StandIn) -> None:
    status, location = await submit(maya, "/integrations", "/integrations/open")
    assert (status, location) == (303, f"{hub.base_url}/connect/page")
    opened = hub.sessions[0]
    assert opened["customer"] == {"id": "bluebird-bakery", "name": "Bluebird Bakery", "email": "maya@bluebird.example"}
    assert opened["return_url"] == f"{maya.base_url}/integrations"


async def test_a_script_gets_a_session_for_the_customer_who_is_signed_in(maya: Visitor, hub: StandIn) -> None:
    answer = await maya.press("/integrations", "/integrations/open")
    token = re.search('name="_csrf_token" value="([^"]+)"', (await maya.get("/integrations")).text)
    assert token is not None
    answer = await maya.post("/integrations/session", {"_csrf_token": token[1]})
    assert (answer.status, answer.json) == (200, {"token": "bw_test_cs_for_one_browser"})
    assert answer.headers["cache-control"] == "no-store"
    assert hub.sessions[-1]["customer"]["id"] == "bluebird-bakery"


async def test_nobody_gets_a_session_before_signing_in(somebody: Visitor, hub: StandIn) -> None:
    answer = await somebody.post("/integrations/session", {})
    assert (answer.status, answer.headers["location"], hub.sessions) == (303, "/sign-in", [])


@pytest.mark.parametrize("action", ["/integrations/session", "/integrations/open", "/integrations/renew", "/sign-out"])
async def test_a_form_from_elsewhere_does_nothing(maya: Visitor, hub: StandIn, action: str) -> None:
    await hub.connect("bluebird-bakery")
    held = hub.connections["bluebird-bakery"]
    answer = await maya.post(action, {"_csrf_token": "x" * 128, "connection": held.id})
    assert answer.headers["location"] == "/sign-in"
    assert (hub.sessions, held.version) == ([], 1)
    assert (await maya.get("/")).status == 200


async def test_connected_contacts_put_names_into_the_inbox(maya: Visitor, hub: StandIn) -> None:
    assert "See integrations" in (await maya.get("/")).text
    await hub.connect("bluebird-bakery")
    assert "Charles Babbage" in (await maya.get("/")).text
    assert "Luigi Menabrea" in (await maya.get("/contacts")).text


async def test_the_backend_panel_shows_an_answer_and_no_secret(maya: Visitor, hub: StandIn) -> None:
    held = await hub.connect("bluebird-bakery")
    page = (await maya.get("/integrations")).text
    assert "Analytical Engine Works" in page
    assert held.tokens["access_token"] not in page
    assert API_KEY not in page
    assert held.tokens["access_token"][-4:] in page


async def test_each_customer_sees_their_own_accounts(maya: Visitor, hub: StandIn) -> None:
    held = await hub.connect("northwind-cycles")
    page = (await maya.get(f"/integrations?connection={held.id}")).text
    assert held.id not in page
    assert "Nothing is connected yet" in page
    await hub.connect("bluebird-bakery")
    assert await submit(maya, "/integrations", "/integrations/renew", connection=held.id) == (303, "/integrations")
    assert held.version == 1


async def test_renewing_by_hand_shows_new_credentials(maya: Visitor, hub: StandIn) -> None:
    held = await hub.connect("bluebird-bakery")
    status, location = await submit(maya, "/integrations", "/integrations/renew")
    assert (status, location) == (303, f"/integrations?connection={held.id}#backend")
    assert len(re.findall("New, version", (await maya.get(location)).text)) == 2


async def test_credentials_that_the_product_rejects_are_renewed_once(
    maya: Visitor, hub: StandIn, sandbox: RunningSandbox
) -> None:
    held = await hub.connect("bluebird-bakery")
    await sandbox.visitor.press("/", "/console/expire")
    page = (await maya.get("/integrations")).text
    assert "Analytical Engine Works" in page
    assert held.version == 2


async def test_a_withdrawn_consent_asks_the_customer_to_reconnect(
    maya: Visitor, hub: StandIn, sandbox: RunningSandbox
) -> None:
    await hub.connect("bluebird-bakery")
    await sandbox.visitor.press("/", "/console/revoke")
    page = (await maya.get("/integrations")).text
    assert "needs_reauth" in page
    assert "Reconnect" in page
    assert "Charles Babbage" not in (await maya.get("/contacts")).text


async def test_acme_stands_when_bothways_does_not(maya: Visitor, hub: StandIn) -> None:
    hub.problem = (503, {"code": "unavailable", "detail": "The database cannot be reached.", "next_step": "Wait."})
    for path in ["/", "/contacts", "/integrations"]:
        answer = await maya.get(path)
        assert answer.status == 503
        assert "The database cannot be reached." in answer.text


async def test_names_from_elsewhere_are_text(maya: Visitor, hub: StandIn) -> None:
    held = await hub.connect("bluebird-bakery")
    held.label = "<script>alert(1)</script>"
    assert "<script>alert" not in (await maya.get("/integrations")).text


async def test_acme_lets_bothways_in_and_nobody_else(maya: Visitor, hub: StandIn) -> None:
    policy = (await maya.get("/integrations")).headers["content-security-policy"]
    for directive in ("frame-src", "connect-src 'self'", "script-src 'self'"):
        assert f"{directive} {hub.base_url};" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
