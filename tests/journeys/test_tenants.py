"""Tenants stay apart: what is written into bodies, ids that look alike, cursors, limits of rate, idempotency keys."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest

from bothways.core.bearer.model import Mode
from tests.journeys.expectations import API, in_turn
from tests.journeys.world import Tenant, World, everything_in, on_sqlite, send
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, Hub, running_hub

# ------------------------------------------------------------------------------------------------- mass assignment

# What tables have and no body may set.
INNER = {
    "environment_id": "env_x",
    "workspace_id": "ws_x",
    "customer_id": "cust_x",
    "mode": "live",
    "state": "active",
    "status": "connected",
    "version": "99",
    "scopes": "audit:read",
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "revoked_at": "2020-01-01T00:00:00Z",
    "sealed": "AAAA",
    "client_secret_sealed": "AAAA",
    "account_id": "somebody",
    "actor": "key_x",
    "origin": "built_in",
}


async def test_what_no_body_may_set_is_refused_by_name_and_changes_nothing(world: World) -> None:
    tenant, wrong = world.acme, {}
    before = await everything_in(tenant.hub.bothways.edges.database)
    for method, template, expected in in_turn(API):
        if expected.body is None:
            continue
        body = expected.body(tenant)
        for place in [(), *((name,) for name, value in body.items() if isinstance(value, dict))]:
            for name, value in INNER.items():
                said, where = _set(body, place, name, value)
                if where is None:
                    continue
                answer = await tenant.hub.call(method, tenant.path(template), said)
                fields = [item["field"] for item in (answer.data or {}).get("errors", [])]
                if answer.status != 422 or not any(where in field for field in fields):
                    wrong[f"{method} {template}: {where}"] = (answer.status, answer.text)
    assert wrong == {}
    assert await everything_in(tenant.hub.bothways.edges.database) == before


# Where such a name is part of what may be said.
_ALLOWED = {("scopes", "credentials"), ("scopes", "integration"), ("scopes", "values"), ("version", "definition")}


def _set(body: dict[str, Any], place: tuple[str, ...], name: str, value: object) -> tuple[dict[str, Any], str | None]:
    if place:
        inner, where = {**body[place[0]], name: value}, f"{place[0]}.{name}"
        return {**body, place[0]: inner}, None if name in body[place[0]] or (name, place[0]) in _ALLOWED else where
    return {**body, name: value}, None if name in body or (name, "integration") in _ALLOWED else name


# ------------------------------------------------------------------------------------ ids that look or read alike

SQL = ["x'; DROP TABLE customers; --", "' OR '1'='1", "x' UNION SELECT token FROM api_keys --", "%", "_", "a\\'b", '"']
# Capitals, other widths, other alphabets, ligatures: each a customer of its own.
ALIKE = ["acme", "Acme", "ACME", "ａｃｍｅ", "аcme", "acme.", "acme-1", "ﬁrm", "firm", "é", "e", "ß", "ss"]
REFUSED = ["acme ", " acme", "acme\u200b", "e\u0301", "acme\n", "\u202eacme", "ac\u00adme", "", "x" * 129, "\ufeffacme"]


async def test_ids_that_read_alike_stay_apart_or_are_refused(hub: Hub) -> None:
    made = {}
    for name in [*ALIKE, *SQL]:
        answer = await hub.call("POST", "/v1/customers", {"id": name})
        assert (answer.status, answer.data["external_id"]) == (200, name)
        made[name] = answer.data["id"]
    assert len(set(made.values())) == len(made)
    for name, id_ in made.items():
        found = await hub.call("GET", f"/v1/customers?external_id={quote(name, safe='')}")
        assert [item["id"] for item in found.data["items"]] == [id_]
    for name in REFUSED:
        assert (await hub.call("POST", "/v1/customers", {"id": name})).status == 422, repr(name)


async def test_a_connection_of_one_customer_is_not_found_under_an_id_that_looks_like_theirs(world: World) -> None:
    tenant = world.acme
    for name in ALIKE[:5]:
        await tenant.call("POST", "/v1/customers", {"id": name})
    await tenant.adopt("acme")
    for name in [*ALIKE[1:], *SQL, "acme ", "acme%00"]:
        path = f"customer={quote(name, safe='%')}&integration={tenant.ids['integration']}"
        answer = await tenant.hub.call("GET", f"/v1/credentials?{path}")
        assert answer.status in {400, 404, 422}, f"{name!r}: {answer.text}"
        listed = await tenant.hub.call("GET", f"/v1/connections?{path}")
        assert listed.status >= 400 or listed.data["items"] == [], f"{name!r}: {listed.text}"


@on_sqlite
async def test_a_slug_has_one_spelling(world: World) -> None:
    slugs = ["Sandbox", "SANDBOX", "sandbox ", "ѕandbox", "sand\u200bbox", "-sandbox", "../x", "%2e", "intg_x"]
    for slug in slugs[:-1]:
        answer = await world.acme.hub.call("POST", "/v1/integrations", {"provider": "sandbox-key", "slug": slug})
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, "slug")


# -------------------------------------------------------------------------------------------------------- cursors

LISTS = [
    "/v1/customers",
    "/v1/events",
    "/v1/audit-entries",
    "/v1/providers",
    "/v1/integrations",
    "/v1/connections",
    "/v1/connections/{connection_id}/history",
]


async def lists_of(tenant: Tenant) -> dict[str, str]:
    """A cursor of each of the tenant's lists, every one of which has more than one page."""
    await tenant.adopt("somebody-else")
    label = {"label": "Another"}
    await tenant.call("PATCH", tenant.path("/v1/connections/{connection_id}"), label)
    await tenant.call("DELETE", tenant.path("/v1/connections/{connection_id}"))
    found = {}
    for template in LISTS:
        answer = await tenant.call("GET", tenant.path(template) + "?limit=1")
        assert answer.data["next_cursor"], template
        found[template] = answer.data["next_cursor"]
    return found


