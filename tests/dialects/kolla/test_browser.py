"""`@kolla/js-sdk` 0.1.90 from npm, unmodified, through authenticate, marketplace, connect, credentials and disable."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FrameLocator, Page, expect

from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from tests.dialects.kolla.conftest import SETTINGS, WIDGET, Kolla
from tests.dialects.kolla.product import Product, showing
from tests.journeys.browser.stage import built_assets
from tests.support.hub import running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
async def kolla(database_url: str) -> AsyncIterator[Kolla]:
    """With the machine's clock: the SDK looks at the token's end itself."""
    hub = running_hub(database_url, SystemClock(), SystemEntropy(), settings=SETTINGS, assets=built_assets())
    async with hub as running, running_sandbox(clients=(DEMO_CLIENT,)) as sandbox:
        yield Kolla(Walk(running, sandbox))


@pytest.fixture
async def shop(kolla: Kolla, tmp_path: Path) -> AsyncIterator[Product]:
    async with showing(kolla, tmp_path) as running:
        yield running


def market_of(page: Page) -> FrameLocator:
    """Our marketplace, inside of the widget, inside of the page."""
    return page.frame_locator("#iframe-kolla-widget").frame_locator("iframe")


async def heard(page: Page, name: str) -> list[dict[str, object]]:
    """The SDK's events of one name, once there is one."""
    await page.wait_for_function("name => window.heard.some((event) => event.eventType === name)", arg=name)
    return list(await page.evaluate("name => window.heard.filter((event) => event.eventType === name)", name))


async def consent(popup: Page) -> None:
    await popup.get_by_role("button", name="Allow").click()


