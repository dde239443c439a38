"""Foreign ids answer like unknown ones, byte for byte, wherever an id may stand."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from tests.journeys.expectations import API, bearer_of, in_turn, query_of
from tests.journeys.world import UNKNOWN, Tenant, World, everything_in, on_sqlite, told
from tests.support.hub import Answer


def pairs_of(world: World) -> Iterator[tuple[str, Tenant, Tenant]]:
    """Who asks, and whose things they ask for."""
    yield "a test key for live data", world.acme, world.live
    yield "a live key for test data", world.live, world.acme
    yield "another company's key", world.other, world.acme


async def test_a_foreign_id_in_a_path_answers_like_an_unknown_one(world: World) -> None:
    wrong = {}
    for who, asking, owner in pairs_of(world):
        before = await everything_in(owner.hub.bothways.edges.database)
        for method, template, expected in in_turn(API):
            if "{" not in template:
                continue
            # Some bodies name the path's own id once more.
            nobody = replace(owner, ids={**owner.ids, **UNKNOWN})
            foreign, unknown = [
                await asking.hub.call(
                    method,
                    one.path(template),
                    expected.body and expected.body(one),
                    token=bearer_of(asking, expected),
                )
                for one in (owner, nobody)
            ]
            if foreign.status != 404 or told(foreign) != told(unknown):
                wrong[f"{who}: {method} {template}"] = (told(foreign), told(unknown))
        assert await everything_in(owner.hub.bothways.edges.database) == before
    assert wrong == {}


Reference = Callable[[Tenant, str], Awaitable[Answer]]

# Where ids stand in queries and bodies: the kind of id, and a call that names one.
REFERENCES: dict[str, tuple[str, Reference]] = {
    "connections of an integration": (
        "integration",
        lambda tenant, name: tenant.hub.call("GET", f"/v1/connections?integration={name}"),
    ),
    "credentials through an integration": (
        "integration",
        lambda tenant, name: tenant.hub.call("GET", f"/v1/credentials?customer={tenant.customer}&integration={name}"),
    ),
    "credentials of an account": (
        "connection_id",
        lambda tenant, name: tenant.hub.call(
            "GET",
            f"/v1/credentials?customer={tenant.customer}&integration={tenant.ids['integration']}&account={name}",
        ),
    ),
    "an import": (
        "integration",
        lambda tenant, name: tenant.hub.call(
            "POST",
            "/v1/connections",
            {"customer": "new", "integration": name, "credentials": {"access_token": "at"}},
        ),
    ),
    "an attempt through an integration": (
        "integration",
        lambda tenant, name: tenant.hub.call(
            "POST", "/v1/authorizations", {"customer": tenant.customer, "integration": name}
        ),
    ),
    "an attempt to reconnect": (
        "connection_id",
        lambda tenant, name: tenant.hub.call(
            "POST",
            "/v1/authorizations",
            {"customer": tenant.customer, "integration": tenant.ids["integration"], "connection_id": name},
        ),
    ),
    "a session for an integration": (
        "integration",
        lambda tenant, name: tenant.hub.call(
            "POST", "/v1/connect-sessions", {"customer": {"id": tenant.customer}, "integrations": [name]}
        ),
    ),
    "a link for an integration": (
        "integration",
        lambda tenant, name: tenant.hub.call(
            "POST", "/v1/connect-links", {"customer": {"id": tenant.customer}, "integrations": [name]}
        ),
    ),
    "an integration of a provider": (
        "slug",
        lambda tenant, name: tenant.hub.call("POST", "/v1/integrations", {"provider": name}),
    ),
    "events of a subject": (
        "connection_id",
        lambda tenant, name: tenant.hub.call("GET", f"/v1/events?subject_id={name}"),
    ),
    "events of a customer": (
        "customer_id",
        lambda tenant, name: tenant.hub.call("GET", f"/v1/events?customer_id={name}"),
    ),
    "audit entries of a subject": (
        "connection_id",
        lambda tenant, name: tenant.hub.call("GET", f"/v1/audit-entries?subject={name}"),
    ),
}


async def test_a_foreign_id_in_a_query_or_body_answers_like_an_unknown_one(world: World) -> None:
    wrong = {}
    for who, asking, owner in pairs_of(world):
        for name, (kind, call) in REFERENCES.items():
            foreign = told(await call(asking, owner.ids[kind]))
            unknown = told(await call(asking, UNKNOWN[kind]))
            if foreign != unknown:
                wrong[f"{who}: {name}"] = (foreign, unknown)
    assert wrong == {}


@on_sqlite
async def test_lists_hold_nothing_of_anybody_else(world: World) -> None:
    lists = [template for method, template, _ in in_turn(API) if method == "GET" and "{" not in template]
    for who, asking, owner in pairs_of(world):
        for path in lists:
            expected = API[f"GET {path}"]
            token = bearer_of(asking, expected)
            text = (await asking.hub.call("GET", path + query_of(asking, expected), token=token)).text
            assert [name for name, known in owner.ids.items() if known in text] == [], f"{who}: {path}"


@on_sqlite
async def test_one_id_of_the_operators_own_names_a_customer_in_each_environment(world: World) -> None:
    ids = {tenant.ids["customer_id"] for tenant in (world.acme, world.live, world.other)}
    assert len(ids) == 3
    await world.other.call("DELETE", world.other.path("/v1/customers/{customer_id}"))
    assert (await world.acme.call("GET", world.acme.path("/v1/customers/{customer_id}"))).status == 200