async def test_a_cursor_works_in_its_own_list_and_nowhere_else(world: World) -> None:
    acme, other = await lists_of(world.acme), await lists_of(world.other)
    wrong = {}
    for template in LISTS:
        path = world.acme.path(template)
        own = acme[template]
        assert (await world.acme.hub.call("GET", f"{path}?limit=1&cursor={own}")).status == 200
        strange = {
            "another tenant's": other[template],
            "cut": own[:-2],
            "altered": own[:-1] + ("A" if own[-1] != "A" else "B"),
            "empty": "",
            "of another version": "AAAA" + own,
            "rubbish": quote("ü\x00'", safe=""),
            "endless": "A" * 2_000,
            **{f"of {name}": cursor for name, cursor in acme.items() if name != template},
        }
        for name, cursor in strange.items():
            answer = await world.acme.hub.call("GET", f"{path}?limit=1&cursor={cursor}")
            if answer.status not in {400, 422}:
                wrong[f"{name}: {template}"] = (answer.status, answer.text)
    assert wrong == {}


@on_sqlite
async def test_a_cursor_belongs_to_the_filters_it_was_given_out_with(world: World) -> None:
    tenant = world.acme
    cursor = (await lists_of(tenant))["/v1/events"]
    assert (await tenant.hub.call("GET", f"/v1/events?subject_id=x&limit=1&cursor={cursor}")).status == 422


LIMITS = ["-1", "0", "101", "1000000000", "ten", "", "2.5", "0x10", "٣", "1&limit=2"]


@on_sqlite
async def test_a_limit_is_a_number_from_1_to_100(world: World) -> None:
    for template in LISTS:
        for limit in LIMITS:
            answer = await world.acme.hub.call("GET", world.acme.path(template) + f"?limit={limit}")
            assert answer.status in {400, 422}, f"{template}: {answer.text}"


# ---------------------------------------------------------------------------------------------------- limits of rate

PER_SECOND = 5
BURST = 2 * PER_SECOND


@pytest.fixture
async def slow_hub(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Hub]:
    """The product with a small allowance, and a clock that stands still."""
    settings = {"BOTHWAYS_RATE_LIMIT_PER_SECOND": str(PER_SECOND)}
    async with running_hub(database_url, clock, entropy, settings=settings) as hub:
        yield hub


def disguise(number: int) -> dict[str, str]:
    """Headers by which a caller would seem to come from somewhere else each time."""
    address = f"203.0.113.{number}"
    return {"x_forwarded_for": address, "forwarded": f"for={address}", "x_real_ip": address, "client_ip": address}


async def ask(hub: Hub, token: str, number: int = 0) -> Answer:
    return await send(hub, "GET", "/v1/environment", None, authorization=f"Bearer {token}", **disguise(number))


