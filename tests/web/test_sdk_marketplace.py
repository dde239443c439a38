"""The browser SDK: the marketplace in a modal and in the page, and the conversation with its frame."""

import pytest
from playwright.async_api import expect

from tests.web.sdk_product import Product

pytestmark = pytest.mark.browser


async def test_the_modal_opens_and_closes_as_dialogs_do(product: Product) -> None:
    await product.enter()
    await product.on_click("bothways.openMarketplace()")
    dialog = product.page.get_by_role("dialog", name="Acme Desk")
    await expect(dialog).to_be_visible()
    await expect(product.frame.get_by_role("button", name="First")).to_be_focused()
    assert await product.page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    # What lies behind it is inert.
    assert not await product.page.evaluate("document.getElementById('other').matches(':focus')")
    await product.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(product.page.get_by_role("button", name="Open")).to_be_focused()
    assert await product.page.evaluate("document.documentElement.style.overflow") == ""
    assert (await product.said())[1:] == [["marketplace.opened", "modal"], ["marketplace.closed", "modal"]]


async def test_tab_goes_round_inside_of_the_modal(product: Product) -> None:
    await product.enter()
    await product.on_click("bothways.openMarketplace()")
    first, last = (product.frame.get_by_role("button", name=name) for name in ("First", "Last"))
    await expect(first).to_be_focused()
    await product.page.keyboard.press("Tab")
    await expect(last).to_be_focused()
    await product.page.keyboard.press("Tab")
    await expect(first).to_be_focused()
    await product.page.keyboard.press("Shift+Tab")
    await expect(last).to_be_focused()


