"""Every way into the portal in a real browser: invitation, codes, passkeys - and how the pages on the way read."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pyotp
import pytest
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, expect

from bothways.app.edges import ASSETS
from bothways.core.identity.roles import Role
from bothways.core.staff.model import Authority, Policy
from bothways.kit.secret import Secret
from bothways.kit.web.assets import Assets
from tests.rooms.portal.test_in_a_browser import look_closely
from tests.support.clock import ManualClock
from tests.support.databases import SQLiteDatabases
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "sam@acme.example", "a long enough password"
AT_THE_CLI = Authority("test")
ASK_AND_KEEP = """
async () => {
  const {csrf} = await (await fetch('/portal/api/me')).json();
  const call = async (path, body) => {
    const headers = {'x-csrf-token': csrf, 'content-type': 'application/json'};
    const answer = await fetch(path, {method: 'POST', headers, body: body && JSON.stringify(body)});
    return {status: answer.status, data: await answer.json()};
  };
  const begun = await call('/portal/api/passkeys/begin');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.data.options);
  const made = await navigator.credentials.create({publicKey});
  const body = {name: 'This laptop', credential: made.toJSON()};
  return [await call('/portal/api/passkeys', body), await call('/portal/api/passkeys', body)];
}
"""


@pytest.fixture
async def hub(sqlite_databases: SQLiteDatabases, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Hub]:
    url = await sqlite_databases.create()
    async with running_hub(url, clock, entropy, assets=Assets.load(ASSETS), host="localhost") as running:
        await running.bothways.staff.create(
            running.environment.workspace_id, EMAIL, "Sam", Secret(PASSWORD), actor="test"
        )
        yield running
    await sqlite_databases.remove(url)


async def authenticator(page: Page, *, knows_its_owner: bool = True) -> CDPSession:
    """A key on the machine; `knows_its_owner` by a fingerprint or a PIN."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": knows_its_owner,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


async def type_password(page: Page, hub: Hub) -> None:
    await page.goto(f"{hub.base_url}/portal/sign-in")
    await page.get_by_label("E-mail address").fill(EMAIL)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def inside(page: Page) -> None:
    """The portal, whatever it shows there."""
    # The script goes on to an environment by itself.
    await expect(page).to_have_url(re.compile(r"/portal(/env_\w+)?$"))
    await page.wait_for_function("document.getElementById('app') !== null")


async def leave(page: Page) -> None:
    """As if another day began. The portal is closed first: once it is signed out it leads to the door by itself."""
    await page.goto("about:blank")
    await page.context.clear_cookies()


async def add_passkey(page: Page, hub: Hub) -> dict[str, Any]:
    await type_password(page, hub)
    await inside(page)
    first, again = await page.evaluate(ASK_AND_KEEP)
    assert first["status"] == 201, first
    # What was asked is asked once.
    assert (again["status"], again["data"]["code"]) == (422, "passkey_refused")
    await leave(page)
    return dict(first["data"])


