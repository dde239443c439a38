"""Too much is too much, counted by what was proved and not by what was claimed."""

from ipaddress import ip_network

import pytest

from bothways.kit.peers import Proxies
from bothways.kit.web.exchange import Who
from bothways.kit.web.problems import TooManyRequests
from bothways.kit.web.throttle import Throttle
from tests.rooms.kit.web import things
from tests.support.clock import ManualClock


async def statuses(site: things.Site, count: int, **headers: str) -> list[int]:
    return [(await site.send("GET", "/v1/things", headers=headers)).status_code for _ in range(count)]


async def test_a_burst_of_twice_the_rate_passes_and_no_more() -> None:
    site = things.site(rate=3)

    assert await statuses(site, 8) == [200] * 6 + [429] * 2


async def test_who_waits_as_told_is_let_in() -> None:
    site = things.site(rate=0.5)
    await statuses(site, 1)

    response = await site.send("GET", "/v1/things")
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert response.json()["code"] == "too_many_requests"

    site.clock.advance(2)
    assert await statuses(site, 1) == [200]


async def test_many_keys_of_one_environment_share_its_allowance() -> None:
    site = things.site(rate=2)

    first = await statuses(site, 3)
    second = await statuses(site, 3, authorization="Bearer key-2")

    assert (first + second).count(200) == 4


async def test_environments_do_not_share() -> None:
    site = things.site(rate=1)
    await statuses(site, 5)

    assert await statuses(site, 1, authorization="Bearer other-environment") == [200]


async def test_forwarded_addresses_and_spellings_are_not_believed() -> None:
    site = things.site(rate=1)

    for number in range(10):
        await site.send(
            "GET",
            "/v1/things",
            headers={"x-forwarded-for": f"192.0.2.{number}", "forwarded": f"for=192.0.2.{number}"},
        )

    assert [line["status"] for line in site.lines()].count(200) == 2
    assert {line["peer"] for line in site.lines()} == {"127.0.0.1"}


async def test_failed_authentications_are_counted_by_address() -> None:
    site = things.site()

    answers = [await statuses(site, 1, authorization=f"Bearer guess-{number}") for number in range(32)]

    assert [answer[0] for answer in answers] == [401] * 30 + [429] * 2


async def test_a_good_key_is_let_in_whatever_its_neighbours_did() -> None:
    site = things.site()
    for number in range(40):
        await statuses(site, 1, authorization=f"Bearer guess-{number}")

    assert await statuses(site, 1) == [200]


async def test_pages_that_ask_nobody_are_counted_by_address() -> None:
    site = things.site()

    answers = [(await site.send("GET", "/page", headers={"x-forwarded-for": f"192.0.2.{n % 250}"})) for n in range(202)]

    assert [answer.status_code for answer in answers] == [200] * 200 + [429] * 2
    assert (answers[-1].headers["retry-after"], answers[-1].json()["code"]) == ("1", "too_many_requests")
    assert await statuses(site, 1) == [200]


async def test_what_machines_ask_all_the_time_is_not_counted() -> None:
    site = things.site()

    for path in ("/healthz", "/readyz", "/metrics"):
        assert {(await site.send("GET", path)).status_code for _ in range(201)} == {200}
    assert (await site.send("GET", "/page")).status_code == 200


async def test_behind_a_trusted_proxy_each_visitor_has_an_allowance() -> None:
    trusting = things.site(proxies=Proxies((ip_network("127.0.0.0/8"),)))

    async def visit(forwarded: str) -> int:
        return (await trusting.send("GET", "/page", headers={"x-forwarded-for": forwarded})).status_code

    # Whatever a visitor writes in front, the proxy appends whom it heard from.
    assert [await visit(f"198.51.100.{n % 250}, 203.0.113.7") for n in range(201)] == [200] * 200 + [429]
    assert await visit("203.0.113.8") == 200
    assert {line["peer"] for line in trusting.lines()} == {"203.0.113.7", "203.0.113.8"}


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_addresses_of_one_host_are_one(first: str, second: str, shared: bool) -> None:
    throttle = Throttle.of(ManualClock(), 1)
    for _ in range(30):
        throttle.failed(first)

    if shared:
        with pytest.raises(TooManyRequests):
            throttle.failed(second)
    else:
        throttle.failed(second)


def test_a_caller_over_its_limit_does_not_use_up_its_environments() -> None:
    throttle = Throttle.of(ManualClock(), 1)
    for _ in range(2):
        throttle.admit(Who("env_1", "key_1"))
    for _ in range(10):
        with pytest.raises(TooManyRequests):
            throttle.admit(Who("env_1", "key_1"))

    with pytest.raises(TooManyRequests):
        throttle.admit(Who("env_1", "key_2"))
    throttle.admit(Who("env_2", "key_3"))


def test_one_customer_cannot_use_up_its_environments_allowance() -> None:
    throttle = Throttle.of(ManualClock(), 10)
    passed = 0
    for number in range(40):
        try:
            throttle.admit(Who("env_1", f"cs_{number}", "cust_1"))
        except TooManyRequests:
            continue
        passed += 1

    assert passed == 2
    throttle.admit(Who("env_1", "cs_x", "cust_2"))
    throttle.admit(Who("env_1", "key_1"))
