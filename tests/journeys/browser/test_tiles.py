"""Cards of the operator's own stand in the marketplace among the integrations, and lead out of it."""

import pytest
from playwright.async_api import expect

from tests.journeys.browser.embedding import running_product
from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import sees
from tests.journeys.browser.test_embedded_for_everybody import look

pytestmark = [pytest.mark.browser, ON_SQLITE]

GUIDE = {
    "slug": "migration",
    "kind": "promotional",
    "name": "Move from Paperdesk",
    "description": "We bring your tickets along",
    "link_url": "https://acme.example/move",
    "categories": ["support"],
    "published": True,
}
AGENT = {
    "slug": "legacy",
    "kind": "custom",
    "name": "Warehouse link",
    "description": f"Set up by our {'warehouse' * 9}people",
    "long_description": "Write to us, and we **do not** render markup.\n\nIt takes a day.",
    "link_url": "https://acme.example/warehouse",
    "categories": ["logistics"],
    "published": True,
}
# A search box stands where there is much to choose from.
ARABIC = {**GUIDE, "slug": "arabic", "name": "نقل كل جهات الاتصال والمبيعات والعملاء", "description": "مجانا!"}
MORE = [ARABIC] + [{**GUIDE, "slug": f"more-{number}", "name": f"Offer {number}"} for number in range(3)]
DRAFT = {**GUIDE, "slug": "draft", "name": "Not ready", "published": False}


async def test_tiles_are_found_read_and_followed_and_drafts_are_not_there(stage: Stage) -> None:
    for tile in (GUIDE, AGENT, DRAFT, *MORE):
        made = await stage.hub.call("POST", "/v1/tiles", tile)
        assert made.status == 201, made.text
    maya, found = await stage.somebody(), list[str]()
    async with running_product(stage) as product:
        shop = await product.open(maya)
        await sees(shop, "Connect Sandbox Contacts", "Move from Paperdesk", "Warehouse link")
        await expect(shop.get_by_text("Not ready")).to_have_count(0)
        out = shop.get_by_role("link", name="Learn more Move from Paperdesk")
        assert await out.get_attribute("href") == GUIDE["link_url"]
        assert await out.get_attribute("target") == "_blank"
        assert set((await out.get_attribute("rel") or "").split()) == {"noopener", "noreferrer"}
        # Cut short, it would otherwise lose its beginning; and its full stops would stand on the wrong side.
        for words in (ARABIC["name"], ARABIC["description"]):
            shown = shop.get_by_role("listitem").filter(has=shop.get_by_title(ARABIC["name"])).locator("h3, p")
            await expect(shown.filter(has_text=words)).to_have_css("direction", "rtl")
        found += await look(maya.page, "the catalog with tiles")

        await shop.get_by_role("searchbox").fill("ware")
        await expect(shop.get_by_text("Move from Paperdesk")).to_have_count(0)
        await shop.get_by_role("button", name="Warehouse link").click()
        await expect(shop.get_by_role("heading", name="Warehouse link")).to_be_visible()
        await sees(shop, "we **do not** render markup", "It takes a day.")
        await expect(shop.get_by_role("link", name="Set up")).to_have_attribute("href", AGENT["link_url"])
        found += await look(maya.page, "a tile")
    assert found == []