async def test_a_click_beside_the_modal_closes_it_and_it_opens_again_as_it_was(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    await product.page.mouse.click(5, 5)
    await expect(product.page.get_by_role("dialog")).to_be_hidden()
    await product.run("openIntegration('contacts')")
    await expect(product.page.get_by_role("dialog")).to_be_visible()
    await expect(product.frame.locator("#heard")).to_have_text("enter focus_in hidden show focus_in")
    assert product.hub.tickets == 1


async def test_other_looks_are_another_frame(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    await product.run("closeMarketplace()")
    await product.run("openMarketplace({theme: 'dark', locale: 'de', accent: '#0f766e', radius: 4, font: 'Inter'})")
    heard = (await product.heard())[0]
    assert heard["options"] == {
        "mode": "modal",
        "theme": "dark",
        "locale": "de",
        "accent": "#0f766e",
        "radius": 4,
        "font": "Inter",
    }
    assert heard["origin"] == product.address
    assert product.page.frames[-1].url.endswith("?theme=dark")
    assert product.hub.tickets == 2
    # The server has no page for it; the frame, which is told, says which option is wrong.
    await product.run("openMarketplace({theme: 'blue'})")
    assert product.page.frames[-1].url.endswith("/embed/env_2h7")
    assert (await product.heard())[0]["options"]["theme"] == "blue"


async def test_what_is_closed_before_it_is_there_never_was_open(product: Product) -> None:
    product.hub.frame = "silent"
    await product.enter()
    for _ in range(3):
        await product.on_click("bothways.openMarketplace()")
        await expect(product.page.get_by_role("dialog")).to_be_visible()
        # The dialog itself has the focus: a frame that is on its way hears no keys.
        await product.page.keyboard.press("Escape")
        assert (await product.outcome())["code"] == "closed"
    await expect(product.page.get_by_role("button", name="Open")).to_be_focused()
    await expect(product.page.locator("iframe")).to_have_count(0)
    assert (await product.said())[1:] == [["marketplace.closed", "modal"]] * 3
    product.hub.frame = "quiet"
    assert "value" in await product.run("openMarketplace()")


async def test_a_page_that_swaps_its_body_opens_the_modal_again(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    await product.page.evaluate("document.body = document.createElement('body')")
    assert "value" in await product.run("openMarketplace()")
    await expect(product.page.get_by_role("dialog")).to_be_visible()
    await product.run("closeMarketplace()")
    assert await product.page.evaluate("document.documentElement.style.overflow") == ""


async def test_a_phone_has_the_modal_on_the_whole_screen(product: Product) -> None:
    await product.page.set_viewport_size({"width": 390, "height": 844})
    await product.enter()
    await product.run("openMarketplace()")
    assert await product.page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


async def test_inline_it_is_as_high_as_what_is_in_it(product: Product) -> None:
    product.hub.frame = "grows"
    await product.enter()
    await product.run("openMarketplace({into: '#here'})")
    frame = product.page.locator("#here iframe")
    await expect(frame).to_have_css("height", "777px")
    await product.run("closeMarketplace()")
    await expect(frame).to_have_count(0)
    assert (await product.said())[1:] == [["marketplace.opened", "inline"], ["marketplace.closed", "inline"]]


async def test_inline_it_goes_when_its_signal_is_aborted_also_before_it_is_there(product: Product) -> None:
    await product.enter()
    refused = await product.page.evaluate("""() => {
        const ending = new AbortController();
        const opening = told(bothways.openMarketplace({into: "#here", signal: ending.signal}));
        ending.abort();
        return opening;
    }""")
    assert refused["code"] == "closed"
    await expect(product.page.locator("#here iframe")).to_have_count(0)
    assert [name for name, _ in await product.said()] == ["authenticated"]


async def test_an_element_that_is_not_there_is_told(product: Product) -> None:
    await product.enter()
    assert (await product.run("openMarketplace({into: '#nowhere'})"))["code"] == "element_missing"


async def test_the_custom_element_waits_for_a_session_and_tells_what_happens(product: Product) -> None:
    product.hub.frame = "tells"
    await product.page.evaluate(
        """(source) => new Promise((done) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = done;
        document.head.append(script);
        const element = document.createElement("bothways-marketplace");
        element.innerHTML = "<p>One moment</p>";
        element.setAttribute("radius", "4");
        element.setAttribute("text_dark", "#eff");
        element.setAttribute("integration", "contacts");
        element.addEventListener("marketplace.opened", ({detail}) => window.opened = detail.mode);
        document.getElementById("here").append(element);
    })""",
        f"{product.hub_url}/sdk/v1/element.js",
    )
    await expect(product.page.locator("iframe")).to_have_count(0)
    await product.enter()
    await product.until("window.opened")
    assert await product.page.evaluate("opened") == "inline"
    heard = (await product.heard())[0]
    assert heard["options"] == {"mode": "inline", "radius": 4, "text_dark": "#eff", "integration": "contacts"}
    # A token that was renewed by hand changes nothing of what is shown.
    await product.enter()
    assert product.hub.tickets == 1
    await product.page.evaluate("document.querySelector('bothways-marketplace').setAttribute('radius', '8')")
    await expect(product.page.locator("iframe")).to_have_count(1)
    await product.page.evaluate("document.querySelector('bothways-marketplace').remove()")
    assert (await product.said())[-1] == ["marketplace.closed", "inline"]


async def test_news_of_the_frame_are_events(product: Product) -> None:
    product.hub.frame = "tells"
    await product.enter()
    await product.run("openMarketplace()")
    await product.until("said.some(([name]) => name === 'connection.created')")


async def test_an_ended_session_gives_the_frame_a_new_ticket(product: Product) -> None:
    product.hub.frame = "expires"
    await product.enter("{renew: () => 'second'}")
    await product.run("openMarketplace()")
    await expect(product.frame.locator("#heard")).to_have_text("enter focus_in enter")
    tickets = await product.page.frames[1].evaluate(
        "heard.filter(({type}) => type === 'enter').map((one) => one.ticket)"
    )
    assert len(set(tickets)) == 2


async def test_a_frame_that_lost_its_session_is_let_in_with_the_next_one(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    alert = product.page.get_by_role("dialog").get_by_role("alert")
    for again in ("authenticate('next')", "closeMarketplace()"):
        product.hub.good = set()
        await product.page.frames[-1].evaluate("say({type: 'ticket_needed', reason: 'expired'})")
        await expect(alert).to_contain_text("Acme Desk")
        assert (await product.said())[-1] == ["error", "session_expired"]
        product.hub.good = {"next"}
        await product.run(again)
        await expect(alert).to_have_count(0)
    # What was closed like that is not shown again as it was.
    assert "value" in await product.run("openMarketplace()")
    await expect(product.frame.locator("#heard")).to_have_text("enter focus_in")


async def test_a_frame_that_is_refused_is_told_and_leaves_a_way_out(product: Product) -> None:
    product.hub.frame = "refuses"
    await product.enter()
    refused = await product.run("openMarketplace()")
    assert (refused["code"], refused["next_step"]) == ("ticket_refused", "Try.")
    dialog = product.page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert")).to_contain_text("Acme Desk")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_have_count(0)
    product.hub.frame = "quiet"
    assert "value" in await product.run("openMarketplace()")


async def test_a_frame_that_asks_on_and_on_is_stopped(product: Product) -> None:
    product.hub.frame = "insatiable"
    await product.enter()
    assert (await product.run("openMarketplace()"))["code"] == "frame_silent"
    assert product.hub.tickets == 3


@pytest.mark.parametrize("framed", [True, False])
async def test_a_frame_that_says_nothing_is_given_up(product: Product, framed: bool) -> None:
    product.hub.frame, product.hub.framed = "silent", framed
    await product.page.clock.install()
    await product.page.goto(product.address)
    await product.enter()
    await product.on_click("bothways.openMarketplace()")
    await expect(product.page.get_by_role("dialog")).to_be_visible()
    await product.page.clock.run_for(21_000)
    refused = await product.outcome()
    assert refused["code"] == "frame_silent"
    assert product.address in refused["next_step"]


async def test_messages_of_others_are_not_heard(product: Product) -> None:
    product.hub.frame = "silent"
    await product.enter()
    await product.on_click("bothways.openMarketplace()")
    await product.until("document.querySelector('div').shadowRoot ?? true")
    hostile = """(origin) => {
        for (const type of ["ready", "entered", "close"])
            window.postMessage({bothways: 1, type, session_id: "cs_2h7"}, "*");
        const frame = document.createElement("iframe");
        frame.srcdoc = `<script>
            for (const type of ["ready", "close"]) parent.postMessage({bothways: 1, type}, "*")</script>`;
        document.body.append(frame);
        window.dispatchEvent(new MessageEvent("message", {origin, data: {bothways: 1, type: "ready"}}));
    }"""
    await product.page.evaluate(hostile, product.hub_url)
    await expect(product.page.get_by_role("dialog")).to_be_visible()
    # A message that arrives later has overtaken none of them.
    await product.page.evaluate("new Promise((done) => { onmessage = done; postMessage('last', '*') })")
    assert product.hub.tickets == 0
    assert (await product.said())[1:] == []


async def test_a_frame_that_has_gone_elsewhere_gets_no_ticket(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    inside = product.page.frames[1]
    await inside.evaluate(f"location.href = '{product.address}/elsewhere'")
    await inside.wait_for_url("**/elsewhere")
    await inside.evaluate("parent.postMessage({bothways: 1, type: 'ready'}, '*')")
    await inside.evaluate("parent.postMessage({bothways: 1, type: 'close'}, '*')")
    await inside.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert product.hub.tickets == 1
    await expect(product.page.get_by_role("dialog")).to_be_visible()
