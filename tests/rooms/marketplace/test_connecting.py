"""To the provider and back without a script: security rows 1-5, 9, 10, 13, 78, 79 and 81 as a browser meets them."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.rooms.marketplace.customer import BACK, Customer, refresh_of
from tests.support.clock import ManualClock
from tests.support.hubs import Walk
from tests.support.surfer import OWN_FORM, surfing


@pytest.fixture
async def integration(walk: Walk) -> str:
    """The sandbox, switched on."""
    return await walk.integrate()


@pytest.fixture(autouse=True)
async def inside(customer: Customer, integration: str) -> None:
    await customer.environment()
    await customer.enter()


async def test_a_customer_connects_an_account_without_a_script(customer: Customer) -> None:
    seen = await customer.connect("sandbox")
    assert seen.url.startswith(f"{customer.base}?authorization=auth_")
    assert "Sandbox is connected ada@engine.example" in seen.words
    (connection,) = await customer.connections()
    read = (await customer.walk.hub.call("GET", f"/v1/connections/{connection['id']}/credentials")).data
    answer = await customer.walk.sandbox.visitor.get("/api/me", authorization=read["headers"]["Authorization"])
    assert answer.json["email"] == "ada@engine.example"


async def test_the_form_leads_on_by_a_page_so_that_the_policy_stays_strict(customer: Customer) -> None:
    leaving = await customer.press_connect("sandbox")
    assert leaving.status == 200
    assert leaving.policy("form-action") == "'self'"
    start = refresh_of(leaving)
    assert start.startswith(f"{customer.hub_url}/connect/start/bw_test_tk_")
    assert f'href="{start}"' in leaving.text


async def test_leaving_binds_the_browser_by_a_cookie_for_the_way_back(customer: Customer) -> None:
    departed = await customer.surfer.get(refresh_of(await customer.press_connect("sandbox")))
    (cookie,) = departed.cookies
    assert cookie.startswith("bw_flow_")
    for part in ("Path=/oauth/callback;", "Max-Age=900", "HttpOnly", "SameSite=Lax"):
        assert part in cookie
    assert departed.headers["referrer-policy"] == "no-referrer"
    assert departed.headers["location"].startswith(f"{customer.walk.sandbox.base_url}/oauth/authorize?")


async def test_coming_back_forgets_that_cookie(customer: Customer) -> None:
    seen = await customer.come_back(await customer.leave("sandbox"))
    assert len(seen.cookies) == 1
    assert "Max-Age=0" in seen.cookies[0]


async def test_a_popup_is_told_to_close_and_knows_no_secret(customer: Customer) -> None:
    seen = await customer.come_back(await customer.leave("sandbox", mode="popup"))
    assert seen.status == 200
    assert 'data-finished="close"' in seen.text
    assert "Sandbox is connected ada@engine.example You can close this window." in seen.words
    assert "bw_" not in seen.text
    # A policy here would cut the popup from the page that opened it, and it could not be closed.
    assert "cross-origin-opener-policy" not in seen.headers
    assert seen.policy("frame-ancestors") == "'none'"


async def test_a_script_is_told_where_its_popup_shall_go(customer: Customer) -> None:
    form = (await customer.app("sandbox")).form("/connect")
    seen = await customer.surfer.post(form, {**OWN_FORM, "accept": "application/json"}, mode="popup")
    departure = json.loads(seen.text)
    assert departure["url"].startswith(f"{customer.hub_url}/connect/start/")
    assert departure["authorization"].startswith("auth_")


async def test_from_a_frame_the_provider_opens_in_a_window_of_its_own(customer: Customer) -> None:
    leaving = await customer.press_connect("sandbox", framed=True)
    assert "http-equiv" not in leaving.text
    start = leaving.text.partition('<a class="button button--primary button--block" href="')[2].partition('"')[0]
    assert f'href="{start}" target="_blank" rel="noopener noreferrer"' in leaving.text
    provider = (await customer.surfer.get(start)).location
    assert 'data-finished="close"' in (await customer.come_back(provider)).text


# --- what must not work ---


async def test_the_same_answer_twice_makes_one_connection(customer: Customer) -> None:
    answer = await customer.walk.sandbox.visitor.consent(await customer.leave("sandbox"))
    first, second = await asyncio.gather(customer.surfer.get(answer), customer.surfer.get(answer))
    assert sorted((first.status, second.status)) == [303, 422]
    refused = max(first, second, key=lambda seen: seen.status)
    assert "This answer cannot be used" in refused.words
    assert len(await customer.connections()) == 1


async def test_another_browser_finishes_nothing_and_learns_nothing(customer: Customer) -> None:
    answer = await customer.walk.sandbox.visitor.consent(await customer.leave("sandbox"))
    async with surfing() as other:
        seen = await other.get(answer)
    assert seen.status == 403
    assert "This was started in another browser" in seen.words
    assert customer.base.rpartition("/")[2] not in seen.text
    assert "Try again" not in seen.words
    assert await customer.connections() == []
    assert (await customer.surfer.get(answer)).status == 422


@pytest.mark.parametrize(
    "query",
    ["", "code=x", "code=x&state=", "code=x&state=bw_test_st_nobodys", "state=a&state=b", "error=access_denied"],
)
async def test_a_callback_that_belongs_to_nothing_is_a_clear_page(
    customer: Customer, integration: str, query: str
) -> None:
    seen = await customer.surfer.get(f"{customer.hub_url}/oauth/callback/{integration}?{query}")
    assert 400 <= seen.status < 500
    assert "This answer cannot be" in seen.words
    assert await customer.connections() == []


async def test_an_old_answer_is_refused_with_a_way_on(customer: Customer, clock: ManualClock) -> None:
    answer = await customer.walk.sandbox.visitor.consent(await customer.leave("sandbox"))
    clock.advance(16 * 60)
    seen = await customer.surfer.get(answer)
    assert seen.status == 422
    assert "That took too long" in seen.words
    assert f'href="{urlsplit(customer.base).path}/apps/sandbox"' in seen.text
    assert await customer.connections() == []


async def test_a_no_is_told_plainly_and_can_be_tried_again(customer: Customer) -> None:
    seen = await customer.come_back(await customer.leave("sandbox"), cancel=True)
    assert "Sandbox was not connected Access was not allowed there" in seen.words
    assert "Try again" in seen.words
    again = await customer.connect("sandbox")
    assert "Sandbox is connected" in again.words


async def test_what_a_provider_says_is_text(customer: Customer, integration: str) -> None:
    state = parse_qs(urlsplit(await customer.leave("sandbox")).query)["state"][0]
    said = "error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E%3Ca%20href=//evil.test%3Ehere"
    iss = customer.walk.sandbox.base_url
    seen = await customer.surfer.get(f"{customer.hub_url}/oauth/callback/{integration}?{said}&state={state}&iss={iss}")
    assert "<script>alert" not in seen.text
    assert "<a href=//evil" not in seen.text
    # And it is not put into our own sentences, where it could give instructions.
    assert "Access was not allowed there, so nothing was connected." in seen.words
    assert "alert(1)" in seen.text[seen.text.index("<details") :]
    assert await customer.connections() == []


async def test_an_answer_of_another_server_is_not_used(customer: Customer, integration: str) -> None:
    state = parse_qs(urlsplit(await customer.leave("sandbox")).query)["state"][0]
    callback = f"{customer.hub_url}/oauth/callback/{integration}?code=abc&state={state}&iss=https://evil.test"
    seen = await customer.surfer.get(callback)
    assert seen.status == 403
    assert "The answer came from somewhere else" in seen.words


async def test_settings_that_the_provider_refuses_are_not_the_customers_fault(
    customer: Customer, integration: str
) -> None:
    changed = {"client_secret": "not the secret"}
    await customer.walk.hub.call("PATCH", f"/v1/integrations/{integration}", changed)
    seen = await customer.come_back(await customer.leave("sandbox", mode="popup"))
    assert "Sandbox cannot be connected right now" in seen.words
    assert "Acme Desk has to correct its settings" in seen.words
    assert 'data-finished="stay"' in seen.text
    assert "Close window and try again" in seen.words
    assert "not the secret" not in seen.text


# --- start links ---


async def test_a_start_link_works_once(customer: Customer) -> None:
    start = refresh_of(await customer.press_connect("sandbox"))
    assert (await customer.surfer.get(start)).status == 303
    again = await customer.surfer.get(start)
    assert again.status == 404
    assert "This link was opened before" in again.words


async def test_whoever_only_looks_does_not_use_a_start_link_up(customer: Customer) -> None:
    start = refresh_of(await customer.press_connect("sandbox"))
    assert (await customer.surfer.head(start)).status == 200
    looked = await customer.surfer.get(start, sec_purpose="prefetch")
    assert (looked.status, looked.cookies) == (200, ())
    left = await customer.surfer.post(looked.form(""))
    assert refresh_of(left).startswith(f"{customer.walk.sandbox.base_url}/oauth/authorize?")
    assert len(left.cookies) == 1


# --- where people come back to ---


async def begin(customer: Customer, integration: str, **more: str) -> str:
    """A link that the backend asks for; returns the provider's page."""
    answer = await customer.walk.authorize(integration, **more)
    assert answer.status == 201, answer.text
    return (await customer.surfer.get(answer.data["url"])).location