async def test_the_story_of_a_customer(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate(slug="contacts", display_name="Contacts")
    token = await kolla.consumer_token("cus-ä>?~", username="Zoë", email="zoe@example.test")
    page = await shop.page()
    assert await page.evaluate("token => window.kolla.authenticate(token)", token)

    connectors = await page.evaluate("() => window.kolla.getConnectors()")
    assert [(one["connector_id"], one["display_name"]) for one in connectors] == [("contacts", "Contacts")]
    before = await page.evaluate("() => window.kolla.getConsumer()")
    assert before == {
        "linked_accounts": {},
        "authenticated": True,
        "user_id": "cus-ä>?~",
        "user_email": "zoe@example.test",
    }

    await page.evaluate("() => window.kolla.openMarketplace()")
    assert await heard(page, "onMarketplaceOpened")
    market = market_of(page)
    await expect(market.get_by_role("heading", name="Connect your apps")).to_be_visible()
    await market.get_by_text("Contacts").first.click()
    async with page.context.expect_page() as opened:
        await market.get_by_role("button", name="Connect").first.click()
    await consent(await opened.value)

    (created,) = await heard(page, "onLinkCreated")
    assert created["connector"]["connector_id"] == "contacts"  # type: ignore[index]
    assert created["user"] == {"username": "Zoë", "email": "zoe@example.test", "consumerId": "cus-ä>?~"}
    await page.wait_for_function("async () => (await window.kolla.getConsumer()).linked_accounts.contacts")
    after = await page.evaluate("() => window.kolla.getConsumer()")
    assert after["linked_accounts"] == {"contacts": {"status": "ACTIVE"}}
    one = await page.evaluate("() => window.kolla.getConnectorLinkedAccounts('contacts')")
    assert one["linked_accounts"] == {"contacts": {"status": "ACTIVE"}}

    body = {"consumer_id": "cus-ä>?~"}
    found = await kolla.ok("POST", "connectors/contacts/linkedaccounts/-:credentials", body)
    assert (await kolla.walk.sandbox.call("/api/me", found["credentials"]["token"])).status == 200

    # What was connected is shown; the marketplace stays until it is closed.
    await market.get_by_role("button", name="Done").click()
    await market.get_by_role("button", name="Close", exact=True).click()
    assert await heard(page, "onMarketplaceClosed")
    assert not await page.evaluate("() => window.kolla.isVisible")
    await page.evaluate("() => window.kolla.openConnector('contacts')")
    await market.get_by_role("button", name="Disconnect").first.click()
    await market.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    (ended,) = await heard(page, "onLinkDisabled")
    assert ended["connector"]["connector_id"] == "contacts"  # type: ignore[index]
    await page.wait_for_function("async () => !(await window.kolla.getConsumer()).linked_accounts.contacts")
    assert await kolla.list(where='consumer_id="cus-ä>?~" AND state!="DISABLED"') == []

    posted = json.dumps(await page.evaluate("() => window.posted"))
    assert token not in posted
    assert "bw_" not in posted


async def test_a_page_goes_straight_to_the_provider_and_comes_back(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate(slug="contacts")
    page = await shop.page()
    await kolla.hub.call("PATCH", "/v1/environment", {"return_urls": [f"{shop.url}/?kolla_local=true"]})
    await page.evaluate("token => window.kolla.authenticate(token)", await kolla.consumer_token())
    await page.evaluate("() => window.kolla.authConnector('contacts')")
    await consent(page)
    await page.wait_for_url(f"{shop.url}/?kolla_local=true&**")
    (account,) = await kolla.list("contacts")
    assert (account["state"], account["consumer_id"]) == ("ACTIVE", "cus-1")


async def test_a_connector_is_opened_by_its_slug_and_asks_for_its_keys(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate("sandbox-key", slug="keys", display_name="Keys")
    await kolla.walk.integrate(slug="contacts", display_name="Contacts")
    page = await shop.page()
    await page.evaluate("token => window.kolla.authenticate(token)", await kolla.consumer_token())
    await page.evaluate("() => window.kolla.openConnector('keys')")
    market = market_of(page)
    await expect(market.get_by_role("heading", name="Keys", exact=True)).to_be_visible()
    # An SDK that finds a form among what a connector asks for opens it in place of going anywhere.
    await page.evaluate("() => window.kolla.authConnector('keys')")
    await expect(market.get_by_role("heading", name="Connect Keys")).to_be_visible()
    await page.evaluate("() => window.kolla.openMarketplace()")
    await expect(market.get_by_role("heading", name="Connect your apps")).to_be_visible()


async def test_the_catalogue_shows_before_anybody_signs_in(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate(slug="contacts", display_name="Contacts")
    page = await shop.page()
    program = kolla.hub.environment.id.removeprefix("env_")
    await page.evaluate("program => window.kolla.setProgramId(program)", program)
    connectors = await page.evaluate("() => window.kolla.getConnectors()")
    assert [one["connector_id"] for one in connectors] == ["contacts"]


async def test_a_site_that_is_not_allowed_gets_nothing(kolla: Kolla, tmp_path: Path) -> None:
    await kolla.walk.integrate(slug="contacts")
    async with showing(kolla, tmp_path, allowed=False) as shop:
        page = await shop.page()
        await page.evaluate("token => { window.kolla.authenticate(token) }", await kolla.consumer_token())
        # The widget may not even be framed here.
        await page.wait_for_timeout(1_500)
        assert await page.evaluate("() => window.posted") == []
        assert not await page.evaluate("() => window.kolla.authenticated")
    assert any("frame-ancestors" in one or "Framing" in one for one in shop.complaints)


async def test_a_site_of_another_environment_learns_why_and_nothing_else(kolla: Kolla, tmp_path: Path) -> None:
    await kolla.walk.integrate(slug="contacts")
    token = await kolla.consumer_token()
    async with showing(kolla, tmp_path) as shop:
        # The site belongs to somebody else's environment, and so the widget may be framed; the token is not theirs.
        other = await kolla.hub.another_environment()
        await other.call("PATCH", "/v1/environment", {"allowed_origins": [shop.url, WIDGET]})
        await kolla.hub.call("PATCH", "/v1/environment", {"allowed_origins": [WIDGET]})
        page = await shop.page()
        await page.evaluate("token => { window.kolla.authenticate(token) }", token)
        (error,) = await heard(page, "onError")
        assert "allowed origins" in str(error["message"])
        assert not await page.evaluate("() => window.kolla.authenticated")
        widget = page.frame_locator("#iframe-kolla-widget")
        await expect(widget.get_by_role("alert")).to_contain_text("This page is not set up to show your apps.")
        assert await widget.locator("iframe").count() == 0


async def test_a_token_that_has_ended_opens_nothing(shop: Product) -> None:
    kolla = shop.kolla
    token = await kolla.consumer_token()
    session = json.loads(_payload(token))["jti"]
    await kolla.hub.call("DELETE", f"/v1/connect-sessions/cs_{session}")
    page = await shop.page()
    await page.evaluate("token => { window.kolla.authenticate(token) }", token)
    (error,) = await heard(page, "onError")
    assert "ended" in str(error["message"])
    assert not await page.evaluate("() => window.kolla.authenticated")


async def test_what_hinders_the_widget_in_use_is_said_in_the_readers_language_and_can_be_closed(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate(slug="contacts", display_name="Contacts")
    token = await kolla.consumer_token()
    page = await shop.page(locale="de-AT")
    await page.evaluate("token => window.kolla.authenticate(token)", token)
    await page.evaluate("() => window.kolla.openConnector('contacts')")
    await expect(market_of(page).get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    notice = page.frame_locator("#iframe-kolla-widget").get_by_role("alert")
    await page.route("**/widget:enter", lambda route: route.abort())
    await page.evaluate("() => window.kolla.openMarketplace()")
    await expect(notice).to_contain_text("Ihre Apps sind gerade nicht erreichbar.")
    await page.unroute("**/widget:enter")
    await notice.get_by_role("button", name="Noch einmal versuchen").click()
    await expect(market_of(page).get_by_role("heading", name="Apps verbinden")).to_be_visible()

    await page.evaluate("() => window.kolla.openConnector('contacts')")
    await expect(market_of(page).get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    await kolla.hub.call("DELETE", f"/v1/connect-sessions/cs_{json.loads(_payload(token))['jti']}")
    await page.evaluate("() => window.kolla.openMarketplace()")
    await expect(notice).to_contain_text("Diese Sitzung ist zu Ende")
    await notice.get_by_role("button", name="Schließen").press("Enter")
    assert await heard(page, "onMarketplaceClosed")


async def test_rubbish_that_is_posted_to_the_widget_does_nothing(shop: Product) -> None:
    kolla = shop.kolla
    await kolla.walk.integrate(slug="contacts")
    page = await shop.page()
    await page.evaluate("token => window.kolla.authenticate(token)", await kolla.consumer_token())
    rubbish = [None, 7, "", "{", "[]", "{}", '{"token":7}', '{"token":""}', '{"show":"yes"}', '{"navigate":"//evil"}']
    rubbish += ['{"navigate":"/subscriber/:subscriber/apps/:app","connectorID":"../../x"}', "x" * 100_000]
    await page.evaluate(
        "all => all.forEach((one) => window.kolla.getWidgetIframe().contentWindow.postMessage(one, '*'))", rubbish
    )
    await page.evaluate("() => window.kolla.openMarketplace()")
    await expect(market_of(page).get_by_role("heading", name="Connect your apps")).to_be_visible()


def _payload(token: str) -> bytes:
    import base64

    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
