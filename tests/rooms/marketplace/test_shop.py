"""The shop window: what a customer sees, and what it must not show."""

import json
import re
from typing import Any

import pytest
from yarl import URL

from bothways.core.identity.model import Theme
from tests.rooms.marketplace.customer import ACME, BACK, Customer
from tests.support.surfer import FRAMED

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


async def switch_on(customer: Customer, provider: str, **more: object) -> str:
    body = {"provider": provider, "client_id": "x", "client_secret": "y", **more}
    answer = await customer.walk.hub.call("POST", "/v1/integrations", body)
    assert answer.status == 201, answer.text
    return str(answer.data["id"])


async def test_an_empty_catalog_says_what_to_do(customer: Customer) -> None:
    await customer.environment()
    seen = await customer.enter()
    assert "Nothing to connect yet" in seen.words
    assert "Acme Desk has not switched on any app so far" in seen.words


async def test_the_catalog_names_each_app_and_how_it_stands(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.connect(await customer.walk.integrate())
    await switch_on(customer, "slack")
    seen = await customer.enter()
    assert "Yours Sandbox Sandbox" in seen.words
    assert "Connected Manage Sandbox" in seen.words
    assert "Ready to connect" in seen.words
    assert "Not connected Connect Slack" in seen.words
    assert "Northwind" in seen.words
    assert "Choose what Acme Desk may work with" in seen.words


async def test_what_needs_its_customer_comes_first_and_is_said_at_the_top(customer: Customer) -> None:
    await customer.environment()
    await lose(customer, await customer.walk.connect(await customer.walk.integrate()))
    await switch_on(customer, "asana")
    seen = await customer.enter()
    assert "Sandbox needs you" in seen.words
    assert seen.words.index("Needs attention") < seen.words.index("Asana")
    app = await customer.app("sandbox")
    assert "Sandbox no longer accepts the permission" in app.words
    assert "stopped working and has to be reconnected" in app.words


async def lose(customer: Customer, connection: str) -> None:
    """The person withdraws the permission at the provider, and the product finds out."""
    grant = re.search(r'name="grant_id" value="([^"]+)"', (await customer.walk.sandbox.visitor.get("/")).text)
    assert grant
    await customer.walk.sandbox.visitor.press("/", "/console/revoke", grant_id=grant[1])
    await customer.walk.hub.call("POST", f"/v1/connections/{connection}/refresh", {})


async def test_search_and_categories_work_without_a_script(customer: Customer) -> None:
    for provider in ("slack", "hubspot", "notion", "github", "mailchimp", "airtable"):
        await switch_on(customer, provider)
    await customer.enter()
    found = await customer.surfer.get(f"{customer.base}?q=tickets+HUB")
    assert visible(found.text) == []
    assert "No app by that name" in found.words
    assert visible((await customer.surfer.get(f"{customer.base}?q=hub")).text) == ["GitHub", "HubSpot"]
    assert visible((await customer.surfer.get(f"{customer.base}?category=crm")).text) == ["HubSpot"]
    everything = await customer.surfer.get(f"{customer.base}?q=&category=")
    assert len(visible(everything.text)) == 6


def visible(text: str) -> list[str]:
    cards = re.findall(r'<li class="card"([^>]*)>.*?title="([^"]+)"', text, re.DOTALL)
    return [name for attributes, name in cards if not attributes.endswith(" hidden")]


async def test_a_session_for_some_apps_shows_no_other(customer: Customer) -> None:
    await switch_on(customer, "slack")
    await switch_on(customer, "notion")
    await switch_on(customer, "hubspot")
    seen = await customer.enter(integrations=["slack", "notion"])
    assert visible(seen.text) == ["Notion", "Slack"]
    assert (await customer.app("hubspot")).status == 404


async def test_a_session_for_one_app_goes_straight_to_it(customer: Customer) -> None:
    await switch_on(customer, "slack")
    await customer.enter(integrations=["slack"])
    seen = await customer.surfer.get(customer.base)
    assert (seen.status, seen.location) == (303, f"{customer.base}/apps/slack")
    assert "All apps" not in (await customer.app("slack")).words


@pytest.mark.parametrize("place", ["session", "session's app", "app", "disconnect"])
async def test_names_and_descriptions_are_text_wherever_they_stand(customer: Customer, place: str) -> None:
    await customer.environment(Theme(product_name=MARKUP))
    integration = await customer.walk.integrate(display_name=MARKUP, description=MARKUP)
    connection = await customer.walk.connect(integration)
    await customer.walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"scopes": ["x:<b>"]})
    await customer.walk.hub.call("PATCH", f"/v1/connections/{connection}", {"label": MARKUP})
    only = {"integrations": ["sandbox"]} if place == "session's app" else {}
    seen = await customer.enter(name=MARKUP, **only)
    if place == "app":
        seen = await customer.app("sandbox")
    if place == "disconnect":
        seen = await customer.surfer.get(f"{customer.base}/connections/{connection}/disconnect")
    assert seen.status == 200
    assert "<script>alert" not in seen.text
    assert "<img src=x" not in seen.text
    assert "<b>" not in seen.text
    assert "&lt;script&gt;alert(1)" in seen.text


