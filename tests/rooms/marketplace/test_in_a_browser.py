"""The connect pages in a real browser: with a script and without, in a popup, in a page, in another site's frame."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page, expect

from bothways.app.edges import ASSETS
from bothways.core.identity.model import Theme
from bothways.kit.web.assets import Assets
from tests.house.tree import ROOT
from tests.rooms.marketplace.customer import Customer
from tests.support.browser import press_to_close
from tests.support.certificates import Certificate, make_certificate
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox
from tests.support.servers import serve_built
from tests.support.surfer import surfing

pytestmark = pytest.mark.browser

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Stage:
    """A customer with a browser in front of the product."""

    customer: Customer
    browser: Browser

    @asynccontextmanager
    async def person(self, **options: Any) -> AsyncIterator[tuple[BrowserContext, Page, list[str]]]:
        """A fresh browser profile, its first page, and what the browser complains about."""
        context = await self.browser.new_context(ignore_https_errors=True, locale="en-GB", **options)
        complaints: list[str] = []
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        yield context, await context.new_page(), complaints
        await context.close()


Staged = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def staged(database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser) -> Staged:
    """Sets a stage; options are those of the sandbox."""

    @asynccontextmanager
    async def stage(certificate: Certificate | None = None, **options: Any) -> AsyncIterator[Stage]:
        async with (
            running_hub(database_url, clock, entropy, assets=Assets.load(ASSETS), certificate=certificate) as hub,
            running_sandbox(clients=(DEMO_CLIENT,), **options) as sandbox,
            surfing() as surfer,
        ):
            customer = Customer(Walk(hub, sandbox), surfer)
            await customer.environment(Theme(product_name="Acme Desk", accent="#7c3aed"))
            await customer.walk.integrate()
            yield Stage(customer, browser)

    return stage


async def consent(popup: Page, person: str = "Ada Lovelace") -> None:
    await popup.get_by_text(person).click()
    await popup.get_by_role("button", name="Allow").click()


@pytest.mark.parametrize("severs", [False, True], ids=["keeps the opener", "severs the opener"])
async def test_a_popup_connects_and_closes_whatever_the_provider_does_to_its_opener(
    staged: Staged, severs: bool
) -> None:
    async with staged(severs_opener=severs) as stage, stage.person() as (context, page, complaints):
        await page.goto(await stage.customer.link())
        async with context.expect_page() as opened:
            await page.get_by_role("button", name="Connect Sandbox").click()
        popup = await opened.value
        await expect(page.get_by_role("button", name="Waiting for Sandbox")).to_have_attribute("aria-busy", "true")
        await popup.wait_for_url("**/oauth/authorize?*")
        assert await popup.evaluate("window.opener") is None
        async with popup.expect_event("close"):
            await consent(popup)
        await expect(page.get_by_role("status").get_by_text("Sandbox is connected")).to_be_visible()
        await expect(page.get_by_text("ada@engine.example")).to_be_visible()
        await expect(page.get_by_role("link", name="Manage Sandbox")).to_be_visible()
        assert complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["popups blocked", "without script"])
async def test_the_full_page_leads_there_and_back(staged: Staged, script: bool) -> None:
    async with staged() as stage, stage.person(java_script_enabled=script) as (context, page, complaints):
        await page.add_init_script("window.open = () => null")
        await page.goto(await stage.customer.link())
        await page.get_by_role("button", name="Connect Sandbox").click()
        await consent(page, "Grace Hopper")
        await expect(page.get_by_text("Sandbox is connected")).to_be_visible()
        await expect(page.get_by_text("grace@harbor.example")).to_be_visible()
        assert len(context.pages) == 1
        assert complaints == []


async def test_the_keyboard_alone_connects_and_disconnects(staged: Staged) -> None:
    async with staged() as stage, stage.person() as (context, page, _):
        await page.goto(await stage.customer.link())
        await page.get_by_role("link", name="Sandbox", exact=True).press("Enter")
        async with context.expect_page() as opened:
            await page.get_by_role("button", name="Connect", exact=True).press("Enter")
        popup = await opened.value
        async with popup.expect_event("close"):
            await popup.get_by_role("button", name="Allow").press("Enter")
        await page.get_by_role("link", name="Disconnect ada@engine.example").press("Enter")
        await page.get_by_role("button", name="Disconnect").press("Enter")
        await expect(page.get_by_text("ada@engine.example was disconnected")).to_be_visible()


async def test_a_no_in_the_popup_is_told_in_both_windows(staged: Staged) -> None:
    async with staged() as stage, stage.person() as (context, page, _):
        await page.goto(await stage.customer.link())
        async with context.expect_page() as opened:
            await page.get_by_role("button", name="Connect Sandbox").click()
        popup = await opened.value
        await popup.get_by_role("button", name="Cancel").click()
        await expect(popup.get_by_role("heading", name="Sandbox was not connected")).to_be_visible()
        await expect(page.get_by_text("Sandbox was not connected")).to_be_visible()
        await expect(page.get_by_role("button", name="Connect Sandbox")).not_to_have_attribute("aria-busy", "true")
        await press_to_close(popup, popup.get_by_role("button", name="Close window and try again"))


async def test_a_session_that_is_revoked_while_the_popup_is_open_says_so(staged: Staged) -> None:
    async with staged() as stage, stage.person() as (context, page, _):
        await page.goto(await stage.customer.link())
        async with context.expect_page():
            await page.get_by_role("button", name="Connect Sandbox").click()
        session = page.url.rpartition("/")[2]
        await stage.customer.walk.hub.call("DELETE", f"/v1/connect-sessions/{session}")
        await expect(page.get_by_role("heading", name="This page is closed by now")).to_be_visible()


def host(frame_url: Callable[[], str]) -> Callable[..., Any]:
    """A product that shows the connect page in a frame."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            page = f"<!doctype html><title>Host</title><iframe src='{frame_url()}' width=900 height=600></iframe>"
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": page.encode()})

    return app


