"""The way in: a link that works once, a cookie for one session, and what those see who are outside."""

from datetime import timedelta

import pytest

from bothways.core.identity.cookies import connect_cookie
from bothways.core.identity.model import Theme
from bothways.kit.secret import Secret
from tests.rooms.marketplace.customer import ACME, Customer
from tests.support.clock import ManualClock
from tests.support.surfer import FRAMED, surfing

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)


async def test_a_link_becomes_a_cookie_for_its_session_alone(customer: Customer) -> None:
    seen = await customer.surfer.get(await customer.link())
    assert seen.status == 303
    path = seen.headers["location"]
    assert path.startswith("/connect/cs_")
    (cookie,) = seen.cookies
    assert f"Path={path};" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=3600" in cookie
    assert (await customer.surfer.get(seen.location)).status == 200


def test_on_https_the_cookie_is_secure_and_a_frame_has_its_own() -> None:
    def carried(embedded: bool) -> str:
        cookie = connect_cookie("https://connect.example", "cs_1", embedded=embedded)
        return cookie.carry(Secret("x"), timedelta(hours=1))

    assert carried(False) == (
        "__Secure-bothways_cs_1=x; Path=/connect/cs_1; Max-Age=3600; HttpOnly; SameSite=Lax; Secure"
    )
    assert carried(True) == (
        "__Secure-bothways_cs_1=x; Path=/connect/cs_1; Max-Age=3600; HttpOnly; SameSite=None; Secure; Partitioned"
    )


async def test_a_link_works_once(customer: Customer) -> None:
    link = await customer.link()
    await customer.surfer.get(link)
    again = await customer.surfer.get(link)
    assert again.status == 404
    assert "This link does not work any more" in again.words
    assert again.policy("frame-ancestors") == "'none'"


@pytest.mark.parametrize("why", ["used", "too old", "revoked"])
async def test_a_link_that_is_over_says_so_inside_the_frame_of_its_own_environment(
    customer: Customer, clock: ManualClock, why: str
) -> None:
    await customer.environment()
    opened = (await customer.walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}})).data
    if why == "used":
        await customer.surfer.get(opened["url"], **FRAMED)
    elif why == "too old":
        clock.advance(601)
    else:
        await customer.walk.hub.call("DELETE", f"/v1/connect-sessions/{opened['id']}")
    seen = await customer.surfer.get(opened["url"], **FRAMED)
    assert (seen.status, seen.cookies) == (404, ())
    assert "Go back to Acme Desk" in seen.words
    assert seen.policy("frame-ancestors") == ACME
    assert "x-frame-options" not in seen.headers


async def test_a_link_that_was_never_given_out_may_be_framed_by_nobody(customer: Customer) -> None:
    await customer.environment()
    seen = await customer.surfer.get(f"{customer.hub_url}/connect/open/bw_test_tk_{'0' * 43}", **FRAMED)
    assert (seen.status, seen.policy("frame-ancestors")) == (404, "'none'")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": "WhatsApp/2.23"},
    ],
)
async def test_whoever_only_looks_does_not_use_a_link_up(customer: Customer, headers: dict[str, str]) -> None:
    link = await customer.link()
    looked = await customer.surfer.get(link, **headers)
    assert (looked.status, looked.cookies) == (200, ())
    assert "This link works once" in looked.words
    assert (await customer.surfer.get(link)).status == 303


async def test_head_does_not_use_a_link_up(customer: Customer) -> None:
    link = await customer.link()
    looked = await customer.surfer.head(link)
    assert (looked.status, looked.cookies, looked.text) == (200, (), "")
    assert (await customer.surfer.get(link)).status == 303


async def test_the_button_on_the_careful_page_goes_in(customer: Customer) -> None:
    link = await customer.link()
    looked = await customer.surfer.get(link, purpose="prefetch")
    entered = await customer.surfer.post(looked.form(""))
    assert (entered.status, len(entered.cookies)) == (303, 1)


async def test_without_the_cookie_there_is_a_page_and_no_catalog(customer: Customer) -> None:
    await customer.environment()
    await customer.enter()
    async with surfing() as stranger:
        seen = await stranger.get(customer.base)
    assert seen.status == 401
    assert "This page is closed by now" in seen.words
    assert "Go back to Acme Desk" in seen.words
    assert "Northwind" not in seen.text


async def test_the_cookie_of_one_session_opens_no_other(customer: Customer) -> None:
    await customer.enter("cus-1")
    first, cookie = customer.base, {one.key: one.value for one in customer.surfer.session.cookie_jar}
    await customer.enter("cus-2")
    async with surfing() as other:
        forged = "; ".join(
            f"bothways_{session.rpartition('/')[2]}={value}"
            for session in (first, customer.base)
            for value in cookie.values()
        )
        assert (await other.get(first, cookie=forged)).status == 200
        assert (await other.get(customer.base, cookie=forged)).status == 401


