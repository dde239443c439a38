"""The environment in the portal: its look, its addresses, what happened in it, and others beside it."""

import asyncio
import base64
import re

import pytest
from playwright.async_api import Browser, Route, expect

from bothways.core.bearer.model import Mode
from bothways.core.identity.roles import Role
from tests.rooms.portal.screens import Screen, signed_in
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_the_look_is_previewed_before_it_is_saved(screen: Screen, shop: Walk) -> None:
    await shop.integrate()
    logo = "https://cdn.acme.example/mark.png"
    await shop.hub.call("PATCH", "/v1/environment", {"theme": {"logo": logo}})
    await screen.page.route(logo, lambda asked: asked.fulfill(body=PIXEL, content_type="image/png"))
    asked: list[str] = []
    await screen.open("look", "Look")
    shown = screen.page.frame_locator("iframe")
    await expect(shown.get_by_role("button", name="Sandbox", exact=True)).to_be_visible()
    await expect(shown.locator(".brand img")).to_have_js_property("naturalWidth", 1)
    screen.page.on("request", lambda request: asked.append(request.url))

    await screen.page.get_by_label("Your product's name").fill("Acme Desk")
    await screen.page.get_by_label("Accent", exact=True).fill("#b5179e")
    light = screen.page.get_by_role("group", name="In the light")
    await light.get_by_label("Background", exact=True).fill("#fdf3e3")
    await light.get_by_label("Text", exact=True).fill("#b08968")
    await screen.sees("Has 2.8:1 on the background; 4.5:1 is the least that can be read.")
    await light.get_by_label("Text", exact=True).fill("#3d2a14")
    await expect(light.get_by_role("status")).to_have_count(0)
    market = shown.locator(".market")
    await expect(market).to_have_css("background-color", "rgb(253, 243, 227)")
    await expect(market).to_have_css("color", "rgb(61, 42, 20)")
    await expect(shown.get_by_text("Choose what Acme Desk may work with.")).to_be_visible()

    # Nothing is connected from a preview: no window, no call.
    await shown.get_by_role("button", name="Connect Sandbox").click()
    await shown.get_by_role("button", name="Sandbox", exact=True).click()
    await shown.locator(".button--primary").click()
    await expect(shown.locator("html")).to_have_css("--accent", re.compile("#b5179e"))
    assert [url for url in asked if "/v1/" in url] == []
    assert len(screen.page.context.pages) == 1

    await screen.press("Dark")
    await expect(market).to_have_css("color", "rgb(238, 241, 245)")
    await screen.look_closely("look")
    await screen.press("Reset Background")
    await screen.press("Save the look")
    await screen.sees("The look was saved")
    theme = (await shop.hub.call("GET", "/v1/environment")).data["theme"]
    assert (theme["product_name"], theme["accent"], theme["logo"]) == ("Acme Desk", "#b5179e", logo)
    assert (theme["background"], theme["text"]) == (None, "#3d2a14")


