"""Staff sign in, look around, and sign out."""

import pytest
from playwright.async_api import expect

from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import make_staff, sees, sign_in

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_staff_sign_in_look_around_and_sign_out(stage: Stage, script: bool) -> None:
    await make_staff(stage)
    await stage.walk.connect("sandbox", "bluebird-bakery")
    sam = await stage.somebody(java_script_enabled=script)
    sam.forgiven.append("401 (Unauthorized)")
    home, door = f"{stage.hub.base_url}/portal", f"{stage.hub.base_url}/portal/sign-in"
    await sam.page.goto(home)
    await expect(sam.page).to_have_url(door)
    await sign_in(sam, "wrong password")
    await sees(sam.page, "That e-mail address and password do not belong together.")
    await expect(sam.page.get_by_label("Password", exact=True)).to_have_value("")
    await sign_in(sam)
    if script:
        await expect(sam.page).to_have_url(f"{home}/{stage.hub.environment.id}")
        await sees(sam.page, "sam@acme.example", "bluebird-bakery connected Sandbox Contacts")
        await sam.page.get_by_role("button", name="account and sign-out").click()
        leave = sam.page.get_by_role("menuitem", name="Sign out")
    else:
        await expect(sam.page).to_have_url(home)
        await sees(sam.page, "The portal needs JavaScript")
        leave = sam.page.get_by_role("button", name="Sign out")
    signed_in = await sam.context.cookies()
    await leave.click()
    await sees(sam.page, "You are signed out.")

    # Whoever kept the cookie has nothing.
    await sam.context.add_cookies([{"name": one["name"], "value": one["value"], "url": home} for one in signed_in])
    await sam.page.goto(home)
    await expect(sam.page).to_have_url(door)


async def test_guessing_a_password_is_slowed_down(stage: Stage) -> None:
    await make_staff(stage)
    thief = await stage.somebody(java_script_enabled=False)
    thief.forgiven += ["401 (Unauthorized)", "429 (Too Many Requests)"]
    await thief.page.goto(f"{stage.hub.base_url}/portal/sign-in")
    for number in range(12):
        await sign_in(thief, f"guess number {number}")
    await sees(thief.page, "There were too many attempts.")
    await sign_in(thief)
    await sees(thief.page, "There were too many attempts.")