async def test_a_backend_gets_its_customer_back_where_it_asked(customer: Customer, integration: str) -> None:
    await customer.environment(return_urls=(f"{BACK}?tab=1",))
    provider = await begin(customer, integration, return_url=f"{BACK}?tab=1")
    seen = await customer.come_back(provider)
    assert seen.status == 303
    assert seen.location.startswith(f"{BACK}?tab=1&authorization=auth_")
    assert seen.location.endswith("&status=connected")


async def test_an_address_that_left_the_list_is_not_gone_to(customer: Customer, integration: str) -> None:
    provider = await begin(customer, integration, return_url=BACK)
    await customer.environment(return_urls=())
    seen = await customer.come_back(provider)
    assert seen.status == 200
    assert "Sandbox is connected" in seen.words
    assert BACK not in seen.text


async def test_a_failure_stays_here_and_offers_the_way_back(customer: Customer, integration: str) -> None:
    provider = await begin(customer, integration, return_url=BACK)
    seen = await customer.come_back(provider, cancel=True)
    assert "Back to Acme Desk" in seen.words
    assert f'href="{BACK}?authorization=auth_' in seen.text
    assert "status=refused" in seen.text


async def test_whoever_came_for_one_thing_goes_back_when_it_is_done(customer: Customer) -> None:
    await customer.enter(integrations=["sandbox"], return_url=BACK)
    seen = await customer.come_back(await customer.leave("sandbox"))
    assert seen.location.startswith(f"{BACK}?authorization=auth_")


