"""Every page of a connect session and of the staff, called by every browser that has no business there."""

import re

import pytest

from tests.journeys.expectations import DESK, PAGES, Expected, in_turn
from tests.journeys.world import UNKNOWN, Tenant, World, everything_in, on_sqlite, send, send_form, told
from tests.support.clock import ManualClock
from tests.support.hub import Answer


async def visit(tenant: Tenant, method: str, path: str, *, csrf: str = "", **headers: str) -> Answer:
    """Open a page or send its form."""
    headers = {"accept": "text/html", **headers}
    if method == "POST":
        return await send_form(tenant.hub, path, {"csrf": csrf}, **headers)
    return await send(tenant.hub, method, path, None, **headers)


def cookie_of(tenant: Tenant, cookie: str, session_id: str | None = None) -> str:
    """The header of a browser that holds `cookie` for a session."""
    return f"bothways_{session_id or tenant.ids['session_id']}={cookie}"


async def csrf_of(tenant: Tenant, cookie: str) -> str:
    """What stands in the session's own forms."""
    path = tenant.path("/connect/{session_id}/connections/{connection_id}/disconnect")
    page = await visit(tenant, "GET", path, cookie=cookie)
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


async def outsiders(world: World, clock: ManualClock) -> dict[str, dict[str, str]]:
    """Headers of everybody who was not let into this session."""
    tenant = world.acme
    session_id = tenant.ids["session_id"]
    return {
        "nobody": {},
        "the API key": {"authorization": f"Bearer {tenant.hub.token}"},
        "the session's own token as a bearer": {"authorization": f"Bearer {tenant.session}"},
        "the session's own token as the cookie": {"cookie": cookie_of(tenant, tenant.session)},
        "the API key as the cookie": {"cookie": cookie_of(tenant, tenant.hub.token)},
        "staff": {"cookie": f"bothways_staff={world.staff_cookie}"},
        "the staff session as the cookie": {"cookie": cookie_of(tenant, world.staff_cookie)},
        "another customer's cookie": {"cookie": cookie_of(tenant, tenant.other_cookie, tenant.other_session_id)},
        "another customer's cookie under this name": {"cookie": cookie_of(tenant, tenant.other_cookie)},
        "another company's cookie under this name": {"cookie": cookie_of(tenant, world.other.cookie)},
        "a cookie set beside the real one": {"cookie": f"bothways_{session_id}=x; {cookie_of(tenant, tenant.cookie)}"},
        "an altered cookie": {"cookie": cookie_of(tenant, tenant.cookie[:-1] + "_")},
    }


