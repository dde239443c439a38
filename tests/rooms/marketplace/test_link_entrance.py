"""Connect links in a browser: in again and again, nothing for programs that look, and a page for what has ended."""

import pytest

from bothways.core.identity.model import Theme
from tests.rooms.marketplace.customer import BACK, Customer
from tests.support.clock import ManualClock
from tests.support.surfer import surfing


async def link(customer: Customer, **more: object) -> tuple[str, str]:
    """A link's id and address."""
    body = {"customer": {"id": "cus-1", "name": "Northwind"}, **more}
    answer = await customer.walk.hub.call("POST", "/v1/connect-links", body)
    assert answer.status == 201, answer.text
    return answer.data["id"], answer.data["url"]


async def opened(customer: Customer, link_id: str) -> int:
    return int((await customer.walk.hub.call("GET", f"/v1/connect-links/{link_id}")).data["opened_count"])


async def test_a_link_opens_the_marketplace_in_any_browser_again_and_again(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate()
    link_id, url = await link(customer)
    for _ in range(2):
        async with surfing() as browser:
            seen = await browser.visit(url)
            assert seen.status == 200
            assert "Sandbox" in seen.words
            assert "Northwind" in seen.words
    assert await opened(customer, link_id) == 2


async def test_its_address_does_not_travel_on(customer: Customer) -> None:
    _, url = await link(customer)
    seen = await customer.surfer.get(url)
    token = url.rpartition("/")[2]
    assert seen.status == 303
    assert seen.headers["referrer-policy"] == "no-referrer"
    assert seen.headers["cache-control"] == "no-store"
    page = await customer.surfer.follow(seen)
    assert token not in page.text + str(page.headers) + str(page.cookies) + seen.location
    assert token[11:] not in customer.walk.hub.log_text()


async def test_a_link_for_one_app_leads_straight_to_it(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate()
    _, url = await link(customer, integrations=["sandbox"], return_url=BACK)
    page = await customer.surfer.visit(url)
    assert page.url.endswith("/apps/sandbox")
    assert BACK in page.text


async def test_an_account_is_connected_by_link(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate()
    _, url = await link(customer)
    seen = await customer.surfer.get(url)
    customer.base = f"{customer.hub_url}{seen.headers['location']}"
    assert "Connected" in (await customer.connect("sandbox")).words
    (connection,) = await customer.connections()
    assert connection["customer"]["external_id"] == "cus-1"


@pytest.mark.parametrize(
    "headers",
    [{"sec_purpose": "prefetch"}, {"user_agent": "Slackbot-LinkExpanding 1.0"}, {"sec_fetch_mode": "no-cors"}],
)
async def test_programs_that_only_look_open_nothing(customer: Customer, headers: dict[str, str]) -> None:
    await customer.environment(Theme(product_name="Acme Desk"))
    link_id, url = await link(customer)
    looked = await customer.surfer.get(url, **headers)
    assert (looked.status, looked.cookies) == (200, ())
    assert "Press the button when you are ready" in looked.words
    assert "works once" not in looked.words
    assert (await customer.surfer.head(url)).status == 200
    assert await opened(customer, link_id) == 0
    entered = await customer.surfer.post(looked.form(""))
    assert (entered.status, len(entered.cookies)) == (303, 1)
    assert await opened(customer, link_id) == 1


async def test_a_revoked_link_and_its_open_pages_are_dead_at_once(customer: Customer) -> None:
    await customer.environment(Theme(product_name="Acme Desk"))
    link_id, url = await link(customer)
    page = await customer.surfer.visit(url)
    assert page.status == 200
    await customer.walk.hub.call("DELETE", f"/v1/connect-links/{link_id}")
    assert (await customer.surfer.get(page.url)).status == 401
    again = await customer.surfer.get(url)
    assert (again.status, again.cookies) == (404, ())
    assert "This link does not work any more" in again.words
    assert "Ask whoever sent it for a new one" in again.words
    assert "theme.css" in again.text
    assert again.policy("frame-ancestors") == "'none'"


async def test_an_expired_link_says_so(customer: Customer, clock: ManualClock) -> None:
    _, url = await link(customer, lifetime_seconds=3600)
    clock.advance(3600)
    seen = await customer.surfer.get(url)
    assert seen.status == 404
    assert "This link does not work any more" in seen.words


async def test_guessed_links_are_refused_alike(customer: Customer) -> None:
    _, url = await link(customer)
    head, _, token = url.rpartition("/")
    guesses = [token[:-1] + ("A" if token[-1] != "A" else "B"), "bw_test_cl_" + "0" * 43, "x", "..", token.upper()]
    for guess in guesses:
        seen = await customer.surfer.get(f"{head}/{guess}")
        assert (seen.status, seen.cookies) == (404, ())


async def test_a_link_that_is_opened_without_a_pause_has_to_wait(customer: Customer) -> None:
    _, url = await link(customer)
    statuses = [(await customer.surfer.get(url)).status for _ in range(21)]
    assert statuses == [303] * 20 + [429]