@on_sqlite
async def test_an_environment_has_one_allowance_whatever_its_callers_say(slow_hub: Hub, clock: ManualClock) -> None:
    identity, environment = slow_hub.bothways.identity, slow_hub.environment.id
    made = [
        await identity.create_api_key(environment, f"key {n}", ["environment:read"], actor="test") for n in range(4)
    ]
    keys = [slow_hub.token, *(key.token.reveal() for key in made)]
    statuses = [(await ask(slow_hub, keys[number % 5], number)).status for number in range(BURST + 5)]
    assert statuses == [200] * BURST + [429] * 5
    refused = await ask(slow_hub, slow_hub.token)
    assert (refused.data["code"], int(refused.headers["retry-after"])) == ("too_many_requests", 1)
    other = await slow_hub.another_environment(Mode.LIVE)
    assert (await ask(other, other.token)).status == 200
    clock.advance(1)
    assert [(await ask(slow_hub, key)).status for key in [*keys, keys[0]]] == [200] * PER_SECOND + [429]


@on_sqlite
async def test_guesses_are_counted_by_the_address_that_they_really_come_from(slow_hub: Hub, clock: ManualClock) -> None:
    answers = [await ask(slow_hub, f"bw_test_sk_{number:043}", number) for number in range(40)]
    assert [answer.status for answer in answers] == [401] * 30 + [429] * 10
    assert int(answers[-1].headers["retry-after"]) >= 1
    # Whoever has a good key is not shut out by a neighbour's guesses.
    assert (await ask(slow_hub, slow_hub.token)).status == 200
    clock.advance(2)
    assert [(await ask(slow_hub, "wrong")).status for _ in range(3)] == [401, 401, 429]


# ------------------------------------------------------------------------------------------------------ idempotency


async def test_an_idempotency_key_gives_one_answer_to_one_request_of_one_environment(world: World) -> None:
    acme, other, live = world.acme.hub, world.other.hub, world.live.hub
    body = {"customer": {"id": "cus-65"}}
    first = await acme.call("POST", "/v1/connect-sessions", body, idempotency_key="k1")
    again = await acme.call("POST", "/v1/connect-sessions", body, idempotency_key="k1")
    assert (first.status, again.text) == (201, first.text)
    assert again.headers["idempotency-replayed"] == "true"
    for changed in ({"customer": {"id": "cus-66"}}, body | {"lifetime_seconds": 60}):
        conflict = await acme.call("POST", "/v1/connect-sessions", changed, idempotency_key="k1")
        assert (conflict.status, conflict.data["code"]) == (409, "idempotency_key_reused")
    elsewhere = await acme.call("POST", "/v1/customers", {"id": "cus-65"}, idempotency_key="k1")
    assert elsewhere.status == 409
    for hub in (other, live):
        theirs = await hub.call("POST", "/v1/connect-sessions", body, idempotency_key="k1")
        assert (theirs.status, theirs.headers.get("idempotency-replayed")) == (201, None)
        assert theirs.data["token"] != first.data["token"]


async def test_sessions_of_one_environment_do_not_see_each_others_answers(world: World) -> None:
    tenant = world.acme
    body = {"integration": tenant.ids["integration"]}
    answers = [
        await tenant.hub.call("POST", "/v1/authorizations", body, token=token, idempotency_key="k1")
        for token in (tenant.session, tenant.other_session, tenant.session)
    ]
    assert [answer.status for answer in answers] == [201, 201, 201]
    assert answers[0].data["url"] != answers[1].data["url"]
    assert answers[0].text == answers[2].text
    key = await tenant.hub.call(
        "POST", "/v1/authorizations", body | {"customer": tenant.customer}, idempotency_key="k1"
    )
    assert (key.status, key.headers.get("idempotency-replayed")) == (201, None)


async def test_a_replay_is_for_those_who_may_still_ask(world: World, clock: ManualClock) -> None:
    tenant = world.acme
    token = await tenant.key("connect_sessions:write")
    body = {"customer": {"id": "cus-65"}}
    first = await tenant.hub.call("POST", "/v1/connect-sessions", body, token=token, idempotency_key="k2")
    assert first.status == 201
    weak = await tenant.key("customers:read")
    for nobody, status in ((weak, 403), ("wrong", 401)):
        answer = await tenant.hub.call("POST", "/v1/connect-sessions", body, token=nobody, idempotency_key="k2")
        assert answer.status == status