@asynccontextmanager
async def framed(stage: Stage, page: Page, certificate: Certificate, *, trusted: bool) -> AsyncIterator[FrameLocator]:
    """The connect page inside of another site, which the environment trusts or not."""
    link: list[str] = []
    async with serve_built(lambda _: host(lambda: link[0]), certificate) as served:
        # Another site, not only another origin: localhost is not 127.0.0.1 to a browser.
        outside = served.replace("127.0.0.1", "localhost")
        await stage.customer.environment(allowed_origins=(outside,) if trusted else ())
        link.append(await stage.customer.link())
        await page.goto(outside)
        yield page.frame_locator("iframe")


async def test_a_popup_connects_out_of_another_sites_frame(staged: Staged, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    async with (
        staged(certificate) as stage,
        stage.person() as (context, page, _),
        framed(stage, page, certificate, trusted=True) as frame,
    ):
        async with context.expect_page() as opened:
            await frame.get_by_role("button", name="Connect Sandbox").click()
        popup = await opened.value
        async with popup.expect_event("close"):
            await consent(popup)
        await expect(frame.get_by_text("Sandbox is connected")).to_be_visible()
        (cookie,) = [one for one in await context.cookies() if one["name"].startswith("__Secure-bothways_cs")]
        assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)


async def test_without_a_script_a_frame_opens_a_window(staged: Staged, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    async with (
        staged(certificate) as stage,
        stage.person(java_script_enabled=False) as (context, page, _),
        framed(stage, page, certificate, trusted=True) as frame,
    ):
        await frame.get_by_role("button", name="Connect Sandbox").click()
        async with context.expect_page() as opened:
            await frame.get_by_role("link", name="Continue").click()
        window = await opened.value
        await consent(window)
        await expect(window.get_by_role("heading", name="Sandbox is connected")).to_be_visible()
        await frame.get_by_role("link", name="I am back").click()
        await expect(frame.get_by_text("ada@engine.example").first).to_be_visible()


async def test_a_site_that_is_not_trusted_frames_nothing(staged: Staged, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    async with staged(certificate) as stage, stage.person() as (_, page, complaints):
        async with framed(stage, page, certificate, trusted=False) as frame:
            await expect(frame.get_by_text("Connect your apps")).to_have_count(0)
        assert any("frame-ancestors" in complaint for complaint in complaints)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_a_phone_shows_the_whole_width(staged: Staged, scheme: Any) -> None:
    small = {"viewport": {"width": 320, "height": 640}, "color_scheme": scheme, "reduced_motion": "reduce"}
    async with staged() as stage, stage.person(**small) as (_, page, _):
        addresses = await furnish(stage, page)
        for address in addresses:
            await page.goto(address)
            await page.evaluate(AXE.read_text() + "; 0")
            found = await page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            wrong = [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]
            assert (address, wrong) == (address, [])
            assert (address, await page.evaluate("document.documentElement.scrollWidth")) == (address, 320)


async def furnish(stage: Stage, page: Page) -> list[str]:
    """One of everything, with long names; the addresses of the pages that show it."""
    walk = stage.customer.walk
    name = "Enterprise resource planning of the consolidated northern manufacturing company"
    tile = {"slug": "academy", "kind": "promotional", "name": name, "link_url": "https://acme.example/learn"}
    assert (await walk.hub.call("POST", "/v1/tiles", tile)).status == 201
    await walk.hub.call(
        "POST",
        "/v1/integrations",
        {"provider": "zendesk", "method_id": "basic", "display_name": name, "description": name * 5, "slug": "long"},
    )
    for provider in ("slack", "hubspot", "github", "notion", "gmail"):
        await walk.hub.call("POST", "/v1/integrations", {"provider": provider, "client_id": "x", "client_secret": "y"})
    connection = await walk.connect("sandbox")
    await walk.hub.call("PATCH", f"/v1/connections/{connection}", {"label": name})
    link = await stage.customer.link()
    await page.goto(link)
    base = page.url
    return [
        base,
        f"{base}?q=nothing",
        f"{base}/apps/sandbox",
        f"{base}/apps/long",
        f"{base}/apps/gmail",
        f"{base}/connections/{connection}/disconnect",
        link,
        f"{walk.hub.base_url}/oauth/callback/intg_x?error=access_denied",
    ]
