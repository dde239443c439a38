"""People in the portal: invited, given roles, removed; and one's own account."""

import pytest
from playwright.async_api import Browser, expect

from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret
from tests.rooms.portal.screens import PASSWORD, Screen, built_assets, signed_in
from tests.rooms.portal.test_ways_in import authenticator
from tests.support.clock import ManualClock
from tests.support.databases import SQLiteDatabases
from tests.support.entropy import SeededEntropy
from tests.support.hub import running_hub
from tests.support.hubs import DEMO_CLIENT, Walk
from tests.support.sandbox import running_sandbox

pytestmark = pytest.mark.browser

STILL = "Is it still you?"


async def test_somebody_is_invited_by_a_link_and_given_another_role(screen: Screen, shop: Walk) -> None:
    await screen.open("/staff", "Staff")
    await screen.press("Invite somebody")
    await screen.dialog.get_by_label("E-mail address").fill("no address")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Make the invitation", inside=screen.dialog)
    await expect(screen.dialog.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
    await screen.look_closely("inviting")
    await screen.dialog.get_by_label("E-mail address").fill("ada@acme.example")
    await screen.press("Make the invitation", inside=screen.dialog)
    link = screen.dialog.get_by_label("the invitation link", exact=True)
    await expect(link).to_contain_text(f"{shop.hub.base_url}/portal/invite/")
    await screen.press("Done", inside=screen.dialog)
    ada = screen.row("ada@acme.example")
    await expect(ada).to_contain_text("Invited")
    await screen.look_closely("staff")
    await ada.get_by_label("Role of ada@acme.example").select_option("Admin")
    await screen.sees("ada@acme.example is Admin now")
    await ada.get_by_role("button", name="Actions for ada@acme.example").click()
    await screen.page.get_by_role("menuitem", name="Remove", exact=True).click()
    await screen.dialog.get_by_label("Type ada@acme.example to confirm").fill("ada@acme.example")
    await screen.press("Remove", inside=screen.dialog)
    await expect(ada).to_have_count(0)


async def test_what_was_done_to_people_is_in_the_log_of_the_workspace(screen: Screen, shop: Walk) -> None:
    staff, workspace = shop.hub.bothways.staff, shop.hub.environment.workspace_id
    ada = await staff.create(workspace, "ada@acme.example", "Ada", Secret(PASSWORD), actor="test", role=Role.ADMIN)
    await screen.open("/activity", "Workspace log")
    await expect(screen.row("staff.created").filter(has_text=ada.id)).to_be_visible()
    await expect(screen.row("staff.signed_in").first).to_contain_text("You")
    await screen.look_closely("the log of the workspace")


async def test_viewers_see_their_colleagues_and_change_none(shop: Walk, browser: Browser) -> None:
    staff, workspace = shop.hub.bothways.staff, shop.hub.environment.workspace_id
    await staff.create(workspace, "ada@acme.example", "Ada", Secret(PASSWORD), actor="test", role=Role.ADMIN)
    async with signed_in(shop, browser, Role.VIEWER) as screen:
        await screen.open("/staff", "Staff")
        await expect(screen.row("ada@acme.example")).to_contain_text("Admin")
        await expect(screen.page.get_by_role("main").get_by_role("button")).to_have_count(0)
        await expect(screen.page.get_by_role("combobox")).to_have_count(0)


async def test_after_ten_minutes_the_password_is_asked_for_and_the_call_goes_on(
    screen: Screen, clock: ManualClock
) -> None:
    await screen.open("/account", "My account")
    clock.advance(11 * 60)
    screen.forgiven.append("403 (Forbidden)")
    await screen.page.get_by_role("button", name="Set up").click()
    sure = screen.page.get_by_role("dialog", name=STILL)
    await sure.get_by_label("Your password").fill("not the password")
    await screen.press("Go on", inside=sure)
    await expect(sure).to_contain_text("This is not your password.")
    await screen.look_closely("asking for the password")
    await sure.get_by_label("Your password").fill(PASSWORD)
    await screen.press("Go on", inside=sure)
    await expect(screen.page.get_by_alt_text("QR code for the authenticator app")).to_be_visible()


async def test_an_authenticator_app_is_set_up_and_a_wrong_code_is_told(screen: Screen, clock: ManualClock) -> None:
    import pyotp

    await screen.open("/account", "My account")
    await screen.look_closely("my account")
    await screen.page.get_by_role("button", name="Set up").click()
    picture = screen.page.get_by_alt_text("QR code for the authenticator app")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(one) => one.complete && one.naturalWidth > 0")
    secret = await screen.dialog.get_by_label("the secret, to type by hand", exact=True).text_content()
    assert secret is not None
    code = screen.dialog.get_by_label("Code", exact=True)
    await code.fill("000000")
    screen.forgiven.append("403 (Forbidden)")
    await screen.press("Confirm", inside=screen.dialog)
    await expect(code).to_have_attribute("aria-invalid", "true")
    await screen.look_closely("setting an app up")
    await code.fill(pyotp.TOTP(secret).at(clock.now()))
    await screen.press("Confirm", inside=screen.dialog)
    await expect(screen.dialog).to_have_accessible_name("Keep these recovery codes")
    await expect(screen.dialog.get_by_role("listitem")).to_have_count(10)
    await screen.look_closely("recovery codes")
    await screen.press("I have kept them", inside=screen.dialog)
    await screen.sees("Signing in asks for a code. 10 recovery codes left.")


async def test_a_passkey_is_added_renamed_and_removed(
    sqlite_databases: SQLiteDatabases, clock: ManualClock, entropy: SeededEntropy, browser: Browser
) -> None:
    url = await sqlite_databases.create()
    async with (
        # Browsers make passkeys for a name, and for no number.
        running_hub(url, clock, entropy, assets=built_assets(), host="localhost") as hub,
        running_sandbox(clients=(DEMO_CLIENT,)) as sandbox,
        signed_in(Walk(hub, sandbox), browser) as screen,
    ):
        devtools = await authenticator(screen.page)
        await screen.open("/account", "My account")
        await screen.press("Add a passkey")
        await expect(screen.dialog).to_have_accessible_name("Keep these recovery codes")
        await screen.press("I have kept them", inside=screen.dialog)
        await screen.page.get_by_role("button", name="Rename").click()
        await screen.dialog.get_by_label("Name").fill("My laptop")
        await screen.press("Save", inside=screen.dialog)
        await screen.sees("My laptop")
        await screen.look_closely("a passkey")
        await screen.press("Add a passkey")
        await screen.sees("This device holds a passkey of yours already.")
        # Another tab was faster.
        screen.forgiven.append("404 (Not Found)")
        await screen.press("Remove My laptop")
        token = {"X-CSRF-Token": await screen.page.evaluate("document.getElementById('app').dataset.csrf")}
        passkeys = f"{hub.base_url}/portal/api/passkeys"
        (held,) = (await (await screen.page.request.get(passkeys, headers=token)).json())["items"]
        gone = await screen.page.request.delete(f"{passkeys}/{held['id']}", headers=token)
        assert gone.status == 204
        await screen.press("Remove", inside=screen.dialog)
        await expect(screen.dialog).to_contain_text("It may have been removed in another tab.")
        await expect(screen.page.get_by_text("My laptop", exact=True)).to_have_count(0)
        await screen.press("Cancel", inside=screen.dialog)
        longest = "W" * 60
        await devtools.send("WebAuthn.disable")
        await authenticator(screen.page)
        await screen.press("Add a passkey")
        await screen.press("I have kept them", inside=screen.dialog)
        await screen.page.get_by_role("button", name="Rename").click()
        await screen.dialog.get_by_label("Name").fill(longest)
        await screen.press("Save", inside=screen.dialog)
        words = screen.page.get_by_text(longest, exact=True).locator("..")
        assert await words.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        await screen.press(f"Remove {longest}")
        await screen.press("Remove", inside=screen.dialog)
        await screen.sees("No passkey yet.")
        await expect(screen.page.get_by_role("button", name="Add a passkey")).to_be_focused()

        # At another address than its own the device would make one that the server refuses.
        numbered = hub.base_url.replace("localhost", "127.0.0.1")
        cookies = await screen.page.context.cookies()
        await screen.page.context.add_cookies(
            [{"name": one["name"], "value": one["value"], "url": numbered} for one in cookies]
        )
        await screen.page.goto(f"{numbered}/portal/account")
        await screen.sees("To add one, open the portal at")
        await expect(screen.page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    await sqlite_databases.remove(url)


async def test_a_changed_password_ends_other_sessions_and_this_one_works_on(screen: Screen, shop: Walk) -> None:
    await shop.hub.bothways.staff.sign_in("owner@acme.example", Secret(PASSWORD), address="127.0.0.1")
    await screen.open("/account", "My account")
    await screen.sees("This browser", "Sign out everywhere else")
    await screen.page.get_by_label("Present password").fill(PASSWORD)
    await screen.page.get_by_label("New password").fill("quite another long password")
    await screen.press("Change the password")
    await screen.sees("The password was changed")
    await expect(screen.page.get_by_text("Sign out everywhere else")).to_have_count(0)
    await screen.page.get_by_role("link", name="Customers").click()
    await screen.sees("No customers yet")


async def test_single_sign_on_tells_at_the_field_what_is_wrong_with_an_issuer(screen: Screen) -> None:
    await screen.open("/ways-in", "Sign-in")
    await screen.look_closely("ways in")
    await screen.page.get_by_label("Issuer").fill("http://127.0.0.1:9")
    await screen.page.get_by_label("Client id").fill("bothways")
    await screen.page.get_by_label("Client secret").fill("a secret of the provider")
    await screen.page.get_by_label("E-mail domains").fill("acme.example")
    screen.forgiven += ["422 (Unprocessable", "503 (Service"]
    await screen.press("Switch on")
    await expect(screen.page.get_by_label("Issuer")).to_have_attribute("aria-invalid", "true")