async def test_a_passkey_signs_in_with_nothing_typed(hub: Hub, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await authenticator(page)
    made = await add_passkey(page, hub)
    assert made["passkey"]["name"] == "This laptop"
    assert len(made["recovery_codes"]) == 10
    await page.goto(f"{hub.base_url}/portal/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await inside(page)
    me = await page.evaluate("async () => (await fetch('/portal/api/me')).json()")
    assert me["staff"]["email"] == EMAIL
    assert me["session"]["signed_in_by"] == "passkey"
    assert me["second_factor"]["passkeys"] == 1


async def test_a_passkey_is_the_second_step_after_a_password(hub: Hub, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await authenticator(page)
    codes = (await add_passkey(page, hub))["recovery_codes"]
    # Whoever asked for a page comes to it, also by two steps.
    await page.goto(f"{hub.base_url}/portal/{hub.environment.id}/connections")
    await page.get_by_label("E-mail address").fill(EMAIL)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_role("heading", level=1, name="Connections")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/portal/env_\w+/connections$"))
    await leave(page)
    await type_password(page, hub)
    await page.get_by_label("Recovery code").fill(codes[0])
    await page.get_by_role("button", name="Go on").click()
    await inside(page)


async def test_a_device_that_does_not_know_its_owner_is_no_password(hub: Hub, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    devtools = await authenticator(page)
    await add_passkey(page, hub)
    await page.goto(f"{hub.base_url}/portal/sign-in")
    csrf = await page.get_attribute("form[data-passkey] input[name=csrf]", "value")
    # A page of somebody else's would ask for less; the answer to that is not taken.
    answer = await page.evaluate(
        """async (csrf) => {
          const url = '/portal/sign-in/passkey/options';
          const options = await (await fetch(url, {method: 'POST', body: new URLSearchParams({csrf})})).json();
          options.userVerification = 'discouraged';
          const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
          const made = (await navigator.credentials.get({publicKey})).toJSON();
          const flags = Uint8Array.from(atob(made.response.authenticatorData.replace(/-/g, '+').replace(/_/g, '/')),
            (letter) => letter.charCodeAt(0))[32];
          const body = new URLSearchParams({csrf, credential: JSON.stringify(made)});
          const answer = await fetch('/portal/sign-in/passkey', {method: 'POST', body, redirect: 'manual'});
          return {verified: Boolean(flags & 4), status: answer.status, type: answer.type};
        }""",
        csrf,
    )
    await devtools.detach()
    assert answer == {"verified": False, "status": 401, "type": "basic"}


async def test_an_answer_of_a_passkey_counts_once_and_for_one_browser(hub: Hub, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await authenticator(page)
    await add_passkey(page, hub)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if _is_answer(request) else None)
    await page.goto(f"{hub.base_url}/portal/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await inside(page)
    cookies = {one["name"]: one["value"] for one in await page.context.cookies()}
    assert len(sent) == 1
    for cookie in (f"bothways_sign_in={cookies.get('bothways_sign_in', 'x')}", "bothways_sign_in=another"):
        async with hub.session.post(
            f"{hub.base_url}/portal/sign-in/passkey",
            data=sent[0],
            headers={"content-type": "application/x-www-form-urlencoded", "cookie": cookie},
            allow_redirects=False,
        ) as answer:
            assert answer.status in {401, 403}


def _is_answer(request: Any) -> bool:
    return request.method == "POST" and request.url.endswith("/sign-in/passkey")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_whoever_is_invited_sets_everything_up_and_comes_in(hub: Hub, browser: Browser, script: bool) -> None:
    staff, workspace = hub.bothways.staff, hub.environment.workspace_id
    await staff.change_policy(workspace, Policy(second_factor_required=True), actor="test")
    _, link = await staff.invite(workspace, "grace@acme.example", Role.DEVELOPER, AT_THE_CLI)
    page = await (await browser.new_context(java_script_enabled=script)).new_page()
    await page.goto(link.url.reveal())
    await expect(page.get_by_role("heading", name="Join Acme")).to_be_visible()
    await page.get_by_label("Your name").fill("Grace")
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_text("Use 12 to 256 characters.")).to_be_visible()
    await expect(page.get_by_label("Your name")).to_have_value("Grace")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
    await page.get_by_text("No camera?").click()
    secret = (await page.locator("#secret").inner_text()).replace(" ", "")
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).at(int(hub.bothways.edges.clock.now().timestamp())))
    await page.get_by_role("button", name="Turn it on").click()
    await expect(page.get_by_role("heading", name="Keep these codes")).to_be_visible()
    await page.get_by_role("link", name="I have kept them").click()
    await inside(page)
    await page.goto(link.url.reveal())
    await expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()


# ------------------------------------------------------------------------------------------------ how the pages read


async def at_sign_in(page: Page, hub: Hub) -> None:
    await page.goto(f"{hub.base_url}/portal/sign-in")


async def at_a_wrong_password(page: Page, hub: Hub) -> None:
    await at_sign_in(page, hub)
    await page.get_by_label("E-mail address").fill("a-rather-long-address-of-somebody@department.acme.example")
    await page.get_by_label("Password", exact=True).fill("not the password")
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def at_the_second_step(page: Page, hub: Hub) -> None:
    await set_totp_up(hub)
    await type_password(page, hub)


async def at_a_wrong_code(page: Page, hub: Hub) -> None:
    await at_the_second_step(page, hub)
    await page.get_by_label("Code").fill("000000")
    await page.get_by_role("button", name="Go on").click()


async def at_enrolment(page: Page, hub: Hub) -> None:
    policy = Policy(second_factor_required=True)
    await hub.bothways.staff.change_policy(hub.environment.workspace_id, policy, actor="test")
    await type_password(page, hub)
    await page.get_by_text("No camera?").click()


async def at_recovery_codes(page: Page, hub: Hub) -> None:
    await at_enrolment(page, hub)
    secret = (await page.locator("#secret").inner_text()).replace(" ", "")
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).at(int(hub.bothways.edges.clock.now().timestamp())))
    await page.get_by_role("button", name="Turn it on").click()


