"""Staff sign in, see their workspace and nothing of another, and sign out: rows 71, 74, 76, 79 and 80."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest

from bothways.core.identity.cookies import staff_cookie
from bothways.kit.secret import Secret
from bothways.outbound.connections.count import CountConnections
from bothways.outbound.connections.model import State
from tests.support.clock import ManualClock
from tests.support.hub import Hub
from tests.support.hubs import Walk
from tests.support.surfer import OWN_FORM, Seen, Surfer, surfing

EMAIL, PASSWORD = "sam@acme.example", "a long enough password"
MARKUP = "<script>alert(1)</script>"


@dataclass
class Desk:
    """Somebody of the staff at a browser."""

    hub: Hub
    surfer: Surfer

    def url(self, path: str = "/portal") -> str:
        return self.hub.base_url + path

    async def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **headers: str) -> Seen:
        """Fill in the form; what it is answered with."""
        form = (await self.surfer.get(self.url("/portal/sign-in"))).form("/portal/sign-in")
        return await self.surfer.post(form, OWN_FORM | headers, email=email, password=password)

    async def home(self) -> Seen:
        return await self.surfer.get(self.url())


@pytest.fixture
async def desk(hub: Hub) -> AsyncIterator[Desk]:
    await hub.bothways.staff.create(hub.environment.workspace_id, EMAIL, "Sam", Secret(PASSWORD), actor="test")
    async with surfing() as surfer:
        yield Desk(hub, surfer)


async def test_strangers_are_shown_the_door(desk: Desk) -> None:
    seen = await desk.home()
    assert (seen.status, seen.location) == (303, desk.url("/portal/sign-in"))


async def test_programs_hear_a_problem_instead(desk: Desk) -> None:
    seen = await desk.surfer.get(desk.url(), accept="application/json")
    assert (seen.status, seen.headers["content-type"]) == (401, "application/problem+json")


async def test_signing_in_opens_the_portal_with_a_cookie_that_scripts_cannot_read(desk: Desk) -> None:
    seen = await desk.sign_in()
    assert (seen.status, seen.location) == (303, desk.url())
    session, *others = seen.cookies
    for part in ("bothways_staff=bw_live_ss_", "Path=/", "Max-Age=43200", "HttpOnly", "SameSite=Lax"):
        assert part in session
    assert all("Max-Age=0" in cookie for cookie in others)
    home = await desk.home()
    assert home.status == 200
    assert 'id="app"' in home.text


def test_on_https_the_cookie_belongs_to_this_host_alone() -> None:
    carried = staff_cookie("https://connect.example").carry(Secret("x"), timedelta(hours=1))
    assert carried.startswith("__Host-bothways_staff=x; Path=/; ")
    assert carried.endswith("; Secure")


async def test_a_wrong_password_and_an_unknown_address_look_alike(desk: Desk) -> None:
    wrong = await desk.sign_in(password="not the password")
    unknown = await desk.sign_in(email="nobody@acme.example")
    assert wrong.status == unknown.status == 401
    assert "That e-mail address and password do not belong together." in wrong.words
    assert wrong.words == unknown.words
    assert 'value="sam@acme.example"' in wrong.text
    assert "not the password" not in wrong.text
    assert (await desk.home()).status == 303


async def test_what_was_typed_is_text(desk: Desk) -> None:
    seen = await desk.sign_in(email=f'">{MARKUP}')
    assert MARKUP not in seen.text


async def test_many_attempts_are_stopped_with_a_time_to_wait(desk: Desk) -> None:
    for _ in range(10):
        await desk.sign_in(password="not the password")
    seen = await desk.sign_in()
    assert seen.status == 429
    assert int(seen.headers["retry-after"]) > 0
    assert "There were too many attempts." in seen.words


async def test_the_form_of_another_browser_signs_nobody_in(desk: Desk) -> None:
    async with surfing() as attacker:
        theirs = (await attacker.get(desk.url("/portal/sign-in"))).form("/portal/sign-in")
    seen = await desk.surfer.post(theirs, email=EMAIL, password=PASSWORD)
    assert seen.status == 403
    assert (await desk.home()).status == 303


async def test_every_sign_in_has_a_new_session_and_ends_the_one_before(desk: Desk) -> None:
    first = (await desk.sign_in()).cookies[0].partition(";")[0]
    async with surfing() as later:
        form = (await later.get(desk.url("/portal/sign-in"))).form("/portal/sign-in")
        sent = await later.post(form, OWN_FORM | {"cookie": first}, email=EMAIL, password=PASSWORD)
    second = sent.cookies[0].partition(";")[0]
    assert first != second
    async with surfing() as thief:
        assert (await thief.get(desk.url(), cookie=first)).status == 303
        assert (await thief.get(desk.url(), cookie=second)).status == 200


async def test_a_cookie_that_somebody_planted_is_not_signed_in(desk: Desk) -> None:
    planted = "bothways_staff=bw_live_ss_" + "A" * 43
    form = (await desk.surfer.get(desk.url("/portal/sign-in"))).form("/portal/sign-in")
    seen = await desk.surfer.post(form, OWN_FORM, email=EMAIL, password=PASSWORD)
    assert seen.status == 303
    async with surfing() as attacker:
        assert (await attacker.get(desk.url(), cookie=planted)).status == 303


async def test_signing_out_ends_the_session_wherever_the_cookie_is(desk: Desk) -> None:
    cookie = (await desk.sign_in()).cookies[0].partition(";")[0]
    left = await desk.surfer.post((await desk.home()).form("/portal/sign-out"))
    assert left.location == desk.url("/portal/sign-in?left=")
    assert "Max-Age=0" in left.cookies[0]
    async with surfing() as thief:
        assert (await thief.get(desk.url(), cookie=cookie)).status == 303
    assert "You are signed out." in (await desk.surfer.visit(left.location)).words


async def test_signing_out_needs_our_form(desk: Desk) -> None:
    await desk.sign_in()
    form = (await desk.home()).form("/portal/sign-out")
    assert (await desk.surfer.post(form, csrf="x")).status == 403
    await desk.surfer.post(form, {"sec-fetch-site": "cross-site", "origin": "https://evil.test"})
    assert (await desk.home()).status == 200


async def test_a_session_ends_by_itself(desk: Desk, clock: ManualClock) -> None:
    await desk.sign_in()
    clock.advance(12 * 3600 + 1)
    assert (await desk.home()).status == 303


async def test_whoever_is_signed_in_needs_no_door(desk: Desk) -> None:
    await desk.sign_in()
    assert (await desk.surfer.get(desk.url("/portal/sign-in"))).location == desk.url()


async def test_whoever_asked_for_a_page_comes_to_it_after_signing_in(desk: Desk) -> None:
    strange = await desk.surfer.get(desk.url("/portal/env_1/connections?show=lost"))
    form = (await desk.surfer.get(strange.location)).form("/portal/sign-in")
    wrong = await desk.surfer.post(form, OWN_FORM, email=EMAIL, password="not this one")
    assert wrong.status == 401
    seen = await desk.surfer.post(form, OWN_FORM, email=EMAIL, password=PASSWORD)
    assert (seen.status, seen.location) == (303, desk.url("/portal/env_1/connections?show=lost"))
    # Once: the next time begins at the beginning.
    async with surfing() as later:
        again = await Desk(desk.hub, later).sign_in()
        assert again.location == desk.url()


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.test/",
        "//evil.test/portal/x",
        "/portal//evil.test",
        "/portal/../connect",
        "/portal/x\\evil.test",
        "/portal/x\r\nset-cookie: a=b",
        "/portal/x;path=/",
        "/portal/sign-in",
        "/portal/sign-in/second",
        "/portal/sso/callback/ws_1",
        "/portal/api/me",
        "/portal/" + "x" * 101,
        "/elsewhere",
    ],
)
async def test_signing_in_leads_nowhere_else(desk: Desk, then: str) -> None:
    shown = await desk.surfer.get(desk.url(f"/portal/sign-in?then={quote(then, safe='')}"))
    form = shown.form("/portal/sign-in")
    seen = await desk.surfer.post(form, OWN_FORM, email=EMAIL, password=PASSWORD)
    assert (seen.status, seen.location) == (303, desk.url())


async def test_nobody_frames_the_portal(desk: Desk) -> None:
    door = await desk.surfer.get(desk.url("/portal/sign-in"))
    await desk.sign_in()
    for seen in (door, await desk.home()):
        assert seen.headers["x-frame-options"] == "DENY"
        assert seen.policy("frame-ancestors") == "'none'"
        assert seen.headers["referrer-policy"] == "no-referrer"


async def test_every_address_below_the_portal_is_the_page_of_the_script(desk: Desk) -> None:
    strange = await desk.surfer.get(desk.url("/portal/env_1/connections?show=lost"))
    then = "/portal/sign-in?then=%2Fportal%2Fenv_1%2Fconnections%3Fshow%3Dlost"
    assert (strange.status, strange.location) == (303, desk.url(then))
    await desk.sign_in()
    inside = await desk.surfer.get(desk.url("/portal/env_1/connections?show=lost"))
    assert inside.text == (await desk.home()).text
    for part in ("/assets/portal.js", "/assets/portal.css", f'data-public-url="{desk.hub.base_url}"', "data-csrf="):
        assert part in inside.text


async def test_the_page_itself_tells_nothing_of_anybody(desk: Desk, walk: Walk) -> None:
    await walk.connect(await walk.integrate())
    await desk.sign_in()
    home = await desk.home()
    assert not [word for word in ("cus-1", "Sandbox", desk.hub.environment.id) if word in home.text]


async def test_without_script_the_portal_says_so_and_lets_people_out(desk: Desk) -> None:
    await desk.sign_in()
    home = await desk.home()
    assert "The portal needs JavaScript" in home.words
    left = await desk.surfer.post(home.form("/portal/sign-out"))
    assert left.location == desk.url("/portal/sign-in?left=")


async def test_a_call_that_does_not_exist_is_no_page(desk: Desk) -> None:
    await desk.sign_in()
    seen = await desk.surfer.get(desk.url("/portal/api/nothing"), accept="application/json")
    assert (seen.status, seen.headers["content-type"]) == (404, "application/problem+json")


async def test_connections_are_counted_by_state_and_environment(walk: Walk) -> None:
    integration = await walk.integrate()
    await walk.connect(integration)
    gone = await walk.connect(integration, "cus-2", person="usr_grace")
    await walk.hub.call("DELETE", f"/v1/connections/{gone}")
    count = CountConnections(walk.hub.bothways.edges.database)
    assert await count(walk.hub.environment.id) == {State.ACTIVE: 1, State.NEEDS_REAUTH: 0, State.DISCONNECTED: 1}
    assert await count("env_other") == dict.fromkeys(State, 0)
