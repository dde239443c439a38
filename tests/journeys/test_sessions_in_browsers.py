"""A customer's browser with a connect session: what it may ask by script, and how the frame inside gets in."""

import pytest

from tests.journeys.world import UNKNOWN, Tenant, World, everything_in, on_sqlite, told
from tests.support.clock import ManualClock
from tests.support.hub import Answer

SITE = "https://app.acme.example"


def own_origin(tenant: Tenant) -> str:
    return tenant.hub.bothways.edges.settings.public_url


async def ticket_of(tenant: Tenant) -> str:
    answer = await tenant.hub.call("POST", "/v1/session/tickets", token=tenant.session)
    assert answer.status == 201, answer.text
    return str(answer.data["ticket"])


async def redeem(tenant: Tenant, ticket: str, **headers: str) -> Answer:
    """As the frame's script sends it, unless `headers` say otherwise."""
    sent = {"origin": own_origin(tenant), "sec_fetch_site": "same-origin"} | headers
    named = {name: value for name, value in sent.items() if value}
    return await tenant.hub.call("POST", "/v1/session/redeem", {"ticket": ticket}, token="", **named)


# ------------------------------------------------------------------------------------------------------- the session


async def test_a_session_tells_who_it_is_for(world: World) -> None:
    tenant = world.acme
    await tenant.call("PATCH", "/v1/environment", {"theme": {"product_name": "Acme Desk"}})
    await tenant.call("POST", "/v1/customers", {"id": tenant.customer, "name": "Northwind", "email": "jo@nw.example"})
    told_of = (await tenant.hub.call("GET", "/v1/session", token=tenant.session)).data
    assert told_of.pop("expires_at")
    assert told_of == {
        "id": tenant.ids["session_id"],
        "environment_id": tenant.ids["environment_id"],
        "mode": "test",
        "product_name": "Acme Desk",
        "integration_ids": None,
        "return_url": None,
        "locale": None,
        "customer": {
            "id": tenant.ids["customer_id"],
            "external_id": tenant.customer,
            "name": "Northwind",
            "email": "jo@nw.example",
        },
    }


async def test_signing_out_ends_the_session_its_frames_and_its_pages(world: World) -> None:
    tenant = world.acme
    ticket, left_over = await ticket_of(tenant), await ticket_of(tenant)
    frame = (await redeem(tenant, ticket)).data["token"]
    assert (await tenant.hub.call("DELETE", "/v1/session", token=frame)).status == 204
    for token in (tenant.session, frame):
        assert (await tenant.hub.call("GET", "/v1/session", token=token)).status == 401
    assert (await redeem(tenant, left_over)).status == 404
    page = await tenant.hub.call(
        "GET", f"/connect/{tenant.ids['session_id']}", cookie=f"bothways_{tenant.ids['session_id']}={tenant.cookie}"
    )
    assert page.status == 401
    entries = (await tenant.call("GET", "/v1/audit-entries?action=connect_session.revoked")).data["items"]
    assert [(entry["actor"], entry["subject"]) for entry in entries][:1] == [(tenant.ids["session_id"],) * 2]


# --------------------------------------------------------------------------------------------------------- the frame


async def test_a_frame_trades_its_ticket_for_a_token_that_opens_the_same_session(world: World) -> None:
    tenant = world.acme
    entered = await redeem(tenant, await ticket_of(tenant))
    own = (await tenant.hub.call("GET", "/v1/session", token=tenant.session)).data
    assert (entered.status, entered.data["session"]) == (200, own)
    token = entered.data["token"]
    assert token not in {tenant.session, ""}
    for path in ("/v1/session", "/v1/marketplace", "/v1/connections", "/v1/catalog"):
        by_frame = await tenant.hub.call("GET", path, token=token)
        by_page = await tenant.hub.call("GET", path, token=tenant.session)
        assert (by_frame.status, by_frame.data) == (200, by_page.data)


async def test_a_ticket_that_was_used_seen_by_others_or_kept_too_long_opens_nothing(
    world: World, clock: ManualClock
) -> None:
    tenant = world.acme
    used, kept = await ticket_of(tenant), await ticket_of(tenant)
    assert (await redeem(tenant, used)).status == 200
    clock.advance(60)
    refused = [await redeem(tenant, ticket) for ticket in (used, kept, "bw_test_ft_" + "0" * 43)]
    assert [(answer.status, answer.data["code"]) for answer in refused] == [(404, "frame_ticket_refused")] * 3
    assert len({answer.data["detail"] for answer in refused}) == 1


