"""Lists: filters that clients send, wildcards, pages and order, on both families of paths."""

import pytest

from tests.dialects.kolla.conftest import Kolla, fields_of
from tests.support.clock import ManualClock

OPEN = 'consumer_id="cus-1" AND state!="INITIALIZED" AND state!="DISABLED"'


@pytest.mark.parametrize("family", ["/connect/v1", "/v1"])
async def test_filters_are_applied_and_not_ignored(kolla: Kolla, family: str) -> None:
    kolla.base = family
    uid = (await kolla.walk.integrate(slug="contacts")).removeprefix("intg_")
    await kolla.walk.integrate("sandbox-key", slug="keys")
    active = await kolla.link("contacts", labels={"team": "blue"})
    ended = await kolla.link("contacts", person="usr_grace")
    await kolla.ok("POST", f"{ended['name']}:disable")
    waiting = await kolla.ok("POST", "connectors/keys/linkedaccounts", {"consumer_id": "cus-1"})
    await kolla.link("contacts", "cus-2")

    async def names(connector: str, where: str) -> list[str]:
        return [one["name"] for one in await kolla.list(connector, where)]

    assert await names("-", OPEN) == [active["name"]]
    assert await names("contacts", 'consumer_id="cus-1" AND state!="DISABLED"') == [active["name"]]
    assert await names("-", 'consumer_id="cus-1" AND state!="DISABLED"') == [active["name"], waiting["name"]]
    assert await names(uid, 'consumer_id="cus-1"') == [active["name"], ended["name"]]
    assert await names("-", 'state="INITIALIZED"') == [waiting["name"]]
    assert await names("-", 'labels.team="blue"') == [active["name"]]
    assert await names("-", 'connector="connectors/keys"') == [waiting["name"]]
    assert await names("-", 'consumer_id="nobody"') == []
    assert len(await names("-", "")) == 4
    assert (await kolla.refused("GET", f"{family}/connectors/nothing/linkedaccounts"))[:2] == (404, 5)


async def test_pages_follow_each_other_and_belong_to_their_list(kolla: Kolla) -> None:
    await kolla.walk.integrate(slug="contacts")
    for number in range(3):
        body = {"consumer_id": f"cus-{number}", "credentials": {"token": f"t-{number}"}}
        await kolla.ok("POST", "connectors/contacts/linkedaccounts", body)
    for number in range(2):
        await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": f"waiting-{number}"})
    found, token = [], ""
    for _ in range(9):
        page = await kolla.ok("GET", f"connectors/-/linkedaccounts?page_size=2&page_token={token}")
        assert len(page["linked_accounts"]) <= 2
        found += [one["consumer_id"] for one in page["linked_accounts"]]
        token = page["next_page_token"]
        if not token:
            break
    assert found == ["cus-0", "cus-1", "cus-2", "waiting-0", "waiting-1"]

    for most in ("connectors/-/linkedaccounts", "connectors", "connectors/-/links", "/v1/apps"):
        # What is too much is taken for as much as there may be. Old clients send the key alone, without Bearer.
        many = await kolla.ok("GET", f"{most}?page_size=1000")
        assert await kolla.ok("GET", f"{most}?page_size=99999", token="", authorization=kolla.hub.token) == many
    first = (await kolla.ok("GET", "connectors/-/linkedaccounts?page_size=2"))["next_page_token"]
    for query in ("?filter=state%3DACTIVE&page_token=", "?order_by=name&page_token="):
        status, code, problem = await kolla.refused("GET", f"connectors/-/linkedaccounts{query}{first}")
        assert (status, code, fields_of(problem)) == (400, 3, ["page_token"])
    other = await kolla.hub.another_environment()
    foreign = await other.call("GET", f"/connect/v1/connectors/-/linkedaccounts?page_token={first}")
    assert (foreign.status, foreign.data["code"]) == (400, 3)


