"""Nothing that was typed is lost without a word, and nobody is asked about nothing."""

import pytest
from playwright.async_api import Dialog, Route, expect

from tests.rooms.portal.screens import PASSWORD, Screen
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def test_what_was_typed_is_not_left_without_a_word(screen: Screen, shop: Walk) -> None:
    integration = await shop.integrate()
    page = screen.page
    await screen.open("keys/create", "Create an API key")
    await page.get_by_role("checkbox").first.click()
    await page.get_by_role("checkbox").first.click()
    await page.get_by_role("link", name="Integrations").click()
    await page.get_by_role("link", name="Sandbox").click()
    await page.get_by_role("link", name="Texts and logo").click()
    name, asks = page.get_by_label("Name", exact=True), page.get_by_role("dialog", name="Leave without saving?")

    # Neither a look around nor what was typed and taken back.
    await name.fill("Contacts")
    await name.fill("Sandbox")
    await page.get_by_role("link", name="Scopes").click()
    await page.get_by_role("link", name="Texts and logo").click()

    # Another tab of the page, another page, the way back: all would lose it.
    await name.fill("Contacts")
    await page.get_by_role("link", name="Scopes").click()
    await expect(asks).to_be_visible()
    await screen.look_closely("leaving")
    await page.keyboard.press("Escape")
    await expect(asks).to_have_count(0)
    await page.evaluate("history.back()")
    await screen.press("Stay here", inside=asks)
    await expect(page).to_have_url(screen.address(f"integrations/{integration}?tab=appearance"))
    await expect(name).to_have_value("Contacts")

    # The browser asks for itself before a tab closes.
    async with page.expect_event("dialog") as asked:
        await page.close(run_before_unload=True)
    question: Dialog = await asked.value
    assert question.type == "beforeunload"
    await question.dismiss()

    await page.evaluate("history.back()")
    await screen.press("Leave without saving", inside=asks)
    await expect(page.get_by_role("link", name="Scopes")).to_have_attribute("aria-current", "page")
    await page.get_by_role("link", name="Texts and logo").click()
    await expect(name).to_have_value("Sandbox")

    # What is saved is safe, and what is deleted is not missed.
    await name.fill("Contacts")
    await screen.press("Save")
    await screen.titled("Contacts")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
    await page.get_by_role("link", name="Set-up").click()
    await page.get_by_label("Client id").fill("another")
    await screen.choose("Delete")
    await screen.dialog.get_by_role("textbox").fill("sandbox")
    await screen.press("Delete", inside=screen.dialog)
    await screen.titled("Integrations")


async def test_a_form_that_leads_on_when_it_is_saved_does_not_ask(screen: Screen) -> None:
    await screen.open("customers", "Customers")
    await screen.page.get_by_role("button", name="Add a customer").first.click()
    await screen.dialog.get_by_label("Your own id").fill("cus-1")
    await screen.press("Save", inside=screen.dialog)
    await screen.titled("cus-1")
    await screen.open("tiles/add", "Add a tile")
    await screen.page.get_by_label("Name", exact=True).fill("Soon")
    await screen.page.get_by_label("Leads to").fill("https://acme.example/soon")
    await screen.press("Add the tile")
    await screen.titled("Tiles")


async def test_answers_that_fail_do_not_take_what_was_typed(screen: Screen) -> None:
    screen.forgiven += ["500 (Internal Server Error)", "ERR_INTERNET_DISCONNECTED"]
    page = screen.page
    await screen.open("addresses", "Origins and URLs")
    origin, name = page.get_by_label("Another origin"), page.get_by_label("The environment's name")
    await origin.fill("https://app.acme.example")
    await name.fill("Acme Desk")

    await page.context.set_offline(True)
    await screen.press("Rename")
    await screen.sees("The server did not answer.")
    await page.context.set_offline(False)

    # First something else answers, then ours is of another form, then the name is saved but cannot be read again.
    settings = "**/v1/environment"
    await page.route(settings, lambda asked: asked.fulfill(body="<h1>Hotel</h1>", content_type="text/html"))
    await screen.press("Rename")
    await screen.sees("The answer could not be read.")
    await page.unroute(settings)
    await page.route(settings, lambda asked: asked.fulfill(status=500, json={"errors": {}, "detail": ["broken"]}))
    await screen.press("Rename")
    await screen.sees("The server answered with the status 500.")
    await page.unroute(settings)
    await page.route(settings, _only_writes)
    await screen.press("Rename")
    await screen.sees("The environment was renamed")
    await expect(origin).to_have_value("https://app.acme.example")


async def _only_writes(asked: Route) -> None:
    await (asked.fulfill(status=500) if asked.request.method == "GET" else asked.continue_())


async def test_a_session_that_ends_in_the_middle_of_a_form_does_not_take_it(screen: Screen) -> None:
    screen.forgiven += ["401 (Unauthorized)", "403 (Forbidden)"]
    page = screen.page
    await screen.open("tiles/add", "Add a tile")
    await page.get_by_label("Name", exact=True).fill("Soon")
    await page.get_by_label("Leads to").fill("https://acme.example/soon")
    await page.context.clear_cookies()
    await screen.press("Add the tile")
    await expect(page.get_by_role("dialog", name="You are no longer signed in")).to_be_visible()
    await screen.look_closely("signed out")
    async with page.context.expect_page() as opened:
        await screen.press("Sign in in another tab")
    await expect(page.locator("main").get_by_role("alert")).to_contain_text("You are no longer signed in.")
    await expect(page.get_by_text("Authorization")).to_have_count(0)
    door = await opened.value
    await door.get_by_label("E-mail").fill("owner@acme.example")
    await door.get_by_label("Password", exact=True).fill(PASSWORD)
    await door.get_by_role("button", name="Sign in", exact=True).click()
    await expect(door.get_by_role("heading", level=1, name="Acme")).to_be_visible()
    await screen.press("Add the tile")
    await screen.titled("Tiles")


async def test_two_people_who_change_different_things_do_not_write_over_each_other(screen: Screen, shop: Walk) -> None:
    call, page = shop.hub.call, screen.page
    await screen.open("addresses", "Origins and URLs")
    await call("PATCH", "/v1/environment", {"allowed_origins": ["https://theirs.example"]})
    await page.get_by_label("Another origin").fill("https://mine.example")
    await page.get_by_role("region", name="Allowed origins").get_by_role("button", name="Add", exact=True).click()
    await screen.sees("https://theirs.example")
    await screen.open("look", "Look")
    await call("PATCH", "/v1/environment", {"theme": {"product_name": "Theirs"}})
    await page.get_by_label("Accent", exact=True).fill("#b5179e")
    await screen.press("Save the look")
    await screen.sees("The look was saved")
    settings = (await call("GET", "/v1/environment")).data
    assert settings["allowed_origins"] == ["https://theirs.example", "https://mine.example"]
    assert (settings["theme"]["product_name"], settings["theme"]["accent"]) == ("Theirs", "#b5179e")

    made = await call(
        "POST", "/v1/tiles", {"kind": "custom", "name": "Soon", "slug": "soon", "link_url": "https://a.example/"}
    )
    tile = f"/v1/tiles/{made.data['id']}"
    await screen.open(f"tiles/{made.data['id']}", "Soon")
    await call("PATCH", tile, {"description": "Theirs"})
    await page.get_by_label("Name", exact=True).fill("Mine")
    await screen.press("Save")
    await screen.titled("Mine")
    assert (await call("GET", tile)).data["description"] == "Theirs"