async def test_whoever_was_not_let_in_gets_401_and_changes_nothing(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    csrf = await csrf_of(tenant, cookie_of(tenant, tenant.cookie))
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for who, headers in (await outsiders(world, clock)).items():
        for method, template, _ in in_turn(PAGES):
            clock.advance(1)
            answer = await visit(tenant, method, tenant.path(template), csrf=csrf, **headers)
            if answer.status != 401 or tenant.customer in answer.text:
                wrong[f"{who}: {method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


@on_sqlite
@pytest.mark.parametrize("ending", ["expired", "ended"])
async def test_pages_are_dead_once_their_session_is(world: World, clock: ManualClock, ending: str) -> None:
    tenant = world.acme
    session_id, _, cookie = await tenant.open_session(tenant.customer, lifetime_seconds=60)
    header = cookie_of(tenant, cookie, session_id)
    assert (await visit(tenant, "GET", f"/connect/{session_id}", cookie=header)).status == 200
    if ending == "expired":
        clock.advance(60)
    else:
        await tenant.call("DELETE", f"/v1/connect-sessions/{session_id}")
    answers = [
        await visit(tenant, method, tenant.path(template, session_id=session_id), cookie=header)
        for method, template, _ in in_turn(PAGES)
    ]
    assert {answer.status for answer in answers} == {401}


@on_sqlite
async def test_whoever_was_let_in_may_do_what_the_pages_offer(world: World) -> None:
    tenant, wrong = world.acme, {}
    cookie = cookie_of(tenant, tenant.cookie)
    csrf = await csrf_of(tenant, cookie)
    for method, template, expected in in_turn(PAGES):
        answer = await visit(tenant, method, tenant.path(template), csrf=csrf, cookie=cookie)
        if answer.status != expected.status:
            wrong[f"{method} {template}"] = (answer.status, answer.text)
    assert wrong == {}


def _forms() -> list[tuple[str, Expected]]:
    return [(template, expected) for method, template, expected in in_turn(PAGES) if method == "POST"]


@on_sqlite
async def test_a_form_that_was_not_sent_from_our_page_is_refused(world: World) -> None:
    tenant, wrong = world.acme, {}
    cookie = cookie_of(tenant, tenant.cookie)
    csrf = await csrf_of(tenant, cookie)
    others = await csrf_of_other(tenant)
    senders = {
        "no token": {"csrf": ""},
        "another token": {"csrf": "x" * len(csrf)},
        "another session's token": {"csrf": others},
        "another site": {"csrf": csrf, "origin": "https://evil.example"},
        "another site, by its metadata": {"csrf": csrf, "sec_fetch_site": "cross-site"},
        "a neighbour": {"csrf": csrf, "sec_fetch_site": "same-site"},
    }
    database = tenant.hub.bothways.edges.database
    before = await everything_in(database)
    for who, headers in senders.items():
        for template, _ in _forms():
            answer = await visit(tenant, "POST", tenant.path(template), cookie=cookie, **headers)
            if answer.status != 403:
                wrong[f"{who}: {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(database) == before


async def csrf_of_other(tenant: Tenant) -> str:
    """A token of another customer's session: theirs is good for nothing here."""
    await tenant.adopt("somebody-else")
    page = await visit(
        tenant,
        "GET",
        tenant.path("/connect/{session_id}/apps/{integration}?add=", session_id=tenant.other_session_id),
        cookie=cookie_of(tenant, tenant.other_cookie, tenant.other_session_id),
    )
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


async def test_foreign_things_look_unknown_on_pages(world: World) -> None:
    """Another customer's connection, another session's integration, another company's everything."""
    tenant, wrong = world.acme, {}
    theirs = await tenant.adopt("somebody-else")
    cookie = cookie_of(tenant, tenant.cookie)
    csrf = await csrf_of(tenant, cookie)
    foreign = [{"connection_id": theirs}, {key: world.other.ids[key] for key in ("connection_id", "integration")}]
    for ids in foreign:
        for method, template, _ in in_turn(PAGES):
            if not any(f"{{{name}}}" in template for name in ids):
                continue
            answers = [
                told(await visit(tenant, method, tenant.path(template, **chosen), csrf=csrf, cookie=cookie))
                for chosen in (ids, {name: UNKNOWN[name] for name in ids})
            ]
            if answers[0] != answers[1] or answers[0][0] != 404:
                wrong[f"{method} {template}"] = answers
    assert wrong == {}


# ------------------------------------------------------------------------------------------------------------ staff


async def test_whoever_did_not_sign_in_is_shown_the_door_and_changes_nothing(world: World, clock: ManualClock) -> None:
    tenant, wrong = world.acme, {}
    cookies = {
        "nobody": "",
        "a customer": f"{cookie_of(tenant, tenant.cookie)}; bothways_staff={tenant.cookie}",
        "an API key": f"bothways_staff={tenant.hub.token}",
        "a session": f"bothways_staff={tenant.session}",
        "an altered session": f"bothways_staff={world.staff_cookie[:-1]}_",
        "an unknown session": "bothways_staff=bw_live_ss_" + "0" * 43,
    }
    csrf = await csrf_of_staff(world)
    before = await everything_in(tenant.hub.bothways.edges.database)
    for who, cookie in cookies.items():
        for method, template, _ in in_turn(DESK):
            for accept, status in {"text/html": 303, "application/json": 401}.items():
                clock.advance(1)
                headers = {"authorization": f"Bearer {tenant.hub.token}", "cookie": cookie, "accept": accept}
                answer = await visit(tenant, method, template, csrf=csrf, **headers)
                if answer.status != status or answer.headers.get("location") not in {None, "/portal/sign-in"}:
                    wrong[f"{who}: {method} {template}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(tenant.hub.bothways.edges.database) == before


@on_sqlite
async def test_the_portal_is_dead_after_twelve_hours(world: World, clock: ManualClock) -> None:
    tenant, cookie, csrf = world.acme, f"bothways_staff={world.staff_cookie}", await csrf_of_staff(world)
    for sender in ({"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}):
        refused = await visit(
            tenant, "POST", "/portal/sign-out", csrf=csrf, cookie=cookie, accept="application/json", **sender
        )
        assert refused.status == 403
    assert (await visit(tenant, "POST", "/portal/sign-out", csrf="x", cookie=cookie)).status != 200
    assert (await visit(tenant, "GET", "/portal", cookie=cookie)).status == 200
    clock.advance(12 * 3600)
    assert (await visit(tenant, "GET", "/portal", cookie=cookie)).status == 303


@on_sqlite
async def test_signing_out_ends_the_session_itself(world: World) -> None:
    tenant, cookie, csrf = world.acme, f"bothways_staff={world.staff_cookie}", await csrf_of_staff(world)
    for method, template, expected in in_turn(DESK):
        assert (await visit(tenant, method, template, csrf=csrf, cookie=cookie)).status == expected.status
    assert (await visit(tenant, "GET", "/portal", cookie=cookie)).status == 303


async def csrf_of_staff(world: World) -> str:
    """What stands in the portal's own forms."""
    page = await visit(world.acme, "GET", "/portal", cookie=f"bothways_staff={world.staff_cookie}")
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]
