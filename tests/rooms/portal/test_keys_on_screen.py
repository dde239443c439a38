"""API keys in the portal: made with scopes, shown once, revoked by name."""

import pytest
from playwright.async_api import Browser, expect

from bothways.core.identity.roles import Role
from tests.rooms.portal.screens import Screen, signed_in
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def test_a_key_is_made_shown_once_works_and_is_revoked(screen: Screen, shop: Walk) -> None:
    await screen.open("keys", "API keys")
    await screen.look_closely("API keys")
    await screen.page.get_by_role("link", name="Create an API key").click()
    await screen.titled("Create an API key")
    await screen.look_closely("making a key")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Create the key")
    name = screen.page.get_by_role("textbox", name="Name")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await name.fill("Nightly job")
    await screen.press("Reading only")
    await screen.press("Create the key")
    token = await screen.dialog.get_by_label("the API key", exact=True).text_content()
    await screen.look_closely("a new key")
    answer = await shop.hub.call("GET", "/v1/customers", token=token)
    assert answer.status == 200
    assert (await shop.hub.call("POST", "/v1/customers", {"id": "x"}, token=token)).status == 403
    await expect(screen.dialog.get_by_role("button", name="Done")).to_be_disabled()
    await screen.dialog.get_by_label("I have kept it").check()
    await screen.press("Done", inside=screen.dialog)

    await screen.titled("API keys")
    assert token is not None
    assert token not in await screen.page.content()
    await screen.row("Nightly job").get_by_role("button", name="Revoke").click()
    await screen.dialog.get_by_label("Type Nightly job to confirm").fill("Nightly job")
    await screen.press("Revoke", inside=screen.dialog)
    await expect(screen.row("Nightly job")).to_contain_text("Revoked")
    assert (await shop.hub.call("GET", "/v1/customers", token=token)).status == 401


async def test_developers_see_no_keys(shop: Walk, browser: Browser) -> None:
    async with signed_in(shop, browser, Role.DEVELOPER) as screen:
        await screen.open("keys")
        await screen.sees("This needs more than the role developer")
        await screen.look_closely("not for this role")
