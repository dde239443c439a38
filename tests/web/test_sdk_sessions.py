"""The browser SDK: sessions, how they are renewed, and what is said when they cannot begin."""

import asyncio
import gzip

import pytest
from playwright.async_api import expect

from tests.web.sdk_product import Product
from tools.assets import ASSETS

pytestmark = pytest.mark.browser


def test_the_script_file_is_smaller_than_five_kilobytes_as_it_is_sent() -> None:
    assert len(gzip.compress((ASSETS / "sdk.js").read_bytes(), 9)) < 5_000


async def test_a_session_knows_its_customer(product: Product) -> None:
    session = (await product.enter())["value"]
    assert (session["id"], session["product_name"]) == ("cs_first", "Acme Desk")
    assert (await product.run("getCustomer()"))["value"]["external_id"] == "bakery"
    assert await product.said() == [["authenticated", "env_2h7"]]


@pytest.mark.parametrize(
    "call",
    [
        "openMarketplace()",
        "openIntegration('contacts')",
        "connect('contacts')",
        "disconnect('conn_1')",
        "getCustomer()",
        "getIntegrations()",
    ],
    ids=lambda call: call.partition("(")[0],
)
async def test_nothing_works_before_there_is_a_session(product: Product, call: str) -> None:
    refused = await product.run(call)
    assert (refused["name"], refused["code"]) == ("BothwaysError", "not_authenticated")
    assert "authenticate(token)" in refused["next_step"]
    assert product.hub.asked == []
    assert len(product.context.pages) == 1


@pytest.mark.parametrize("token", ["wrong", "no header: 🔑"])
async def test_a_token_that_is_not_good_asks_for_another_one(product: Product, token: str) -> None:
    refused = await product.run(f"authenticate('{token}')")
    assert refused["code"] == "session_expired"
    assert "new token" in refused["next_step"]
    assert await product.said() == [["error", "session_expired"]]


async def test_an_ended_session_is_renewed_once_for_all_who_wait(product: Product) -> None:
    await product.page.evaluate("window.renewals = 0; window.renew = async () => (renewals++, 'second'); 0")
    await product.enter("{renew}")
    product.hub.good = {"second"}
    both = await product.run("getIntegrations().then((one) => bothways.getIntegrations().then((two) => [one, two]))")
    assert [len(one) for one in both["value"]] == [1, 1]
    together = await product.run("getIntegrations()")
    assert len(together["value"]) == 1
    assert await product.page.evaluate("renewals") == 1
    product.hub.good = {"third"}
    await product.page.evaluate("window.renewals = 0; said.length = 0")
    refused = await product.page.evaluate(
        "Promise.all([1, 2, 3].map(() => told(bothways.getIntegrations())))",
    )
    # What renew() brings is not good either: it is not asked for ever.
    assert {one["code"] for one in refused} == {"unauthenticated"}
    assert 1 <= await product.page.evaluate("renewals") <= 3


async def test_three_calls_at_once_share_one_renewal(product: Product) -> None:
    await product.page.evaluate(
        "window.renewals = 0;"
        "window.renew = () => new Promise((done) => setTimeout(() => (renewals++, done('second')), 50)); 0"
    )
    await product.enter("{renew}")
    product.hub.good = {"second"}
    answers = await product.page.evaluate("Promise.all([1, 2, 3].map(() => told(bothways.getIntegrations())))")
    assert [len(one["value"]) for one in answers] == [1, 1, 1]
    assert await product.page.evaluate("renewals") == 1
    assert product.hub.calls("GET /v1/catalog") == 6


@pytest.mark.parametrize(
    "renew",
    ["() => { throw new Error('signed out') }", "() => Promise.reject('signed out')"],
    ids=["raises", "rejects"],
)
async def test_a_renewal_that_fails_says_why(product: Product, renew: str) -> None:
    await product.enter(f"{{renew: {renew}}}")
    product.hub.good = set()
    refused = await product.run("getIntegrations()")
    assert refused["code"] == "renewal_failed"
    assert "signed out" in refused["message"]


async def test_a_renewal_that_comes_late_does_not_bring_the_customer_before_back(product: Product) -> None:
    await product.enter("{renew: () => new Promise((done) => (window.late = done))}")
    product.hub.good = set()
    asked = product.run("getIntegrations()")
    waiting = asyncio.ensure_future(asked)
    await product.until("window.late")
    product.hub.good, product.hub.customer = {"first again", "other"}, "cust_2"
    await product.run("authenticate('other')")
    await product.page.evaluate("late('first again')")
    assert "value" in await waiting
    assert (await product.run("getCustomer()"))["value"]["id"] == "cust_2"
    assert {token for call, token, _ in product.hub.asked if call == "GET /v1/catalog"} == {"first", "other"}


async def test_another_customer_does_not_see_what_was_open(product: Product) -> None:
    await product.enter()
    await product.run("openMarketplace()")
    product.hub.good, product.hub.customer = {"other"}, "cust_2"
    await product.run("authenticate('other')")
    await expect(product.page.locator("iframe")).to_have_count(0)
    await expect(product.page.get_by_role("button", name="Open")).to_be_visible()
    assert ["marketplace.closed", "modal"] in await product.said()


async def test_a_site_that_is_not_allowed_is_told_so(product: Product) -> None:
    product.hub.origin = "https://elsewhere.example"
    refused = await product.enter()
    assert refused["code"] == "origin_not_allowed"
    assert product.address in refused["next_step"]
    assert "allowed_origins" in refused["next_step"]


async def test_a_server_that_is_not_there_is_told_apart_from_one_that_does_not_allow_the_site(product: Product) -> None:
    refused = await product.enter("{baseUrl: 'http://127.0.0.1:9'}")
    assert refused["code"] == "unreachable"
    assert "http://127.0.0.1:9" in refused["message"]


async def test_an_answer_that_is_not_ours_is_told(product: Product) -> None:
    product.hub.entry = {}
    await product.enter()
    refused = await product.run("connect('unknown', {popup: false})")
    assert (refused["code"], refused["status"]) == ("not_found", 404)
    assert refused["next_step"] == "Do something about it."


async def test_the_token_is_in_no_address_no_message_and_no_storage(product: Product) -> None:
    addresses: list[str] = []
    product.context.on("request", lambda request: addresses.append(request.url + str(request.headers.get("referer"))))
    product.hub.good = {"bw_test_cs_secret"}
    await product.run("authenticate('bw_test_cs_secret')")
    await product.run("openMarketplace()")
    assert [one for one in addresses if "secret" in one] == []
    inside = product.page.frames[1]
    assert "secret" not in str(await inside.evaluate("JSON.stringify(heard)"))
    kept = "JSON.stringify([localStorage, sessionStorage, document.cookie])"
    assert await product.page.evaluate(kept) == '[{},{},""]'
    assert "secret" not in await product.page.content()
    assert "secret" not in await product.page.evaluate("JSON.stringify(bothways)")
