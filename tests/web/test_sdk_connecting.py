"""The browser SDK: connecting by a window, by the whole page, by a form; and what happens to connections."""

import pytest
from playwright.async_api import expect

from tests.web.sdk_product import Product
from tests.web.sdk_stand_in import ATTEMPT

pytestmark = pytest.mark.browser


async def test_connecting_opens_a_window_in_the_click_and_tells_how_it_ended(product: Product) -> None:
    await product.enter()
    async with product.context.expect_page() as opened:
        await product.on_click("bothways.connect('contacts')")
    popup = await opened.value
    await popup.wait_for_url("**/provider")
    assert await popup.evaluate("window.opener") is None
    assert product.hub.body("POST /v1/authorizations") == {"integration": "intg_2h7", "display": "popup"}
    product.hub.connect()
    assert (await product.outcome())["value"]["connection_id"] == "conn_1"
    assert (await product.said())[1:] == [["connection.created", "conn_1"]]


async def test_a_connection_that_was_there_before_is_an_updated_one(product: Product) -> None:
    await product.enter()
    async with product.context.expect_page():
        await product.on_click("bothways.connect('contacts', {connectionId: 'conn_1'})")
    await product.page.wait_for_timeout(100)
    assert product.hub.body("POST /v1/authorizations")["connection_id"] == "conn_1"
    product.hub.connect(created_at="2026-02-01T00:00:00Z")
    assert (await product.outcome())["value"]["account_label"] == "Ada"
    assert (await product.said())[1:] == [["connection.updated", "conn_1"]]


async def test_a_consent_that_was_refused_is_an_error(product: Product) -> None:
    await product.enter()
    async with product.context.expect_page():
        await product.on_click("bothways.connect('contacts')")
    await product.page.wait_for_timeout(100)
    product.hub.attempt |= {"status": "refused", "error_code": "access_denied", "error_detail": "They said no."}
    refused = await product.outcome()
    assert (refused["code"], refused["message"]) == ("access_denied", "They said no.")


async def test_a_window_that_was_closed_half_way_is_told_and_may_still_be_finished(product: Product) -> None:
    await product.page.clock.install()
    await product.page.goto(product.address)
    await product.enter()
    async with product.context.expect_page() as opened:
        await product.on_click("bothways.connect('contacts')")
    popup = await opened.value
    await popup.wait_for_url("**/provider")
    await popup.close()
    await product.page.clock.run_for(3_000)
    assert await product.page.evaluate("window.outcome") is None
    await product.page.clock.run_for(4_000)
    assert (await product.outcome())["code"] == "closed"
    product.hub.connect()
    await product.page.clock.run_for(2_000)
    await product.until("said.some(([name]) => name === 'connection.created')")


async def test_a_second_attempt_takes_over_from_the_first(product: Product) -> None:
    await product.enter()
    async with product.context.expect_page() as opened:
        await product.on_click("bothways.connect('contacts')")
    first = await opened.value
    await first.wait_for_url("**/provider")
    await product.page.evaluate("window.before = window.pending; 0")
    async with product.context.expect_page() as again:
        await product.on_click("bothways.connect('contacts')")
    await (await again.value).wait_for_url("**/provider")
    # The first window is at the provider's by now, and no longer this page's to close; its outcome is nobody's.
    assert (await product.page.evaluate("before"))["code"] == "closed"
    product.hub.connect()
    assert (await product.page.evaluate("pending"))["value"]["state"] == "active"


async def test_where_popups_are_blocked_the_whole_page_goes_and_comes_back(product: Product) -> None:
    await product.context.add_init_script("window.open = () => null")
    await product.page.goto(product.address)
    await product.enter()
    await product.on_click("bothways.connect('contacts')")
    await product.page.wait_for_url("**/provider")
    body = product.hub.body("POST /v1/authorizations")
    assert (body["display"], body["return_url"]) == ("page", f"{product.address}/")
    product.hub.connect()
    await product.page.goto(f"{product.address}/?tab=1&authorization={ATTEMPT}&status=connected")
    await product.enter()
    assert ["connection.created", "conn_1"] in await product.said()
    assert product.page.url == f"{product.address}/?tab=1"