async def test_an_account_is_seen_once_whatever_becomes_of_it_between_two_pages(kolla: Kolla) -> None:
    integration = await kolla.walk.integrate(slug="contacts")
    waiting = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-1"})
    active = await kolla.link("contacts", "cus-2")
    # To connect it again is no account of its own.
    again = {"lifetime_seconds": 86_400, "connection_id": f"conn_{active['uid']}"}
    assert (await kolla.walk.authorize(integration, "cus-2", **again)).status == 201
    withdrawn = await kolla.ok("POST", "connectors/contacts/linkedaccounts", {"consumer_id": "cus-3"})
    await kolla.ok("POST", f"{withdrawn['name']}:disable")

    found, token = [], ""
    for number in range(4):
        page = await kolla.ok("GET", f"connectors/-/linkedaccounts?page_size=1&page_token={token}")
        found += [(one["name"], one["state"]) for one in page["linked_accounts"]]
        token = page["next_page_token"]
        if number == 0:
            await kolla.install(waiting)
        if not token:
            break
    told = [(waiting, "INITIALIZED"), (active, "ACTIVE"), (withdrawn, "DISABLED")]
    assert found == [(one["name"], state) for one, state in told]
    assert [one["name"] for one in await kolla.list(where='state="DISABLED"')] == [withdrawn["name"]]
    assert [one["name"] for one in await kolla.list(where=OPEN)] == [waiting["name"]]
    assert (await kolla.ok("GET", found[1][0]))["uid"] == active["uid"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        "connectors",
        "connectors?order_by=slug desc",
        "/v1/apps?filter=type%3DCONNECTOR",
        "/v1/apps?order_by=create_time",
    ],
)
async def test_what_is_removed_between_two_pages_hides_nothing(kolla: Kolla, path: str) -> None:
    for slug in ("one", "two", "three", "four", "five", "six"):
        await kolla.walk.integrate(slug=slug, display_name=slug)
    name = "connectors" if path.startswith("connectors") else "apps"
    joint = "&" if "?" in path else "?"
    token = await kolla.consumer_token() if name == "apps" else None

    async def page(size: int, after: str = "") -> tuple[list[str], str]:
        answer = await kolla.ok("GET", f"{path}{joint}page_size={size}&page_token={after}", token=token)
        return [one.get("slug") or one["display_name"] for one in answer[name]], answer["next_page_token"]

    every, _ = await page(9)
    seen, after = await page(3)
    for slug in seen:
        await kolla.ok("DELETE", f"connectors/{slug}")
    more, after = await page(2, after)
    await kolla.ok("DELETE", f"connectors/{more[0]}")
    last, after = await page(2, after)
    assert (seen + more + last, after) == (every, "")


async def test_lists_are_ordered_as_asked(kolla: Kolla, clock: ManualClock) -> None:
    await kolla.walk.integrate(slug="contacts")
    for consumer in ("b", "a", "c"):
        clock.advance(1)
        body = {"consumer_id": consumer, "credentials": {"token": consumer}}
        await kolla.ok("POST", "connectors/contacts/linkedaccounts", body)

    async def order(by: str) -> list[str]:
        path = f"connectors/-/linkedaccounts?order_by={by}"
        return [one["consumer_id"] for one in (await kolla.ok("GET", path))["linked_accounts"]]

    assert await order("consumer_id") == ["a", "b", "c"]
    assert await order("consumer_id%20desc") == ["c", "b", "a"]
    assert await order("create_time%20desc") == ["c", "a", "b"]
    assert await order("state,%20consumer_id%20desc") == ["c", "b", "a"]
    page = await kolla.ok("GET", "connectors/-/linkedaccounts?order_by=consumer_id&page_size=2")
    rest = await kolla.ok(
        "GET", f"connectors/-/linkedaccounts?order_by=consumer_id&page_size=2&page_token={page['next_page_token']}"
    )
    assert [one["consumer_id"] for one in rest["linked_accounts"]] == ["c"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("filter=colour%3Dred", "filter"),
        ("filter=state", "filter"),
        ("page_size=-1", "page_size"),
        ("page_size=many", "page_size"),
        ("order_by=colour", "order_by"),
        ("order_by=state%20up", "order_by"),
        ("page_token=made-up", "page_token"),
    ],
)
@pytest.mark.parametrize("path", ["connectors", "connectors/-/linkedaccounts", "/v1/apps"])
async def test_wrong_queries_are_named(kolla: Kolla, path: str, query: str, field: str) -> None:
    status, code, problem = await kolla.refused("GET", f"{path}?{query}")
    assert (status, code, fields_of(problem)) == (400, 3, [field])


async def test_sizes_beyond_the_most_are_taken_as_the_most(kolla: Kolla) -> None:
    await kolla.ok("GET", "connectors?page_size=100000&colour=red&$alt=json")
    await kolla.ok("GET", "connectors/-/linkedaccounts?page_size=1000&prettyPrint=true")
