"""Providers over the API."""

import io
import json
from typing import Any

import httpx
import pytest

from bothways.core.bearer.model import Mode
from bothways.core.identity.callers import Operator, OperatorCaller, ScopeMissing, Unauthenticated
from bothways.kit.db.database import Database
from bothways.kit.ids import Ids
from bothways.kit.log import configure
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.openapi import About
from bothways.kit.web.paging import Cursors
from bothways.kit.web.route import Gate
from bothways.kit.web.site import Border, build
from bothways.kit.web.throttle import Throttle
from bothways.outbound.providers.routes import routes
from tests.rooms.outbound.providers.house import MINE, House, a_house
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy


@pytest.fixture
async def house(database: Database, clock: ManualClock, ids: Ids) -> House:
    return await a_house(database, clock, ids)


@pytest.fixture
def api(house: House, clock: ManualClock) -> httpx.AsyncClient:
    """Callers say who they are by `environment scope scope`."""

    async def authenticate(guard: Operator, exchange: Exchange) -> OperatorCaller:
        said = (exchange.header("authorization") or "").split()
        if not said:
            raise Unauthenticated("No key was sent.")
        if guard.scope not in said[1:]:
            raise ScopeMissing(f"The key lacks the scope {guard.scope}.")
        return OperatorCaller(said[0], "ws_1", Mode.TEST, "key_1", frozenset(said[1:]), frozenset())

    border = Border(
        gates={Operator: Gate(authenticate, lambda caller: Who("operator", caller.key_id, caller.environment_id))},
        about=About("Bothways", "1.0"),
        log=configure(io.BytesIO(), "info", clock),
        clock=clock,
        entropy=SeededEntropy(),
        throttle=Throttle.of(clock, 1000),
    )
    table = routes(
        house.get, house.listed, house.add, house.replace, house.remove, Cursors(b"k" * 32), "https://bw.test"
    )
    headers = {"authorization": f"{house.test} providers:read providers:write"}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(build(table, border)), base_url="http://bothways.test", headers=headers
    )


async def test_a_provider_of_ones_own_lives_its_life(api: httpx.AsyncClient) -> None:
    added = await api.post("/v1/providers", json={"definition": MINE})
    assert added.status_code == 201, added.text
    assert added.json()["origin"] == "environment"
    assert added.json()["definition"]["values"] == MINE["values"]
    listed = (await api.get("/v1/providers")).json()
    assert [item["slug"] for item in listed["items"]] == ["alpha", "beta", "gamma", "mine"]
    changed = await api.put("/v1/providers/mine", json={"definition": {**MINE, "name": "Renamed"}})
    assert (changed.status_code, changed.json()["name"]) == (200, "Renamed")
    assert (await api.get("/v1/providers/mine")).json()["name"] == "Renamed"
    assert (await api.delete("/v1/providers/mine")).status_code == 204
    assert (await api.get("/v1/providers/mine")).status_code == 404


async def test_the_answer_is_a_definition_that_can_be_sent_again(api: httpx.AsyncClient) -> None:
    definition = (await api.get("/v1/providers/alpha")).json()["definition"]
    again = await api.post("/v1/providers", json={"definition": {**definition, "slug": "alpha-too"}})
    assert again.status_code == 201, again.text


async def test_a_wrong_definition_is_answered_with_every_path(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/providers", json={"definition": {**MINE, "icon": "x", "website": "ftp://x"}})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "invalid_input"
    assert {error["field"] for error in problem["errors"]} == {"definition.icon", "definition.website"}


@pytest.mark.parametrize("body", [{}, {"definition": []}, {"definition": MINE, "origin": "built_in"}, [], "x"])
async def test_a_body_of_another_shape_is_refused(api: httpx.AsyncClient, body: Any) -> None:
    answer = await api.post("/v1/providers", content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}


async def test_what_is_there_already_or_not_ones_own_is_said_so(api: httpx.AsyncClient) -> None:
    taken = await api.post("/v1/providers", json={"definition": {**MINE, "slug": "alpha"}})
    assert (taken.status_code, taken.json()["code"]) == (409, "provider_exists")
    foreign = await api.delete("/v1/providers/alpha")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "provider_not_yours")


async def test_pages_follow_each_other_and_cursors_stay_where_they_were_given(
    api: httpx.AsyncClient, house: House
) -> None:
    first = (await api.get("/v1/providers", params={"limit": 2})).json()
    second = (await api.get("/v1/providers", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["slug"] for item in first["items"] + second["items"]] == ["alpha", "beta", "gamma"]
    assert second["next_cursor"] is None
    for stolen in (
        {"params": {"cursor": first["next_cursor"], "q": "a"}},
        {"params": {"cursor": first["next_cursor"]}, "headers": {"authorization": f"{house.live} providers:read"}},
    ):
        assert (await api.get("/v1/providers", **stolen)).status_code == 422  # type: ignore[arg-type]
    for limit in ("0", "-1", "101", "1000000000", "x"):
        assert 400 <= (await api.get("/v1/providers", params={"limit": limit})).status_code < 500


async def test_the_list_is_narrowed_by_words_and_category(api: httpx.AsyncClient) -> None:
    found = (await api.get("/v1/providers", params={"q": "alpha", "category": "crm"})).json()["items"]
    assert [item["slug"] for item in found] == ["alpha"]
    assert found[0]["methods"][0]["type"] == "oauth2_code"
    assert "definition" not in found[0]


async def test_who_may_not_is_refused(api: httpx.AsyncClient, house: House) -> None:
    reader = {"authorization": f"{house.test} providers:read"}
    assert (await api.post("/v1/providers", json={"definition": MINE}, headers=reader)).status_code == 403
    assert (await api.get("/v1/providers", headers={"authorization": ""})).status_code == 401
