"""The marketplace's frame for people who see little, use no mouse, hold a phone, or sit in the dark."""

import pytest
from playwright.async_api import Frame, Page, expect

from tests.journeys.browser.embedding import Product, frame_of, heard, inside, running_product
from tests.journeys.browser.looking import AXE, DESK, FIND, IS_DARK, MOVES, PHONE, RULES, WIDER_THAN_WINDOW
from tests.journeys.browser.stage import ON_SQLITE, Person, Stage
from tests.journeys.browser.steps import allow, press_for_popup, sees
from tests.journeys.browser.test_life import connected, withdraw

pytestmark = [pytest.mark.browser, ON_SQLITE]

# WCAG 2.2, success criterion 2.5.8, without those whose size the browser chooses and links in sentences.
TOO_SMALL = """() => [...document.querySelectorAll("button, select, input, summary, a.button")]
    .filter((one) => one.checkVisibility() && !one.matches(".card__link"))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""


async def look(page: Page, name: str) -> list[str]:
    """What there is to complain about in the frame as it is now: by axe in both schemes, on a desk and on a phone."""
    frame, found = await frame_of(page), []
    await page.emulate_media(reduced_motion="reduce", color_scheme="light")
    # Evaluated by the debugger, not loaded by the page: the policy would rightly refuse it.
    await frame.evaluate(AXE.read_text() + "; 0")
    found += await _axe(frame, name, {"type": "tag", "values": RULES})
    await page.emulate_media(color_scheme="dark")
    if not await frame.evaluate(IS_DARK):
        found.append(f"{name}: it is not dark in the dark")
    found += await _axe(frame, f"{name}, dark", ["color-contrast"])
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(PHONE)
    if await frame.evaluate(WIDER_THAN_WINDOW):
        found.append(f"{name}: it is wider than a phone")
    found += [f"{name}, phone: too small: {one}" for one in await frame.evaluate(TOO_SMALL)]
    await page.set_viewport_size(DESK)
    return found


async def _axe(frame: Frame, name: str, rules: object) -> list[str]:
    result = await frame.evaluate(FIND, [[], rules])
    return [
        f"{name}: {violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


async def switch_more_on(stage: Stage) -> None:
    """Enough apps for search and categories, one of which asks for a value first."""
    for provider in ("hubspot", "slack", "zendesk"):
        body = {"provider": provider, "client_id": "acme", "client_secret": "never used"}
        assert (await stage.hub.call("POST", "/v1/integrations", body)).status == 201


async def opened(product: Product, person: Person) -> Page:
    """Looking at the catalog."""
    await sees(await product.open(person), "Connect your apps", "Ready to connect")
    return person.page


async def test_axe_finds_nothing_in_any_view(stage: Stage) -> None:
    await switch_more_on(stage)
    await connected(stage)
    await stage.walk.connect("sandbox", "bluebird-bakery", person="usr_grace", refuse=["contacts.read"])
    maya, found = await stage.somebody(), list[str]()
    maya.forgiven += ["422 (Unprocessable", "403 (Forbidden)"]
    async with running_product(stage) as product:
        page = await opened(product, maya)
        shop = inside(page)
        found += await look(page, "catalog")
        await shop.get_by_role("searchbox").fill("nothing of that name")
        await sees(shop, "No app by that name")
        found += await look(page, "nothing found")
        await shop.get_by_role("button", name="Show all apps").click()
        await shop.get_by_role("button", name="Manage Sandbox Contacts").click()
        await sees(shop, "Connected accounts")
        found += await look(page, "accounts")
        await shop.get_by_role("button", name="Disconnect ada@engine.example").click()
        await sees(shop, "Disconnect ada@engine.example?")
        found += await look(page, "question")
        await shop.get_by_role("button", name="Keep it").click()
        await shop.get_by_role("button", name="All apps").click()
        await shop.get_by_role("button", name="Connect Zendesk").click()
        await shop.get_by_role("button", name="Continue to Zendesk").click()
        await sees(shop, "Fill this in")
        found += await look(page, "form with an error")
        await shop.get_by_role("button", name="All apps").click()
        await shop.get_by_role("button", name="Manage Sandbox Contacts").click()
        popup = await press_for_popup(maya, shop.get_by_role("button", name="Connect another account"))
        await sees(shop, "Waiting for Sandbox Contacts")
        found += await look(page, "waiting")
        await popup.get_by_role("button", name="Cancel").click()
        await sees(shop, "was not connected")
        found += await look(page, "not connected")
        await popup.close()
        await allow(await press_for_popup(maya, shop.get_by_role("button", name="Try again")))
        await sees(shop, "Sandbox Contacts is connected")
        found += await look(page, "connected")
    assert not found, found


async def test_all_of_it_is_done_by_keyboard(stage: Stage) -> None:
    await connected(stage)
    await withdraw(stage)
    await stage.hub.call("GET", f"/v1/connections/{(await stage.connection())['id']}/credentials")
    maya = await stage.somebody()
    async with running_product(stage) as product:
        page = await opened(product, maya)
        shop, keys = inside(page), page.keyboard
        await page.evaluate("say({type: 'focus_in', direction: 'forward'})")
        await expect(shop.get_by_role("button", name="Close")).to_be_focused()
        # By the keyboard alone to the account that needs its customer, to the provider, and back.
        await press_until(page, "Reconnect Sandbox Contacts")
        async with maya.context.expect_page() as window:
            await keys.press("Enter")
        await (await window.value).close()
        # Whoever thinks better of it is back where it began.
        await press_until(page, "Cancel")
        await keys.press("Enter")
        await expect(shop.get_by_role("button", name="Reconnect Sandbox Contacts")).to_be_focused()
        async with maya.context.expect_page() as window:
            await keys.press("Enter")
        consent = await window.value
        await sees(consent, "would like to use your Sandbox account")
        await press_until(consent, "Allow")
        await consent.keyboard.press("Enter")
        await sees(shop, "Sandbox Contacts works again")
        await expect(shop.get_by_role("heading", name="Sandbox Contacts works again")).to_be_focused()
        await press_until(page, "Done")
        await keys.press("Enter")
        await expect(shop.get_by_role("heading", name="Sandbox Contacts", level=1)).to_be_focused()
        await press_until(page, "Disconnect ada@engine.example")
        await keys.press("Enter")
        await expect(shop.get_by_role("button", name="Keep it")).to_be_focused()
        # Escape answers the question, and only then leaves the marketplace.
        await keys.press("Escape")
        await expect(shop.get_by_role("button", name="Disconnect ada@engine.example")).to_be_focused()
        assert await heard(page, "close") == []
        await keys.press("Escape")
        await expect(page.locator("iframe")).to_be_hidden()
    assert (await stage.connection())["state"] == "active"


async def test_the_focus_stays_inside_of_a_modal_and_goes_round(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage) as product:
        page = await opened(product, maya)
        shop = inside(page)
        close, last = (
            shop.get_by_role("button", name="Close"),
            shop.get_by_role("button", name="Connect Sandbox Machines"),
        )
        await close.focus()
        await page.keyboard.press("Shift+Tab")
        await expect(last).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(close).to_be_focused()
        assert [one["direction"] for one in await heard(page, "focus_out")] == ["back", "forward"]
        # A page that does not answer leaves the focus inside all the same.
        await page.evaluate("addEventListener('message', (event) => event.stopImmediatePropagation(), {capture: true})")
        await last.focus()
        await page.keyboard.press("Tab")
        await expect(close).to_be_focused()


async def test_inline_the_focus_comes_and_goes_as_in_any_page(stage: Stage) -> None:
    maya = await stage.somebody()
    async with running_product(stage, options={"mode": "inline"}) as product:
        page = await opened(product, maya)
        await inside(page).get_by_role("button", name="Connect Sandbox Machines").focus()
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Below")).to_be_focused()


async def test_where_motion_is_not_wanted_nothing_moves(stage: Stage) -> None:
    maya = await stage.somebody(reduced_motion="reduce")
    async with running_product(stage) as product:
        page = await opened(product, maya)
        await press_for_popup(maya, inside(page).get_by_role("button", name="Connect Sandbox Contacts"))
        await sees(inside(page), "Waiting for Sandbox Contacts")
        assert await (await frame_of(page)).evaluate(MOVES) == []


async def press_until(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus, in the page or in its frame."""
    inner = "(document.activeElement.textContent || document.activeElement.getAttribute('aria-label') || '').trim()"
    for _ in range(60):
        where = await frame_of(page) if await page.query_selector("iframe[title=Integrations]") else page
        if await where.evaluate(inner) == name:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name}")
