"""What people do, step by step, in words of their own."""

import re

from playwright.async_api import FrameLocator, Locator, Page, expect

from bothways.kit.secret import Secret
from tests.journeys.browser.stage import Person, Stage

STAFF_EMAIL, STAFF_PASSWORD = "sam@acme.example", "a long enough password"


# What a product does that frames our own page instead of using the SDK.
_FRAME = """(url) => {
    const dialog = document.createElement("dialog");
    const frame = document.createElement("iframe");
    const close = document.createElement("button");
    dialog.ariaLabel = "Connect page";
    frame.title = "Connect your tools";
    Object.assign(dialog.style, {width: "90vw", height: "90vh"});
    Object.assign(frame.style, {width: "100%", height: "90%"});
    frame.src = url;
    close.textContent = "Close";
    close.onclick = () => location.reload();
    dialog.append(close, frame);
    document.body.append(dialog);
    dialog.showModal();
}"""


async def browse(stage: Stage, acme: Page) -> FrameLocator:
    """Our connect page in a frame of the page."""
    await acme.evaluate(_FRAME, await stage.connect_link())
    return acme.get_by_role("dialog", name="Connect page").frame_locator("iframe")


async def close_modal(acme: Page) -> None:
    """Back to Acme, which then looks again at what is connected."""
    async with acme.expect_navigation():
        await acme.get_by_role("dialog", name="Connect page").get_by_role("button", name="Close").click()


async def open_marketplace(acme: Page) -> FrameLocator:
    """The marketplace, as Acme opens it."""
    await acme.get_by_role("button", name=re.compile("(Browse|Manage) integrations")).click()
    return acme.get_by_role("dialog", name="Acme Desk").frame_locator("iframe")


async def press_for_popup(person: Person, button: Locator) -> Page:
    """Press something that opens a window; returns the window, at the provider's consent page."""
    async with person.context.expect_page() as opened:
        await button.click()
    return await opened.value


async def allow(consent: Page, who: str = "Ada Lovelace") -> None:
    """Give consent at the sandbox."""
    await consent.get_by_text(who).click()
    await consent.get_by_role("button", name="Allow").click()


async def closed(popup: Page) -> None:
    """Wait until a window has closed itself."""
    if not popup.is_closed():
        await popup.wait_for_event("close")


async def sees(where: Page | FrameLocator, *texts: str) -> None:
    """Each of the texts is there to be read."""
    for text in texts:
        await expect(where.get_by_text(text).first).to_be_visible()


async def block_popups(person: Person) -> None:
    """From the next page on, no window opens for a script."""
    await person.context.add_init_script("window.open = () => null")


async def make_staff(stage: Stage) -> None:
    """One of the operator's people."""
    workspace = stage.hub.environment.workspace_id
    await stage.hub.bothways.staff.create(workspace, STAFF_EMAIL, "Sam", Secret(STAFF_PASSWORD), actor="test")


async def sign_in(person: Person, password: str = STAFF_PASSWORD) -> None:
    """Fill in the sign-in page."""
    await person.page.get_by_label("E-mail").fill(STAFF_EMAIL)
    await person.page.get_by_label("Password", exact=True).fill(password)
    await person.page.get_by_role("button", name="Sign in").click()
