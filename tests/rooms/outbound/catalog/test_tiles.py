"""Tiles: cards of the operator's own, who sees them, and what may stand on one."""

import base64
from typing import Any

import pytest

from bothways.outbound.catalog.tile import MOST_TILES, Tile, TileDraft, TileKind, arrange, check
from tests.rooms.outbound.catalog.test_catalog import PNG
from tests.support.clock import ManualClock
from tests.support.hub import Answer, Hub
from tests.support.hubs import Walk

ACADEMY = {
    "slug": "academy",
    "kind": "promotional",
    "name": "Academy",
    "description": "Courses for your people.",
    "long_description": "First.\n\nThen.",
    "link_url": "https://acme.example/academy?from=marketplace#top",
    "categories": ["education"],
    "background": "#3366cc",
    "position": 5,
}


async def create(hub: Hub, **changes: Any) -> Answer:
    return await hub.call("POST", "/v1/tiles", ACADEMY | changes)


async def session(hub: Hub, **more: Any) -> str:
    return str((await hub.call("POST", "/v1/connect-sessions", {"customer": {"id": "cus-1"}, **more})).data["token"])


async def slugs(hub: Hub, path: str = "/v1/marketplace", **more: Any) -> list[str]:
    answer = await hub.call("GET", path, token=await session(hub, **more))
    return [item["slug"] for item in answer.data["items"]]


async def test_a_tile_is_made_read_changed_listed_and_removed(hub: Hub) -> None:
    made = await create(hub)
    assert made.status == 201, made.text
    tile = made.data
    given = {name: tile[name] for name in ACADEMY}
    assert (given, tile["published"], tile["logo"]) == (ACADEMY, True, None)
    for name in (tile["id"], "academy"):
        assert (await hub.call("GET", f"/v1/tiles/{name}")).data == tile
    changed = await hub.call("PATCH", "/v1/tiles/academy", {"name": "School", "background": None, "slug": "school"})
    assert (changed.data["name"], changed.data["background"], changed.data["description"]) == (
        "School",
        None,
        ACADEMY["description"],
    )
    assert (await hub.call("GET", "/v1/tiles?published=true")).data["items"] == [changed.data]
    assert (await hub.call("GET", "/v1/tiles?published=false")).data["items"] == []
    assert (await hub.call("DELETE", f"/v1/tiles/{tile['id']}")).status == 204
    gone = await hub.call("GET", "/v1/tiles/school")
    assert (gone.status, gone.data["code"]) == (404, "tile_not_found")


async def test_customers_see_published_tiles_after_the_integrations(walk: Walk) -> None:
    await walk.integrate()
    await create(walk.hub)
    await create(walk.hub, slug="bank", name="Bank", kind="custom", position=1)
    await create(walk.hub, slug="hidden", published=False)
    for path in ("/v1/marketplace", "/v1/catalog"):
        assert await slugs(walk.hub, path) == ["sandbox", "bank", "academy"]
    token = await session(walk.hub)
    for path in ("/v1/marketplace/academy", "/v1/catalog/academy"):
        card = (await walk.hub.call("GET", path, token=token)).data
        assert (card["kind"], card["integration_id"], card["provider"]) == ("promotional", None, None)
        assert (card["link_url"], card["background"], card["state"]) == (
            ACADEMY["link_url"],
            "#3366cc",
            "not_connected",
        )
        assert (await walk.hub.call("GET", path.replace("academy", "hidden"), token=token)).status == 404
    assert (await walk.hub.call("GET", "/v1/marketplace/academy", token=token)).data["long_description"] == (
        "First.\n\nThen."
    )


async def test_their_categories_count(hub: Hub) -> None:
    await create(hub)
    seen = (await hub.call("GET", "/v1/marketplace", token=await session(hub))).data
    assert seen["categories"] == [{"slug": "education", "label": "Education", "count": 1}]


async def test_a_session_for_some_integrations_sees_no_tiles(walk: Walk) -> None:
    await walk.integrate()
    await create(walk.hub)
    assert await slugs(walk.hub, integrations=["sandbox"]) == ["sandbox"]
    token = await session(walk.hub, integrations=["sandbox"])
    assert (await walk.hub.call("GET", "/v1/marketplace/academy", token=token)).status == 404


async def test_a_tile_connects_nothing(hub: Hub) -> None:
    tile = (await create(hub)).data
    token = await session(hub)
    for name in (tile["id"], "academy"):
        refused = await hub.call("POST", "/v1/authorizations", {"integration": name}, token=token)
        assert (refused.status, refused.data["code"]) == (404, "integration_not_found")


async def test_another_environment_has_tiles_of_its_own(hub: Hub) -> None:
    tile = (await create(hub)).data
    other = await hub.another_environment()
    assert (await create(other)).status == 201
    for method, body in [("GET", None), ("PATCH", {"name": "Mine"}), ("DELETE", None)]:
        assert (await other.call(method, f"/v1/tiles/{tile['id']}", body)).status == 404
    assert (await hub.call("GET", "/v1/tiles/academy")).data == tile