@on_sqlite
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": SITE},
        {"origin": SITE, "sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": ""},
        {"origin": "https://evil.example", "sec_fetch_site": ""},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"origin": "", "sec_fetch_site": "cross-site"},
    ],
)
async def test_no_other_sites_script_spends_a_ticket(world: World, headers: dict[str, str]) -> None:
    tenant = world.acme
    await tenant.call("PATCH", "/v1/environment", {"allowed_origins": [SITE]})
    ticket = await ticket_of(tenant)
    before = await everything_in(tenant.hub.bothways.edges.database)
    answer = await redeem(tenant, ticket, **headers)
    assert (answer.status, answer.data["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in answer.headers
    assert await everything_in(tenant.hub.bothways.edges.database) == before
    assert (await redeem(tenant, ticket)).status == 200


@on_sqlite
async def test_a_page_of_an_allowed_site_gets_its_ticket_across_origins(world: World) -> None:
    tenant = world.acme
    await tenant.call("PATCH", "/v1/environment", {"allowed_origins": [SITE]})
    answer = await tenant.hub.call("POST", "/v1/session/tickets", token=tenant.session, origin=SITE)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (201, SITE)
    assert tenant.session not in answer.text


@on_sqlite
async def test_neither_ticket_nor_token_is_in_the_log(world: World) -> None:
    tenant = world.acme
    ticket = await ticket_of(tenant)
    token = (await redeem(tenant, ticket)).data["token"]
    await redeem(tenant, ticket)
    await tenant.hub.call("GET", "/v1/session", token=token)
    log = tenant.hub.log_text()
    assert "/v1/session/redeem" in log
    assert [secret for secret in (ticket, token, tenant.session) if secret[11:] in log] == []


# ------------------------------------------------------------------------------------------------- own connections


async def test_a_session_lists_and_reads_its_own_customers_connections_alone(world: World) -> None:
    tenant = world.acme
    theirs = await tenant.adopt("somebody-else")
    own = tenant.ids["connection_id"]
    for query in ("", "?customer=somebody-else", f"?integration={tenant.ids['integration']}", "?limit=1"):
        listed = await tenant.hub.call("GET", f"/v1/connections{query}", token=tenant.session)
        assert [item["id"] for item in listed.data["items"]] == [own], query
        assert listed.data["next_cursor"] is None
    for path in ("", "/history"):
        answers = [
            await tenant.hub.call("GET", f"/v1/connections/{which}{path}", token=tenant.session)
            for which in (own, theirs, UNKNOWN["connection_id"])
        ]
        assert [answer.status for answer in answers] == [200, 404, 404]
        assert told(answers[1]) == told(answers[2])


async def test_a_session_disconnects_what_is_its_own_and_nothing_else(world: World) -> None:
    tenant = world.acme
    theirs = await tenant.adopt("somebody-else")
    own = tenant.ids["connection_id"]
    before = await everything_in(tenant.hub.bothways.edges.database)
    foreign = await tenant.hub.call("DELETE", f"/v1/connections/{theirs}", token=tenant.session)
    unknown = await tenant.hub.call("DELETE", f"/v1/connections/{UNKNOWN['connection_id']}", token=tenant.session)
    assert foreign.status == 404
    assert told(foreign) == told(unknown)
    assert await everything_in(tenant.hub.bothways.edges.database) == before
    ended = await tenant.hub.call("DELETE", f"/v1/connections/{own}", token=tenant.session)
    assert (ended.status, ended.data["state"]) == (200, "disconnected")
    trail = (await tenant.call("GET", f"/v1/audit-entries?subject={own}")).data["items"]
    assert (trail[0]["action"], trail[0]["actor"]) == ("connection.disconnected", tenant.ids["session_id"])


async def test_a_session_for_one_integration_sees_no_connection_through_another(world: World) -> None:
    tenant = world.acme
    own = tenant.ids["connection_id"]
    _, narrow, _ = await tenant.open_session(tenant.customer, integrations=[tenant.ids["unused"]])
    listed = await tenant.hub.call("GET", "/v1/connections", token=narrow)
    assert (listed.status, listed.data["items"]) == (200, [])
    through = await tenant.hub.call("GET", f"/v1/connections?integration={tenant.ids['integration']}", token=narrow)
    assert (through.status, through.data["code"]) == (404, "integration_not_found")
    for method, path in [("GET", ""), ("GET", "/history"), ("DELETE", "")]:
        foreign = await tenant.hub.call(method, f"/v1/connections/{own}{path}", token=narrow)
        unknown = await tenant.hub.call(method, f"/v1/connections/{UNKNOWN['connection_id']}{path}", token=narrow)
        assert foreign.status == 404
        assert told(foreign) == told(unknown)


@on_sqlite
async def test_a_session_reads_neither_the_operators_notes_nor_any_secret(world: World) -> None:
    tenant = world.acme
    own = tenant.ids["connection_id"]
    await tenant.call("PATCH", f"/v1/connections/{own}", {"metadata": {"note": "plants-on-credit"}, "label": "Sales"})
    seen = await tenant.hub.call("GET", f"/v1/connections/{own}", token=tenant.session)
    assert (seen.data["metadata"], seen.data["label"]) == ({}, "Sales")
    for path in (f"/v1/connections/{own}", "/v1/connections", f"/v1/connections/{own}/history", "/v1/marketplace"):
        text = (await tenant.hub.call("GET", path, token=tenant.session)).text
        assert "plants-on-credit" not in text
        assert "adopted-at" not in text
    for path in (f"/v1/connections/{own}/credentials", "/v1/credentials?customer=x&integration=y"):
        assert (await tenant.hub.call("GET", path, token=tenant.session)).status == 401


@on_sqlite
async def test_a_cursor_of_a_key_is_none_of_a_sessions(world: World) -> None:
    tenant = world.acme
    await tenant.adopt("somebody-else")
    cursor = (await tenant.call("GET", "/v1/connections?limit=1")).data["next_cursor"]
    assert cursor
    answer = await tenant.hub.call("GET", f"/v1/connections?limit=1&cursor={cursor}", token=tenant.session)
    assert answer.status == 422