async def at_an_invitation(page: Page, hub: Hub) -> None:
    staff = hub.bothways.staff
    _, link = await staff.invite(hub.environment.workspace_id, "grace@acme.example", Role.ADMIN, AT_THE_CLI)
    await page.goto(link.url.reveal())


async def at_a_wrong_invitation(page: Page, hub: Hub) -> None:
    await at_an_invitation(page, hub)
    await page.get_by_label("Your name").fill("x\u202ey")
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Join").click()


async def at_a_reset(page: Page, hub: Hub) -> None:
    staff = hub.bothways.staff
    member = await staff.read.by_email(EMAIL)
    link = await staff.renew_link(member.workspace_id, member.id, AT_THE_CLI)
    await page.goto(link.url.reveal())


async def at_an_old_link(page: Page, hub: Hub) -> None:
    await page.goto(f"{hub.base_url}/portal/invite/bw_live_sl_" + "0" * 43)


async def at_single_sign_on(page: Page, hub: Hub) -> None:
    await page.goto(f"{hub.base_url}/portal/sso")
    await page.get_by_label("Work e-mail address").fill("jo@nowhere.example")
    await page.get_by_role("button", name="Continue").click()


async def at_a_refused_answer(page: Page, hub: Hub) -> None:
    await page.goto(f"{hub.base_url}/portal/sso/callback/{hub.environment.workspace_id}?code=x&state=y")


async def set_totp_up(hub: Hub) -> str:
    staff = hub.bothways.staff
    member = await staff.read.by_email(EMAIL)
    secret = (await staff.factors.begin_totp(member.id)).secret.reveal()
    now = int(hub.bothways.edges.clock.now().timestamp())
    await staff.factors.confirm_totp(member.id, pyotp.TOTP(secret).at(now))
    return secret


SCREENS: dict[str, Callable[[Page, Hub], Awaitable[None]]] = {
    "sign-in": at_sign_in,
    "a wrong password": at_a_wrong_password,
    "the second step": at_the_second_step,
    "a wrong code": at_a_wrong_code,
    "enrolment": at_enrolment,
    "recovery codes": at_recovery_codes,
    "an invitation": at_an_invitation,
    "a wrong invitation": at_a_wrong_invitation,
    "a reset": at_a_reset,
    "an old link": at_an_old_link,
    "single sign-on": at_single_sign_on,
    "a refused answer": at_a_refused_answer,
}


async def narrow(browser: Browser, scheme: Any) -> BrowserContext:
    size: Any = {"width": 320, "height": 640}
    return await browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")


@pytest.mark.parametrize("screen", SCREENS)
async def test_axe_finds_nothing_and_a_phone_shows_the_whole_width(hub: Hub, browser: Browser, screen: str) -> None:
    complaints: list[str] = []
    for scheme in ("light", "dark"):
        page = await (await narrow(browser, scheme)).new_page()
        page.on("console", lambda message: complaints.append(message.text) if _is_ours(message.text) else None)
        if scheme == "dark":
            await page.goto(f"{hub.base_url}/portal/sign-in")
        else:
            await SCREENS[screen](page, hub)
        await look_closely(page)
    assert complaints == []


def _is_ours(text: str) -> bool:
    # The browser tells of every status that is no success; these pages have such on purpose.
    return not text.startswith("Failed to load resource")


async def test_pages_before_signing_in_are_framed_by_nobody(hub: Hub) -> None:
    for path in ("/portal/sign-in", "/portal/sso", "/portal/invite/x", "/portal/reset/x"):
        async with hub.session.get(f"{hub.base_url}{path}", headers={"accept": "text/html"}) as answer:
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy
            assert "'unsafe" not in policy
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["cache-control"] == "no-store"
            assert json.dumps(await answer.text())
