"""A customer who reads German gets German, on our own pages as in the frame, whatever the browser was set to."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.browser.embedding import running_product
from tests.journeys.browser.looking import Findings
from tests.journeys.browser.stage import ON_SQLITE, Stage, running_stage
from tests.journeys.browser.steps import press_for_popup, sees
from tests.journeys.browser.test_keys import RIGHT, WRONG
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy

pytestmark = [pytest.mark.browser, ON_SQLITE]


async def test_a_link_in_german_speaks_german_from_the_catalog_to_the_end_of_a_connection(stage: Stage) -> None:
    body = {"customer": {"id": "bluebird-bakery"}, "locale": "de-AT"}
    link = (await stage.hub.call("POST", "/v1/connect-links", body)).data
    maya = await stage.somebody(locale="en-GB")
    page, findings = maya.page, Findings()
    await page.goto(link["url"])
    assert await page.evaluate("document.documentElement.lang") == "de"
    await expect(page.get_by_role("heading", level=1)).to_have_text("Apps verbinden")
    await findings.look(page, "the catalog")

    await page.get_by_role("link", name="Verbinden Sandbox Keys").click()
    field = page.get_by_label("API-Schlüssel", exact=True)
    await field.fill(WRONG)
    maya.forgiven.append("422 (Unprocessable")
    await page.get_by_role("button", name="Sandbox Keys verbinden").click()
    await expect(field).to_have_accessible_description(re.compile("Sandbox Keys nimmt das nicht an"))
    await findings.look(page, "a refused key")
    await field.fill(RIGHT)
    await page.get_by_role("button", name="Sandbox Keys verbinden").click()
    await sees(page, "Sandbox Keys ist verbunden", "Verlauf", "wurde verbunden")
    await findings.look(page, "an account")
    await page.get_by_role("link", name="Trennen").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("trennen"))
    await page.get_by_role("link", name="Behalten").click()

    await page.get_by_role("link", name="Alle Apps").click()
    popup = await press_for_popup(maya, page.get_by_role("button", name="Verbinden Sandbox Contacts"))
    maya.forgiven.append("403 (Forbidden)")
    await popup.get_by_role("button", name="Cancel").click()
    await sees(popup, "Sandbox Contacts wurde nicht verbunden", "Für Ihre Administration", "Fenster schließen")
    await findings.look(popup, "a refusal")
    await popup.close()
    assert findings.found == []


async def test_the_frame_speaks_as_its_session_unless_its_page_knows_better(stage: Stage) -> None:
    maya = await stage.somebody(locale="en-GB")
    async with running_product(stage) as product:
        product.session = {"locale": "fr"}
        shop = await product.open(maya)
        await sees(shop, "Connectez vos applications")
        product.options = {"locale": "ja"}
        shop = await product.open(maya)
        await sees(shop, "アプリを接続")
        await expect(shop.get_by_role("button", name="接続 Sandbox Contacts")).to_be_visible()


async def test_without_a_wish_pages_follow_the_browser(stage: Stage) -> None:
    body = {"customer": {"id": "bluebird-bakery"}}
    link = (await stage.hub.call("POST", "/v1/connect-links", body)).data
    maya = await stage.somebody(locale="pt-BR")
    await maya.page.goto(link["url"])
    await sees(maya.page, "Conecte seus apps")
    await stage.hub.call("DELETE", f"/v1/connect-links/{link['id']}")
    maya.forgiven.append("404 (Not Found)")
    maya.forgiven.append("410 (Gone)")
    maya.forgiven.append("401 (Unauthorized)")
    await maya.page.goto(link["url"])
    await sees(maya.page, "Este link não funciona mais")


async def test_a_language_of_the_operators_own_is_spoken_by_our_pages_and_the_frame(
    database_url: str, clock: ManualClock, entropy: SeededEntropy, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "cs.json").write_text(json.dumps({"catalog.title": "Propojte své aplikace", "connect": "<b>Propojit"}))
    (tmp_path / "de.json").write_text(json.dumps({"catalog.title": "Dienste anbinden"}))
    settings = {"BOTHWAYS_SENTENCES_DIR": str(tmp_path)}
    async with running_stage(database_url, clock, entropy, browser, settings=settings) as stage:
        link = (await stage.hub.call("POST", "/v1/connect-links", {"customer": {"id": "bluebird-bakery"}})).data
        maya = await stage.somebody(locale="cs-CZ")
        await maya.page.goto(link["url"])
        await sees(maya.page, "Propojte své aplikace", "<b>Propojit", "Ready to connect")
        async with running_product(stage) as product:
            await sees(await product.open(maya), "Propojte své aplikace", "<b>Propojit", "Ready to connect")
            product.options = {"locale": "de"}
            await sees(await product.open(maya), "Dienste anbinden", "Bereit zum Verbinden")