async def test_origins_are_added_one_by_one_and_a_wrong_one_is_told_at_its_field(screen: Screen, shop: Walk) -> None:
    await screen.open("addresses", "Origins and URLs")
    await screen.sees("No site may embed the marketplace yet.")
    origin = screen.page.get_by_label("Another origin")
    part = screen.page.get_by_role("region", name="Allowed origins")
    await origin.fill("https://app.acme.example/with/a/path")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Add", inside=part)
    await expect(origin).to_have_attribute("aria-invalid", "true")
    await screen.sees("Must be an origin such as https://app.example.com")
    await screen.look_closely("a wrong origin")
    await origin.fill("https://app.acme.example")
    await screen.press("Add", inside=part)
    await expect(part.get_by_role("listitem")).to_have_text(["https://app.acme.example"])
    assert (await shop.hub.call("GET", "/v1/environment")).data["allowed_origins"] == ["https://app.acme.example"]
    await expect(origin).to_have_value("")
    await origin.fill("https://app.acme.example")
    await screen.press("Add", inside=part)
    await screen.sees("It is in the list already.")
    # The focus stays where the hands are: in the row that took the place, in the field when the list is empty.
    await origin.fill("https://beta.acme.example")
    await screen.press("Add", inside=part)
    await expect(origin).to_have_value("")
    await screen.press("Remove https://app.acme.example")
    await expect(screen.dialog).to_contain_text("can no longer show the marketplace")
    await screen.look_closely("asking before an origin is removed")
    await screen.press("Remove", inside=screen.dialog)
    await expect(part.get_by_role("button", name="Remove https://beta.acme.example")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await screen.press("Remove", inside=screen.dialog)
    await screen.sees("No site may embed the marketplace yet.")
    await expect(origin).to_be_focused()


async def test_what_is_typed_while_something_is_saved_stays(screen: Screen) -> None:
    await screen.open("addresses", "Origins and URLs")
    origin = screen.page.get_by_label("Another origin")
    part = screen.page.get_by_role("region", name="Allowed origins")
    saved = asyncio.Event()

    async def later(route: Route) -> None:
        if route.request.method == "PATCH":
            await saved.wait()
        await route.continue_()

    await screen.page.route("**/v1/environment", later)
    await origin.fill("https://app.acme.example")
    await screen.press("Add", inside=part)
    await origin.fill("https://beta.acme.example")
    saved.set()
    await screen.sees("The origin was added")
    await expect(origin).to_have_value("https://beta.acme.example")
    await screen.press("Add", inside=part)
    await expect(origin).to_have_value("")


async def test_what_was_done_is_found_in_the_audit_log(screen: Screen, shop: Walk) -> None:
    await shop.integrate()
    await screen.open("addresses", "Origins and URLs")
    await screen.page.get_by_label("The environment's name").fill("Acme Desk")
    await screen.press("Rename")
    await screen.sees("The environment was renamed")
    await screen.open("audit", "Audit log")
    mine = screen.row("environment.updated")
    await expect(mine).to_contain_text("You")
    await screen.look_closely("audit log")
    await mine.get_by_role("button", name="You").click()
    await expect(screen.row("integration.created")).to_have_count(0)
    await screen.page.get_by_label("Search actions, people and subjects").fill("integration.created")
    await screen.sees("Nothing matches")
    await screen.open("audit?from=20266-01-01&to=nonsense", "Audit log")
    await expect(screen.row("integration.created")).to_be_visible()


async def test_events_are_told_in_words_and_lead_to_what_they_are_about(screen: Screen, shop: Walk) -> None:
    await shop.connect(await shop.integrate())
    await screen.open("events", "Events")
    await screen.look_closely("events")
    await screen.page.get_by_label("Type").select_option("connection.created")
    await expect(screen.page.get_by_role("row")).to_have_count(2)
    await screen.page.get_by_role("link", name="cus-1 connected Sandbox (ada@engine.example)").click()
    await screen.titled("ada@engine.example")


async def test_environments_are_told_apart_switched_and_made(screen: Screen, shop: Walk) -> None:
    identity, workspace = shop.hub.bothways.identity, shop.hub.environment.workspace_id
    live = await identity.create_environment(workspace, "Production", Mode.LIVE, actor="test")
    await shop.hub.call("POST", "/v1/customers", {"id": "of-the-test-side"})
    await screen.open("customers", "Customers")
    await screen.sees("of-the-test-side", "Test environment: what happens here reaches no real customer")
    await screen.page.get_by_role("button", name="Acme Acme Test").click()
    await screen.look_closely("the switcher")
    await screen.page.get_by_role("menuitemradio", name="Production Live").click()
    await expect(screen.page).to_have_url(f"{shop.hub.base_url}/portal/{live.id}/customers")
    await screen.sees("No customers yet")
    await expect(screen.page.get_by_text("of-the-test-side")).to_have_count(0)
    await expect(screen.page.get_by_text("Test environment:")).to_have_count(0)
    await screen.page.get_by_role("button", name="Acme Production Live").click()
    await screen.page.get_by_role("menuitem", name="Create an environment").click()
    await screen.dialog.get_by_label("Name").fill("Trials")
    await screen.press("Create", inside=screen.dialog)
    await screen.titled("Trials")
    await screen.sees("First steps")
    await screen.look_closely("a new environment")


async def test_the_palette_finds_pages_and_customers_by_keyboard_alone(screen: Screen, shop: Walk) -> None:
    await shop.hub.call("POST", "/v1/customers", {"id": "cus-9", "name": "Bluebird Bakery"})
    await screen.open("", "Acme")
    await screen.page.keyboard.press("Control+k")
    await expect(screen.page.get_by_role("combobox")).to_be_focused()
    await screen.page.keyboard.type("webhooks?")
    await screen.sees("Nothing of that name.")
    await screen.page.keyboard.press("Control+a")
    await screen.page.keyboard.type("audit")
    await screen.page.keyboard.press("Enter")
    await screen.titled("Audit log")
    await screen.page.keyboard.press("Control+k")
    await expect(screen.page.get_by_role("combobox")).to_be_focused()
    await screen.page.keyboard.type("bluebird")
    await expect(screen.page.get_by_role("option", name="Bluebird Bakery")).to_be_visible()
    await screen.look_closely("the palette")
    await screen.page.keyboard.press("Enter")
    await screen.titled("Bluebird Bakery")


async def test_on_a_phone_the_menu_comes_from_the_side_and_goes_again(shop: Walk, browser: Browser) -> None:
    size = {"width": 390, "height": 844}
    async with signed_in(shop, browser, viewport=size, has_touch=True) as screen:
        await screen.open("", "Acme")
        await expect(screen.page.get_by_role("link", name="Customers")).to_be_hidden()
        await screen.press("Open the menu")
        await screen.look_closely("the menu on a phone")
        await screen.page.get_by_role("link", name="Customers").click()
        await screen.titled("Customers")
        await expect(screen.page.get_by_role("link", name="Customers")).to_be_hidden()


async def test_another_workspaces_environment_is_like_none(screen: Screen, shop: Walk) -> None:
    other = await shop.hub.another_environment()
    await screen.page.goto(f"{shop.hub.base_url}/portal/{other.environment.id}/customers")
    await screen.sees("This address leads nowhere")
    await expect(screen.page.get_by_text("Other", exact=True)).to_have_count(0)


async def test_whoever_is_signed_out_meanwhile_is_led_to_the_door(screen: Screen, shop: Walk, browser: Browser) -> None:
    await screen.open("", "Acme")
    await screen.page.context.clear_cookies()
    screen.forgiven.append("401 (Unauthorized)")
    await screen.page.get_by_role("link", name="Customers").click()
    await screen.page.wait_for_url("**/portal/sign-in?then=*")


@pytest.mark.parametrize("role", list(Role))
async def test_every_page_of_the_side_bar_opens_for_whom_it_is_shown(shop: Walk, browser: Browser, role: Role) -> None:
    async with signed_in(shop, browser, role) as screen:
        await screen.open("", "Acme")
        links = screen.page.get_by_role("navigation", name="Portal").get_by_role("link")
        await expect(links.first).to_be_visible()
        for name in await links.all_text_contents():
            await screen.page.get_by_role("navigation", name="Portal").get_by_role("link", name=name).click()
            await expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
            await expect(screen.page.get_by_text("This needs more than the role")).to_have_count(0)


async def test_many_environments_are_all_in_reach(screen: Screen, shop: Walk) -> None:
    workspace = shop.hub.environment.workspace_id
    for number in range(30):
        name = f"Region {number} of a company with a long name"
        await shop.hub.bothways.identity.create_environment(workspace, name, Mode.LIVE, actor="test")
    await screen.open("links", "Connect links")
    await screen.page.locator(".switcher").click()
    menu = screen.page.get_by_role("menu")
    last = menu.get_by_role("menuitem", name="Create an environment")
    await last.hover()
    await expect(last).to_be_in_viewport(ratio=1)
    assert await menu.evaluate("(one) => one.getBoundingClientRect().bottom <= innerHeight")
    await menu.get_by_role("menuitemradio", name="Region 29").click()
    await screen.titled("Connect links")
    await expect(screen.page.locator(".switcher")).to_contain_text("Region 29")