# --- reconnecting ---


async def test_reconnecting_keeps_the_connection_and_shows_another_account(customer: Customer) -> None:
    await customer.connect("sandbox")
    (before,) = await customer.connections()
    seen = await customer.connect("sandbox", person="usr_grace", reconnect=str(before["id"]))
    told = "This is now connected to grace@harbor.example instead of ada@engine.example."
    assert told in seen.words
    (after,) = await customer.connections()
    assert after["id"] == before["id"]
    app = await customer.app("sandbox")
    assert told in app.words
    assert "The account changed from ada@engine.example to grace@harbor.example" in app.words


async def test_a_popup_that_has_to_be_read_stays_open(customer: Customer) -> None:
    await customer.connect("sandbox")
    (before,) = await customer.connections()
    provider = await customer.leave("sandbox", reconnect=str(before["id"]), mode="popup")
    seen = await customer.come_back(provider, person="usr_grace")
    assert 'data-finished="stay"' in seen.text
    assert "Sandbox leads to another account now" in seen.words


async def test_nobody_reconnects_what_is_another_customers(customer: Customer, integration: str) -> None:
    theirs = await customer.walk.connect(integration, "cus-2")
    form = (await customer.app("sandbox")).form("/connect")
    assert (await customer.surfer.post(form, reconnect=theirs)).status == 404


# --- forms ---


async def test_a_form_without_our_token_does_nothing(customer: Customer) -> None:
    form = (await customer.app("sandbox")).form("/connect")
    for token in ("", "x", form.fields["csrf"][:-1]):
        seen = await customer.surfer.post(form, csrf=token)
        assert seen.status == 403
    assert (await customer.walk.hub.call("GET", "/v1/events")).data["items"][0]["type"] != "connection.created"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://evil.test"},
        {"sec-fetch-site": "same-site", "origin": "null"},
        {"origin": "https://evil.test"},
    ],
)
async def test_a_form_of_another_site_does_nothing_even_with_the_token(
    customer: Customer, headers: dict[str, str]
) -> None:
    form = (await customer.app("sandbox")).form("/connect")
    seen = await customer.surfer.post(form, headers)
    assert seen.status == 403
    assert "That was not sent from this page" in seen.words


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"sec-fetch-site": "same-origin", "origin": "null"}])
async def test_old_browsers_that_say_little_can_connect(customer: Customer, headers: dict[str, str]) -> None:
    form = (await customer.app("sandbox")).form("/connect")
    assert (await customer.surfer.post(form, headers)).status == 200


async def test_a_form_opened_again_is_the_apps_page(customer: Customer) -> None:
    seen = await customer.surfer.get(f"{customer.base}/apps/sandbox/connect")
    assert seen.location == f"{customer.base}/apps/sandbox?add="


async def test_no_session_secret_stands_in_an_address_or_a_log(customer: Customer) -> None:
    await customer.connect("sandbox")
    secrets = [one.value for one in customer.surfer.session.cookie_jar if one.value.startswith("bw_")]
    assert secrets
    log = customer.walk.hub.log_text()
    seen = await customer.app("sandbox")
    for secret in secrets:
        assert secret not in log
        assert secret not in seen.text
    assert "code=" not in log
    assert "bw_test_st_" not in log
    assert "bw_test_tk_" not in log