async def test_a_revoked_session_is_over_at_once_and_says_so_inside_the_frame(customer: Customer) -> None:
    await customer.environment()
    await customer.enter()
    session = customer.base.rpartition("/")[2]
    await customer.walk.hub.call("DELETE", f"/v1/connect-sessions/{session}")
    seen = await customer.surfer.get(customer.base, **FRAMED)
    assert seen.status == 401
    assert seen.policy("frame-ancestors") == ACME


async def test_an_expired_session_is_over(customer: Customer, clock: ManualClock) -> None:
    await customer.enter(lifetime_seconds=600)
    clock.advance(601)
    assert (await customer.surfer.get(customer.base)).status == 401


async def test_programs_hear_a_problem_instead_of_a_page(customer: Customer) -> None:
    await customer.enter()
    async with surfing() as stranger:
        seen = await stranger.get(f"{customer.base}/state", accept="application/json")
    assert (seen.status, seen.headers["content-type"]) == (401, "application/problem+json")


async def test_only_the_environments_sites_may_frame_its_pages(customer: Customer) -> None:
    nobody = await customer.enter()
    assert nobody.policy("frame-ancestors") == "'none'"
    assert nobody.headers["x-frame-options"] == "DENY"
    await customer.environment(allowed_origins=(ACME, "http://localhost:8701"))
    seen = await customer.surfer.get(customer.base)
    assert seen.policy("frame-ancestors") == f"{ACME} http://localhost:8701"
    assert "x-frame-options" not in seen.headers


async def test_no_page_lets_script_styles_or_referrers_through(customer: Customer) -> None:
    seen = await customer.enter()
    assert seen.policy("default-src") == "'none'"
    assert seen.policy("script-src") == "'self'"
    assert seen.policy("form-action") == "'self'"
    assert seen.headers["referrer-policy"] == "no-referrer"
    assert seen.headers["cache-control"] == "no-store"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["cross-origin-opener-policy"] == "same-origin-allow-popups"
    assert "style=" not in seen.text
    assert "<style" not in seen.text
    assert "onclick" not in seen.text


async def test_the_theme_is_a_stylesheet_of_its_own_that_browsers_keep(customer: Customer) -> None:
    await customer.environment(Theme(product_name="Acme", accent="#ffee00", radius=4, font="Inter, Arial", mode="dark"))
    page = await customer.enter()
    assert 'data-theme="dark"' in page.text
    address = next(part for part in page.text.split('"') if part.startswith("/connect/look/"))
    sheet = await customer.surfer.get(f"{customer.hub_url}{address}")
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["cache-control"]
    assert "--theme-accent: #ffee00;" in sheet.text
    assert "--theme-on-accent: #14181f;" in sheet.text
    assert '--theme-font: "Inter", "Arial", system-ui, sans-serif;' in sheet.text
    assert "--theme-radius: 0.25rem;" in sheet.text


async def test_an_uploaded_logo_is_served_as_a_picture_and_nothing_else(customer: Customer) -> None:
    await customer.environment(Theme(product_name="Acme", logo=PIXEL))
    page = await customer.enter()
    address = next(part for part in page.text.split('"') if "/logo?" in part)
    async with customer.surfer.session.get(f"{customer.hub_url}{address}") as answer:
        body = await answer.read()
        headers = answer.headers
    assert body.startswith(b"\x89PNG")
    assert headers["content-type"] == "image/png"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_logo_elsewhere_is_the_only_foreign_picture_that_is_let_in(customer: Customer) -> None:
    await customer.environment(Theme(product_name="Acme", logo="https://cdn.acme.example/mark.png"))
    page = await customer.enter()
    assert page.policy("img-src") == "'self' data: https://cdn.acme.example"


async def test_the_look_of_an_unknown_environment_is_not_found(customer: Customer) -> None:
    for name in ("theme.css", "logo"):
        seen = await customer.surfer.get(f"{customer.hub_url}/connect/look/env_nobody/{name}")
        assert seen.status == 404


async def test_pages_say_their_language_and_that_another_reader_may_get_another_one(customer: Customer) -> None:
    await customer.environment()
    german = {"accept-language": "de-AT, en;q=0.5"}
    await customer.enter(locale="fr")
    environment = customer.walk.hub.environment.id
    for address, language in [
        (await customer.link(), "de"),
        (f"{customer.hub_url}/connect/cs_0000000000000000000000000000", "de"),
        (f"{customer.hub_url}/embed/{environment}", "de"),
        (f"{customer.hub_url}/embed/{environment}?locale=ja", "ja"),
        (customer.base, "fr"),
        (f"{customer.base}/apps/nothing", "fr"),
    ]:
        seen = await customer.surfer.get(address, **german, purpose="preview")
        assert (seen.headers["content-language"], seen.headers["vary"]) == (language, "Accept-Language"), address
        assert f'<html lang="{language}"' in seen.text
