"""Connecting over HTTP as an attacker would: spoiled links, callbacks and addresses, with the provider as witness."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from tests.journeys.dance import CUSTOMER, Dance, integrate
from tests.journeys.world import on_sqlite, send
from tests.support.clock import ManualClock
from tests.support.ill_answers import redirect

RETURN = "https://app.acme.example/integrations?tab=1"


# ------------------------------------------------------------------------------------------- rows 1 to 5: whose answer


async def test_a_good_callback_connects(dance: Dance) -> None:
    """What every refusal below is measured against."""
    leaving = await dance.leave()
    answer = await dance.come(await dance.consent(leaving), leaving.cookie)
    assert answer.status == 200
    assert [found["state"] for found in await dance.connections()] == ["active"]


@on_sqlite
async def test_a_callback_with_a_wrong_state_asks_for_no_token(dance: Dance) -> None:
    leaving = await dance.leave()
    path, _, query = (await dance.consent(leaving)).partition("?")
    said = {name: values[0] for name, values in parse_qs(query).items()}
    wrong: list[dict[str, Any]] = [
        {"code": said["code"]},
        {"code": said["code"], "state": ""},
        {"code": said["code"], "state": "x" + said["state"]},
        {"code": said["code"], "state": said["state"][:-1]},
        {"code": said["code"], "state": said["state"].upper()},
        {"code": said["code"], "state": [said["state"], "bw_test_st_" + "0" * 43]},
        {"code": said["code"], "state": "bw_test_st_" + "0" * 43},
    ]
    for spoiled in wrong:
        answer = await dance.come(f"{path}?{urlencode(spoiled, doseq=True)}", leaving.cookie)
        assert answer.status in {400, 422}, answer.text
    assert dance.provider.token_requests == []
    assert await dance.connections() == []


async def test_another_browser_gets_nothing_and_ends_the_attempt(dance: Dance) -> None:
    mine, theirs = await dance.leave(), await dance.leave("cus-2")
    back = await dance.consent(mine)
    name = mine.cookie.partition("=")[0]
    for cookie in ("", theirs.cookie, f"{name}={theirs.cookie.partition('=')[2]}"):
        attempt = await dance.leave()
        answer = await dance.come(await dance.consent(attempt), cookie)
        assert answer.status == 403, answer.text
        # The page is for whoever was tricked into opening it, and tells nothing of whom it belongs to.
        assert CUSTOMER not in answer.text
    assert (await dance.come(back, theirs.cookie)).status == 403
    assert (await dance.come(back, mine.cookie)).status == 422
    assert dance.provider.token_requests == []
    assert await dance.connections() == []


async def test_twenty_callbacks_at_once_cost_one_token_request(dance: Dance) -> None:
    leaving = await dance.leave()
    back = await dance.consent(leaving)
    answers = await asyncio.gather(*(dance.come(back, leaving.cookie) for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [200] + [422] * 19
    assert len(dance.provider.token_requests) == 1
    assert len(await dance.connections()) == 1


async def test_an_old_state_is_refused_with_a_page_that_says_what_to_do(dance: Dance, clock: ManualClock) -> None:
    leaving = await dance.leave()
    back = await dance.consent(leaving)
    clock.advance(15 * 60)
    answer = await dance.come(back, leaving.cookie)
    assert (answer.status, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    await dance.assert_nothing()
    spent = await dance.come(back, leaving.cookie)
    assert spent.status == 422


async def test_an_answer_for_another_provider_reaches_nobody(dance: Dance) -> None:
    """RFC 9700 section 4.4: the code of one provider must not travel to the other."""
    other = await integrate(dance.hub, dance.provider, "echo-2")
    leaving = await dance.leave()
    back = await dance.consent(leaving)
    answer = await dance.come(back.replace(dance.integration, other), leaving.cookie)
    assert answer.status == 422
    await dance.assert_nothing()
    real = dance.provider.base_url
    strange = [f"{real}.evil.example", f"{real}?x", f"{real}@evil.example", real.replace("://", "://evil@"), real[7:]]
    for issuer in ("https://evil.example", "null", *strange):
        attempt = await dance.leave()
        answer = await dance.come(f"{await dance.consent(attempt)}&iss={quote(issuer, safe='')}", attempt.cookie)
        assert answer.status in {400, 403}, answer.text
    await dance.assert_nothing()


@on_sqlite
async def test_every_attempt_has_a_verifier_of_its_own(dance: Dance) -> None:
    asked = []
    for _ in range(3):
        leaving = await dance.leave()
        await dance.come(await dance.consent(leaving), leaving.cookie)
        asked.append(leaving.query)
    assert {query["code_challenge_method"] for query in asked} == {"S256"}
    verifiers = {heard.form["code_verifier"] for heard in dance.provider.token_requests}
    assert len(verifiers) == len({query["code_challenge"] for query in asked}) == 3
    assert not any(verifier in leaving.location for verifier in verifiers)


async def test_a_code_of_somebody_else_fails_at_the_provider_and_nothing_is_kept(dance: Dance) -> None:
    """RFC 9700 section 4.5: the attacker's own code, in the victim's browser."""
    attacker, victim = await dance.leave("attacker"), await dance.leave()
    stolen = parse_qs(urlsplit(await dance.consent(attacker)).query)["code"][0]
    path, _, query = (await dance.consent(victim)).partition("?")
    said = {**{name: values[0] for name, values in parse_qs(query).items()}, "code": stolen}
    answer = await dance.come(f"{path}?{urlencode(said)}", victim.cookie)
    assert answer.status == 409
    assert await dance.connections() == []


# ---------------------------------------------------------------------------------- rows 7 and 9 to 12: what is in it


PROTOCOL = [
    "redirect_uri",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "client_id",
    "response_type",
    "STATE",
]


@on_sqlite
async def test_no_parameter_of_the_operators_replaces_one_of_the_protocols(dance: Dance) -> None:
    for name in PROTOCOL:
        body = {"authorize_params": {name: "https://evil.example"}}
        answer = await dance.hub.call("PATCH", f"/v1/integrations/{dance.integration}", body)
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, f"authorize_params.{name}")
    assert "evil.example" not in (await dance.leave()).location


MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


async def test_what_a_provider_says_is_text_and_ends_the_attempt(dance: Dance) -> None:
    answers: list[dict[str, Any]] = [
        {"error": "access_denied", "error_description": MARKUP},
        {"error": MARKUP, "error_description": MARKUP, "error_uri": "javascript:alert(1)"},
        {"error": "server_error", "error_description": "a" * 4_000},
        {"error": "server_error", "code": "ill-code"},
        {"code": ["ill-code-1", "ill-code-2"]},
        {"code": ""},
        {"code": "a\r\nx-evil: 1"},
        {},
    ]
    for said in answers:
        leaving = await dance.leave()
        query = urlencode({"state": leaving.query["state"], **said}, doseq=True)
        answer = await dance.come(f"/oauth/callback/{dance.integration}?{query}", leaving.cookie)
        assert 400 <= answer.status < 500, answer.text
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "javascript:" not in answer.text
        assert "x-evil" not in answer.headers
    await dance.assert_nothing()


NEARLY = [
    "https://evil.example/",
    "https://app.acme.example/integrations",
    "https://app.acme.example/integrations?tab=2",
    "https://app.acme.example/integrations?tab=1&x=2",
    "https://app.acme.example/integrations/?tab=1",
    "https://app.acme.example/other/../integrations?tab=1",
    "https://app.acme.example:443/integrations?tab=1",
    "https://app.acme.example@evil.example/integrations?tab=1",
    "https://app.acme.example.evil.example/integrations?tab=1",
    "https://APP.acme.example/integrations?tab=1",
    "https://app.acme.example/integrations?tab=1#x",
    "http://app.acme.example/integrations?tab=1",
    "//app.acme.example/integrations?tab=1",
    "/integrations?tab=1",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:\\\\app.acme.example/integrations?tab=1",
    " https://app.acme.example/integrations?tab=1",
    "https://app.acme.example/integrations%3Ftab=1",
    "https://app.acme.example/\tintegrations?tab=1",
    "",
]


async def test_the_way_back_is_on_the_list_or_refused(dance: Dance) -> None:
    await dance.hub.call("PATCH", "/v1/environment", {"return_urls": [RETURN]})
    for place in NEARLY:
        body = {"integration": dance.integration, "customer": CUSTOMER, "return_url": place}
        answer = await dance.hub.call("POST", "/v1/authorizations", body)
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, "return_url"), place
        session = {"customer": {"id": CUSTOMER}, "return_url": place}
        assert (await dance.hub.call("POST", "/v1/connect-sessions", session)).status == 422, place
    leaving = await dance.leave(return_url=RETURN)
    answer = await dance.come(await dance.consent(leaving), leaving.cookie)
    assert (answer.status, answer.headers["location"].startswith(f"{RETURN}&authorization=")) == (303, True)


async def test_an_address_that_was_taken_off_the_list_meanwhile_is_not_gone_to(dance: Dance) -> None:
    await dance.hub.call("PATCH", "/v1/environment", {"return_urls": [RETURN]})
    leaving = await dance.leave(return_url=RETURN)
    await dance.hub.call("PATCH", "/v1/environment", {"return_urls": []})
    answer = await dance.come(await dance.consent(leaving), leaving.cookie)
    assert (answer.status, answer.headers.get("location")) == (200, None)
    assert "app.acme.example" not in answer.text


@on_sqlite
async def test_no_header_moves_the_redirect_uri(dance: Dance) -> None:
    own = f"{dance.hub.base_url}/oauth/callback/{dance.integration}"
    headers = {
        "host": "evil.example",
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "https",
        "forwarded": "host=evil.example;proto=https",
        "x_original_url": "https://evil.example/",
        "x_forwarded_prefix": "/evil",
    }
    leaving = await dance.open(await dance.begin(), **headers)
    assert leaving.query["redirect_uri"] == own
    answer = await dance.come(await dance.consent(leaving), leaving.cookie, **headers)
    assert answer.status == 200
    assert dance.provider.token_requests[0].form["redirect_uri"] == own
    begun = await send(
        dance.hub,
        "POST",
        "/v1/connect-sessions",
        b'{"customer": {"id": "cus-1"}}',
        authorization=f"Bearer {dance.hub.token}",
        content_type="application/json",
        **headers,
    )
    assert begun.data["url"].startswith(dance.hub.base_url)


async def test_a_token_endpoint_that_points_elsewhere_is_not_followed(dance: Dance) -> None:
    for status in (301, 302, 303, 307, 308):
        dance.provider.script(redirect(f"{dance.provider.base_url}/elsewhere", status))
        leaving = await dance.leave()
        answer = await dance.come(await dance.consent(leaving), leaving.cookie)
        assert answer.status >= 400
    assert dance.provider.strays == []
    await dance.assert_nothing(token_requests=5)