async def test_a_slug_is_taken_once_by_tiles_and_integrations_alike(walk: Walk) -> None:
    await walk.integrate()
    assert (await create(walk.hub)).status == 201
    for refused in (
        await create(walk.hub),
        await create(walk.hub, slug="sandbox"),
        await walk.hub.call("PATCH", "/v1/tiles/academy", {"slug": "sandbox"}),
    ):
        assert (refused.status, refused.data["code"]) == (409, "tile_exists")
    assert (await walk.hub.call("PATCH", "/v1/tiles/academy", {"slug": "academy", "name": "Same"})).status == 200


async def test_an_integration_that_takes_a_tiles_slug_goes_before_it(walk: Walk) -> None:
    tile = (await create(walk.hub, slug="sandbox")).data
    integration = await walk.integrate()
    token = await session(walk.hub)
    assert (await walk.hub.call("GET", "/v1/marketplace/sandbox", token=token)).data["id"] == integration
    assert (await walk.hub.call("GET", f"/v1/marketplace/{tile['id']}", token=token)).data["kind"] == "promotional"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"link_url": "http://acme.example/"}, "link_url"),
        ({"link_url": "javascript:alert(1)"}, "link_url"),
        ({"link_url": "https://user@acme.example/"}, "link_url"),
        ({"link_url": "https:///path"}, "link_url"),
        ({"link_url": 'https://acme.example/"><script>'}, "link_url"),
        ({"link_url": "https://acme.example/\n"}, "link_url"),
        ({"link_url": "https://аcme.example/"}, "link_url"),
        ({"link_url": "https://acme.example:99999/"}, "link_url"),
        ({"slug": "Academy"}, "slug"),
        ({"name": " "}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"description": "x\u0001"}, "description"),
        ({"long_description": "x\u0007"}, "long_description"),
        ({"categories": ["Education"]}, "categories[0]"),
        ({"categories": ["a", "a"]}, "categories"),
        ({"background": "red"}, "background"),
        ({"background": "#36c"}, "background"),
        ({"logo": "data:image/svg+xml;base64,PHN2Zy8+"}, "logo"),
        ({"position": -1}, "position"),
        ({"kind": "advert"}, "kind"),
        ({"environment_id": "env_x"}, "environment_id"),
    ],
)
async def test_what_may_not_stand_on_a_tile_is_named(hub: Hub, changes: dict[str, Any], field: str) -> None:
    answer = await create(hub, **changes)
    assert answer.status == 422, answer.text
    assert field in [fault["field"] for fault in answer.data["errors"]]
    assert (await hub.call("GET", "/v1/tiles")).data["items"] == []


async def test_a_tiles_picture_is_served_by_itself(hub: Hub) -> None:
    tile = (await create(hub, logo=f"data:image/png;base64,{PNG}")).data
    card = (await hub.call("GET", "/v1/marketplace", token=await session(hub))).data["items"][0]
    assert card["logo_url"].endswith(f"/logos/{tile['id']}")
    async with hub.session.get(f"{hub.base_url}/logos/{tile['id']}") as response:
        assert (response.status, response.headers["content-type"]) == (200, "image/png")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in response.headers["content-security-policy"]
        assert await response.read() == base64.b64decode(PNG)


async def test_what_happens_to_a_tile_is_told_and_recorded(hub: Hub) -> None:
    tile = (await create(hub)).data["id"]
    await hub.call("PATCH", f"/v1/tiles/{tile}", {"position": 1})
    await hub.call("DELETE", f"/v1/tiles/{tile}")
    told = (await hub.call("GET", f"/v1/events?subject_id={tile}")).data["items"]
    assert [event["type"] for event in told] == ["tile.removed", "tile.updated", "tile.created"]
    assert told[1]["data"]["fields"] == ["position"]
    recorded = (await hub.call("GET", f"/v1/audit-entries?subject={tile}")).data["items"]
    assert [entry["action"] for entry in recorded] == ["tile.removed", "tile.updated", "tile.created"]


def test_a_draft_as_it_should_be_has_no_fault() -> None:
    assert check(TileDraft("academy", TileKind.CUSTOM, "Academy", "https://acme.example")) == []


def test_tiles_stand_by_position_then_by_name(clock: ManualClock) -> None:
    def tile(name: str, position: int) -> Tile:
        draft = TileDraft(name.lower(), TileKind.CUSTOM, name, "https://acme.example", position=position)
        return Tile(id=name, environment_id="env_1", created_at=clock.now(), updated_at=clock.now(), **vars(draft))

    arranged = arrange([tile("b", 1), tile("C", 0), tile("A", 1)])
    assert [one.name for one in arranged] == ["C", "A", "b"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_environment_has_so_many_tiles_and_no_more(hub: Hub) -> None:
    write, environment = hub.bothways.outbound.write_tile, hub.environment.id
    for number in range(MOST_TILES):
        draft = TileDraft(f"tile-{number}", TileKind.CUSTOM, "Many", "https://acme.example")
        await write.create(environment, "test", draft)
    refused = await create(hub)
    assert (refused.status, refused.data["code"]) == (409, "too_many_tiles")
