"""Accounts that are connected by typing: keys, and client credentials."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import browse, close_modal, sees
from tests.support.signing import ASSERTION, TYPED, definition, ec_key, exchange, pem

pytestmark = [pytest.mark.browser, ON_SQLITE]

WRONG, RIGHT = "sandbox_key_nobody_0000", "sandbox_key_ada_1843"


async def test_a_wrong_key_is_explained_at_its_field_and_the_right_one_connects(stage: Stage) -> None:
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    await connect.get_by_role("link", name="Connect Sandbox Keys").click()
    field = connect.get_by_label("API key", exact=True)
    await expect(field).to_have_attribute("type", "password")
    await field.fill(WRONG)
    maya.forgiven.append("422 (Unprocessable")
    await connect.get_by_role("button", name="Connect Sandbox Keys").click()
    await expect(field).to_have_accessible_description(re.compile("keys at /keys.*does not accept it. Copy it"))
    await expect(field).to_have_value("")
    await expect(field).to_be_focused()
    assert await stage.connections() == []
    await field.fill(RIGHT)
    await connect.get_by_role("button", name="Connect Sandbox Keys").click()
    await sees(connect, "Sandbox Keys is connected", "ada@engine.example")
    await close_modal(maya.page)
    await sees(maya.page, "Connected accounts", "Analytical Engine Works")
    credentials = await stage.credentials((await stage.connection())["id"])
    assert credentials["headers"] == {"X-API-Key": RIGHT}
    assert (await stage.whose(credentials, "/key-api/me"))["status"] == 200
    assert WRONG not in stage.hub.log_text()
    assert RIGHT not in stage.hub.log_text()


async def test_a_key_is_connected_without_any_script(stage: Stage) -> None:
    maya = await stage.maya(java_script_enabled=False)
    await maya.page.get_by_role("button", name="Browse integrations").click()
    await maya.page.get_by_role("link", name="Connect Sandbox Keys").click()
    field = maya.page.get_by_label("API key", exact=True)
    maya.forgiven.append("422 (Unprocessable")
    for typed, said in [("", "Fill this in"), ("not like a key", "does not look right"), (WRONG, "not accept")]:
        await field.fill(typed)
        await maya.page.get_by_role("button", name="Connect Sandbox Keys").click()
        await sees(maya.page, said)
    await field.fill(RIGHT)
    await maya.page.get_by_role("button", name="Connect Sandbox Keys").click()
    await sees(maya.page, "Sandbox Keys is connected", "ada@engine.example")


async def test_client_credentials_are_tried_kept_and_renewed(stage: Stage) -> None:
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    await connect.get_by_role("link", name="Connect Sandbox Machines").click()
    await connect.get_by_label("Client ID").fill("sandbox-client")
    await connect.get_by_label("Client secret", exact=True).fill("not the secret")
    maya.forgiven.append("422 (Unprocessable")
    await connect.get_by_role("button", name="Connect Sandbox Machines").click()
    await expect(connect.get_by_label("Client secret", exact=True)).to_have_attribute("aria-invalid", "true")
    await expect(connect.get_by_label("Client ID")).to_have_value("sandbox-client")
    await connect.get_by_label("Client secret", exact=True).fill("sandbox-secret")
    await connect.get_by_role("button", name="Connect Sandbox Machines").click()
    await sees(connect, "Sandbox Machines is connected")
    held = await stage.connection()
    first = await stage.credentials(held["id"])
    assert (await stage.whose(first, "/m2m/me"))["status"] == 200
    stage.clock.advance(301)
    assert (await stage.whose(first, "/m2m/me"))["status"] == 401
    assert (await stage.whose(await stage.credentials(held["id"]), "/m2m/me"))["status"] == 200


async def test_a_private_key_that_is_pasted_into_the_form_signs(stage: Stage) -> None:
    async with exchange(stage.clock, ec_key()) as served:
        described = {"definition": definition(served, TYPED, ASSERTION)}
        assert (await stage.hub.call("POST", "/v1/providers", described)).status == 201
        assert (await stage.hub.call("POST", "/v1/integrations", {"provider": "robots"})).status == 201
        maya = await stage.maya()
        connect = await browse(stage, maya.page)
        await connect.get_by_role("link", name="Connect Robots").click()
        await connect.get_by_label("Issuer").fill("robot-1")
        key = connect.get_by_label("Private key", exact=True)
        await key.fill("-----BEGIN PUBLIC KEY-----")
        maya.forgiven.append("422 (Unprocessable")
        await connect.get_by_role("button", name="Connect Robots").click()
        await expect(key).to_have_accessible_description(re.compile("The private one is needed"))
        await key.fill(pem(ec_key()))
        await connect.get_by_role("button", name="Connect Robots").click()
        await sees(connect, "Robots is connected")
        held = await stage.connection()
        assert (await stage.credentials(held["id"]))["access_token"] == "signed-at-1"
    assert [claims["iss"] for claims in served.claims] == ["robot-1"]
    assert pem(ec_key()).splitlines()[1] not in stage.hub.log_text()