async def test_somebody_elses_attempt_in_the_address_is_told_and_taken_out(product: Product) -> None:
    await product.page.goto(f"{product.address}/?authorization={ATTEMPT}&status=connected")
    # The session stands all the same.
    assert (await product.enter())["value"]["id"] == "cs_first"
    assert await product.said() == [["authenticated", "env_2h7"], ["error", "not_found"]]
    assert product.page.url == f"{product.address}/"
    # Parameters of the product's own stay.
    await product.page.goto(f"{product.address}/?authorization=42&status=open")
    assert "value" in await product.enter()
    assert product.page.url == f"{product.address}/?authorization=42&status=open"


async def test_what_has_to_be_typed_is_typed_in_the_marketplace_and_no_window_opens_in_vain(product: Product) -> None:
    product.hub.entry |= {"redirects": False, "fields": [{"name": "key"}]}
    product.hub.frame = "tells"
    await product.enter()
    await product.run("getIntegrations()")
    await product.on_click("bothways.connect('contacts', {theme: 'light'})")
    assert (await product.outcome())["value"]["connection_id"] == "conn_1"
    assert len(product.context.pages) == 1
    options = ((await product.heard())[0])["options"]
    assert (options["mode"], options["theme"], options["integration"]) == ("modal", "light", "contacts")


async def test_a_form_that_is_closed_connects_nothing(product: Product) -> None:
    product.hub.entry |= {"redirects": False}
    await product.enter()
    await product.on_click("bothways.connect('contacts')")
    await expect(product.frame.get_by_role("button", name="First")).to_be_focused()
    await product.page.keyboard.press("Escape")
    assert (await product.outcome())["code"] == "closed"
    assert len(product.context.pages) == 1


async def test_keys_that_the_product_asked_for_itself_open_nothing(product: Product) -> None:
    product.hub.entry |= {"redirects": False, "fields": [{"name": "key"}]}
    await product.enter()
    await product.on_click("bothways.connect('contacts', {fields: {key: 'k'}, values: {region: 'eu'}})")
    refused = await product.outcome()
    body = product.hub.body("POST /v1/authorizations")
    assert (body["fields"], body["values"]) == ({"key": "k"}, {"region": "eu"})
    assert refused["message"] == "It is created."
    assert len(product.context.pages) == 1


async def test_a_server_that_is_away_for_a_moment_is_asked_again(product: Product) -> None:
    await product.enter()
    async with product.context.expect_page():
        await product.on_click("bothways.connect('contacts')")
    await product.page.wait_for_timeout(100)
    await product.context.set_offline(True)
    await product.page.wait_for_timeout(1_500)
    await product.context.set_offline(False)
    product.hub.connect()
    assert (await product.outcome())["value"]["connection_id"] == "conn_1"


async def test_disconnecting_is_told_to_the_page_and_to_what_is_open(product: Product) -> None:
    product.hub.connect()
    await product.enter()
    await product.run("openMarketplace({into: '#here'})")
    gone = (await product.run("disconnect('conn_1')"))["value"]
    assert (gone["account_label"], gone["integration"]) == ("Ada", "contacts")
    assert ["connection.disconnected", "conn_1"] in await product.said()
    await expect(product.frame.locator("#heard")).to_contain_text("refresh")


async def test_a_connection_that_needs_its_customer_is_noticed(product: Product) -> None:
    product.hub.connect()
    await product.enter()
    await product.run("getIntegrations()")
    product.hub.connect(state="needs_reauth")
    await product.run("getIntegrations()")
    await product.run("getIntegrations()")
    assert (await product.said())[1:] == [["connection.needs_reauth", "conn_1"]]


async def test_handlers_stop_when_asked_to_and_do_not_disturb_each_other(product: Product) -> None:
    await product.enter()
    heard = await product.page.evaluate("""async () => {
        const heard = [];
        const off = bothways.on("connection.disconnected", () => heard.push("first"));
        bothways.on("connection.disconnected", () => { throw new Error("mine") });
        bothways.on("connection.disconnected", () => heard.push("third"));
        await bothways.disconnect("conn_1");
        off();
        await bothways.disconnect("conn_1");
        return heard;
    }""")
    assert heard == ["first", "third", "third"]
    assert product.complaints == ["mine", "mine"]
