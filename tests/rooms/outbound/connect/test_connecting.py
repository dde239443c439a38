"""From a link to credentials: the redirect dance against the real sandbox, and every way to spoil it."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from bothways.kit.errors import DomainError
from bothways.outbound.connect.finish import Callback
from tests.support.hubs import Walk, ticket_of
from tests.support.sandbox import visitor


async def code_of(walk: Walk, integration: str) -> tuple[object, str]:
    departure = await walk.depart(integration)
    return departure, await walk.sandbox.visitor.consent(departure.location)


async def connections(walk: Walk) -> list[dict[str, object]]:
    return list((await walk.hub.call("GET", "/v1/connections")).data["items"])


async def test_a_customer_connects_and_the_backend_reads_a_working_token(walk: Walk) -> None:
    connection = await walk.connect(await walk.integrate())
    found = (await walk.hub.call("GET", f"/v1/connections/{connection}/credentials")).data
    answer = await walk.sandbox.visitor.get("/api/me", authorization=found["headers"]["Authorization"])
    assert answer.status == 200
    assert answer.json["email"] == "ada@engine.example"


async def test_the_account_behind_a_connection_is_known(walk: Walk) -> None:
    connection = await walk.connect(await walk.integrate(), person="usr_grace")
    found = (await walk.hub.call("GET", f"/v1/connections/{connection}")).data
    assert "grace" in found["account"]["label"]


async def test_each_authorization_has_its_own_s256_challenge(walk: Walk) -> None:
    integration = await walk.integrate()
    queries = [parse_qs(urlsplit((await walk.depart(integration)).location).query) for _ in range(2)]
    assert {query["code_challenge_method"][0] for query in queries} == {"S256"}
    assert queries[0]["code_challenge"] != queries[1]["code_challenge"]


async def test_a_start_link_works_once(walk: Walk) -> None:
    url = (await walk.authorize(await walk.integrate())).data["url"]
    depart = walk.hub.bothways.outbound.depart
    results = await asyncio.gather(*(depart(ticket_of(url)) for _ in range(8)), return_exceptions=True)
    assert [getattr(result, "code", "departed") for result in results].count("departed") == 1


@pytest.mark.parametrize(
    "query", ["code=abc", "code=abc&state=bw_test_st_nobody", "code=a&state=", "state=x&state=y&code=a"]
)
async def test_a_callback_that_belongs_to_nothing_is_refused(walk: Walk, query: str) -> None:
    integration = await walk.integrate()
    with pytest.raises(DomainError):
        await walk.hub.bothways.outbound.finish(Callback(integration, query, {}))
    assert await connections(walk) == []


async def test_another_browser_cannot_finish_what_one_began(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    outcome = await walk.come_back(departure, location, cookies={})
    assert outcome.error is not None
    assert outcome.error.code == "authorization_browser_mismatch"
    assert await connections(walk) == []


async def test_a_cookie_of_another_authorization_does_not_help(walk: Walk) -> None:
    integration = await walk.integrate()
    departure, location = await code_of(walk, integration)
    other = await walk.depart(integration)
    outcome = await walk.come_back(departure, location, cookies={departure.cookie_name: other.cookie.reveal()})
    assert outcome.error is not None
    assert outcome.error.code == "authorization_browser_mismatch"


async def test_twenty_callbacks_at_once_make_one_connection(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    results = await asyncio.gather(*(walk.come_back(departure, location) for _ in range(20)), return_exceptions=True)
    assert sum(not isinstance(result, BaseException) and result.error is None for result in results) == 1
    assert len(await connections(walk)) == 1


async def test_a_spoiled_attempt_cannot_be_repeated(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    await walk.come_back(departure, location, cookies={})
    with pytest.raises(DomainError) as caught:
        await walk.come_back(departure, location)
    assert caught.value.code == "authorization_state_unknown"


async def test_an_answer_after_fifteen_minutes_is_too_late(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    walk.hub.bothways.edges.clock.advance(15 * 60)
    outcome = await walk.come_back(departure, location)
    assert outcome.error is not None
    assert outcome.error.code == "authorization_expired"


async def test_an_answer_at_another_integrations_address_is_refused(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    other = await walk.integrate(slug="second")
    outcome = await walk.come_back(departure, location, integration_id=other)
    assert outcome.error is not None
    assert await connections(walk) == []


@pytest.mark.parametrize("issuer", ["https://evil.example", "http://127.0.0.1:1", ""])
async def test_a_foreign_issuer_is_refused(walk: Walk, issuer: str) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    query = [part for part in urlsplit(location).query.split("&") if not part.startswith("iss=")]
    outcome = await walk.come_back(departure, location, query="&".join([*query, f"iss={issuer}"]))
    assert outcome.error is not None
    assert outcome.error.code == "authorization_issuer_mismatch"


async def test_a_person_who_declines_is_told_so_and_nothing_is_left(walk: Walk) -> None:
    departure = await walk.depart(await walk.integrate())
    location = await walk.sandbox.visitor.consent(departure.location, cancel=True)
    outcome = await walk.come_back(departure, location)
    assert outcome.error is not None
    assert outcome.error.code == "authorization_refused"
    assert outcome.authorization.status == "refused"
    assert await connections(walk) == []


@pytest.mark.parametrize("extra", ["&error=access_denied", "&code=second"])
async def test_an_answer_that_contradicts_itself_is_refused(walk: Walk, extra: str) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    outcome = await walk.come_back(departure, location, query=urlsplit(location).query + extra)
    assert outcome.error is not None
    assert outcome.error.code == "authorization_callback_malformed"


async def test_a_code_of_somebody_else_fails_at_the_challenge(walk: Walk) -> None:
    integration = await walk.integrate()
    departure, location = await code_of(walk, integration)
    _, others = await code_of(walk, integration)
    mine, theirs = parse_qs(urlsplit(location).query), parse_qs(urlsplit(others).query)
    injected = urlsplit(location).query.replace(mine["code"][0], theirs["code"][0])
    outcome = await walk.come_back(departure, location, query=injected)
    assert outcome.error is not None
    assert await connections(walk) == []


async def test_scopes_that_a_person_refuses_are_not_claimed(walk: Walk) -> None:
    connection = await walk.connect(await walk.integrate(), refuse=["contacts.read"])
    assert (await walk.hub.call("GET", f"/v1/connections/{connection}")).data["scopes"] == ["profile.read"]


async def test_a_reconnect_keeps_the_id_and_shows_another_account(walk: Walk) -> None:
    integration = await walk.integrate()
    first = await walk.connect(integration)
    again = await walk.connect(integration, person="usr_grace", connection_id=first)
    assert again == first
    events = (await walk.hub.call("GET", f"/v1/connections/{first}/history")).data["items"]
    assert "connection.account_changed" in {event["type"] for event in events}


async def test_two_accounts_are_two_connections_and_the_same_account_is_one(walk: Walk) -> None:
    integration = await walk.integrate()
    ada = await walk.connect(integration)
    grace = await walk.connect(integration, person="usr_grace")
    assert grace != ada
    assert await walk.connect(integration) == ada


async def test_a_customer_cannot_reconnect_somebody_elses_connection(walk: Walk) -> None:
    integration = await walk.integrate()
    connection = await walk.connect(integration, "cus-1")
    answer = await walk.authorize(integration, "cus-2", connection_id=connection)
    assert (answer.status, answer.data["code"]) == (404, "connection_not_found")


async def test_a_return_address_must_be_listed_exactly(walk: Walk) -> None:
    integration = await walk.integrate()
    listed = "https://app.acme.example/integrations"
    await walk.hub.call("PATCH", "/v1/environment", {"return_urls": [listed]})
    assert (await walk.authorize(integration, return_url=listed)).status == 201
    for wrong in ("https://evil.example", f"{listed}/", f"{listed}?x=1", f"{listed}@evil.example", "//evil.example"):
        answer = await walk.authorize(integration, return_url=wrong)
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, "return_url"), wrong


async def test_an_integration_that_is_off_connects_nobody(walk: Walk) -> None:
    integration = await walk.integrate(enabled=False)
    assert (await walk.authorize(integration)).data["code"] == "integration_disabled"


async def test_switching_off_also_stops_links_that_are_out(walk: Walk) -> None:
    integration = await walk.integrate()
    url = (await walk.authorize(integration)).data["url"]
    await walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"enabled": False})
    with pytest.raises(DomainError) as caught:
        await walk.hub.bothways.outbound.depart(ticket_of(url))
    assert caught.value.code == "integration_disabled"


async def test_switching_off_also_stops_whoever_is_at_the_provider(walk: Walk) -> None:
    integration = await walk.integrate()
    departure = await walk.depart(integration)
    location = await walk.sandbox.visitor.consent(departure.location)
    await walk.hub.call("PATCH", f"/v1/integrations/{integration}", {"enabled": False})
    outcome = await walk.come_back(departure, location)
    assert outcome.error is not None
    assert outcome.error.code == "integration_disabled"
    assert await connections(walk) == []


async def test_nothing_secret_is_kept_in_the_clear_or_logged(walk: Walk) -> None:
    departure, location = await code_of(walk, await walk.integrate())
    state = parse_qs(urlsplit(location).query)["state"][0]
    code = parse_qs(urlsplit(location).query)["code"][0]
    await walk.come_back(departure, location)
    log = walk.hub.log_text()
    for secret in (state, code, departure.cookie.reveal(), walk.hub.token, "sandbox-secret"):
        assert secret not in log


async def test_a_session_connects_for_its_own_customer_only(walk: Walk) -> None:
    integration = await walk.integrate()
    opened = (await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-9"}})).data
    answer = await walk.hub.call("POST", "/v1/authorizations", {"integration": integration}, token=opened["token"])
    assert answer.status == 201
    refused = await walk.hub.call(
        "POST", "/v1/authorizations", {"integration": integration, "customer": "cus-1"}, token=opened["token"]
    )
    assert refused.data["errors"][0]["field"] == "customer"


async def test_an_authorization_of_another_customer_looks_unknown(walk: Walk) -> None:
    integration = await walk.integrate()
    mine = (await walk.authorize(integration, "cus-1")).data["id"]
    opened = (await walk.hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-2"}})).data
    other = await walk.hub.call("GET", f"/v1/authorizations/{mine}", token=opened["token"])
    unknown = await walk.hub.call("GET", "/v1/authorizations/auth_222222222222222222222222aa", token=opened["token"])
    assert (
        (other.status, other.data["code"]) == (unknown.status, unknown.data["code"]) == (404, "authorization_not_found")
    )


async def test_two_visitors_do_not_share_a_walk(walk: Walk) -> None:
    integration = await walk.integrate()
    async with visitor(walk.sandbox.base_url) as second:
        one, two = await walk.depart(integration, "cus-1"), await walk.depart(integration, "cus-2")
        first_back = await walk.sandbox.visitor.consent(one.location)
        second_back = await second.consent(two.location, person="usr_grace")
        swapped = await walk.come_back(one, second_back)
        assert swapped.error is not None
        done = await walk.come_back(one, first_back)
        assert done.error is None