async def test_an_app_says_in_words_what_is_asked_for(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate(scopes=["profile.read", "contacts.read", "zz-unheard-of"])
    await customer.enter()
    words = (await customer.app("sandbox")).words
    assert "What Acme Desk may do See your profile See contacts" in words
    assert words.index("Details") < words.index("zz-unheard-of")
    assert words.index("Details") < words.index("contacts.read")


async def test_an_app_shows_its_accounts_and_what_happened(customer: Customer) -> None:
    integration = await customer.walk.integrate()
    await customer.walk.connect(integration)
    await customer.walk.connect(integration, person="usr_grace")
    await customer.enter()
    words = (await customer.app("sandbox")).words
    assert "Connected accounts ada@engine.example Connected" in words
    assert "grace@harbor.example Connected Connected 1 March 2026" in words
    assert "History grace@harbor.example was connected 1 March 2026, 12:00 UTC" in words


async def test_what_was_not_allowed_is_said(customer: Customer) -> None:
    integration = await customer.walk.integrate()
    await customer.walk.connect(integration, refuse=["contacts.read"])
    await customer.enter()
    assert "Not allowed at Sandbox: See contacts. Reconnect to allow it." in (await customer.app("sandbox")).words


async def test_an_app_that_was_switched_off_can_only_be_left(customer: Customer) -> None:
    await customer.environment()
    integration = await customer.walk.integrate()
    await customer.walk.connect(integration)
    await customer.walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"enabled": False})
    await customer.enter()
    seen = await customer.app("sandbox")
    assert "Acme Desk has switched this off" in seen.words
    assert "/apps/sandbox/connect" not in seen.text
    assert "reconnect" not in seen.text.lower()
    assert "Disconnect ada@engine.example" in seen.words


async def test_an_unknown_app_is_not_found(customer: Customer) -> None:
    await customer.environment()
    await customer.enter()
    seen = await customer.app("nothing")
    assert seen.status == 404
    assert "There is no such app" in seen.words
    assert "All apps" in seen.words
    assert seen.policy("frame-ancestors") == ACME


@pytest.mark.parametrize("name", ["%C3%A9", "..%2F..%2Fportal", "%2F%2Fevil.test", "a%20b", "%F0%9F%92%A9"])
async def test_odd_names_of_apps_break_nothing(customer: Customer, name: str) -> None:
    await customer.enter()
    for path in (f"apps/{name}", f"apps/{name}/connect", f"connections/{name}/disconnect"):
        async with customer.surfer.session.get(
            URL(f"{customer.base}/{path}", encoded=True), headers=customer.surfer.headers, allow_redirects=False
        ) as answer:
            assert answer.status in {303, 404}
            assert answer.headers.get("location", "/connect/").startswith("/connect/")


async def test_the_way_back_is_shown_while_it_is_allowed(customer: Customer) -> None:
    await customer.environment()
    seen = await customer.enter(return_url=BACK)
    assert f'href="{BACK}"' in seen.text
    assert f'href="{BACK}"' not in (await customer.surfer.get(customer.base, **FRAMED)).text
    await customer.environment(return_urls=())
    assert BACK not in (await customer.surfer.get(customer.base)).text


async def test_in_a_frame_the_host_draws_the_surroundings(customer: Customer) -> None:
    await customer.enter()
    seen = await customer.surfer.get(customer.base, **FRAMED)
    assert "page--plain" in seen.text
    assert "topbar" not in seen.text


async def test_the_state_is_told_to_the_script(customer: Customer) -> None:
    integration = await customer.walk.integrate()
    await customer.enter()
    before = await state(customer)
    assert before["integrations"] == [
        {"integration_id": integration, "slug": "sandbox", "state": "not_connected"},
    ]
    assert (before["pending"], before["authorizations"]) == (0, [])
    provider = await customer.leave("sandbox")
    under_way = await state(customer)
    assert (under_way["version"], under_way["pending"]) == (before["version"], 1)
    await customer.come_back(provider)
    after = await state(customer)
    assert after["version"] != before["version"]
    assert after["pending"] == 0
    assert after["integrations"][0]["state"] == "connected"
    assert after["authorizations"][0]["status"] == "connected"


async def state(customer: Customer) -> dict[str, Any]:
    seen = await customer.surfer.get(f"{customer.base}/state", accept="application/json")
    assert seen.status == 200
    return dict(json.loads(seen.text))


async def test_tiles_stand_on_a_shelf_of_their_own_and_lead_out(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate()
    short = {"slug": "academy", "kind": "promotional", "name": "Academy", "link_url": "https://acme.example/learn"}
    long = short | {"slug": "bank", "name": MARKUP, "kind": "custom", "long_description": f"{MARKUP}\n\nSecond part."}
    for body in (short, long):
        assert (await customer.walk.hub.call("POST", "/v1/tiles", body)).status == 201
    seen = await customer.enter()
    assert "More to discover" in seen.words
    link = 'href="https://acme.example/learn" target="_blank" rel="noopener noreferrer"'
    assert link in seen.text
    assert "<script>alert" not in seen.text
    page = await customer.app("bank")
    assert page.status == 200
    assert "Second part." in page.words
    assert link in page.text
    assert "<script>alert" not in page.text
    assert (await customer.app("academy")).status == 200
    assert (await customer.app("nothing")).status == 404


async def test_an_integration_presents_itself_with_its_own_words_and_help(customer: Customer) -> None:
    await customer.environment()
    await switch_on(
        customer,
        "slack",
        long_description="One.\nStill one.\n\nTwo.",
        documentation_url="https://acme.example/help",
        categories=["team-chat"],
    )
    assert "Team chat" in (await customer.enter()).words
    page = await customer.app("slack")
    assert "One. Still one. Two." in page.words
    assert 'href="https://acme.example/help" target="_blank" rel="noopener noreferrer"' in page.text


async def test_a_link_that_could_be_a_script_is_refused(customer: Customer) -> None:
    for wrong in ("javascript:alert(1)", "http://acme.example/", "https://a@acme.example/", "data:text/html,x"):
        body = {"provider": "slack", "client_id": "x", "client_secret": "y", "documentation_url": wrong}
        answer = await customer.walk.hub.call("POST", "/v1/integrations", body)
        assert [fault["field"] for fault in answer.data["errors"]] == ["documentation_url"], answer.text
