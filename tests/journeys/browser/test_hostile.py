"""What others get who should get nothing: sites that frame our pages, scripts, and whoever reads along."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.async_api import Frame, expect

from tests.journeys.browser.stage import ON_SQLITE, Stage
from tests.journeys.browser.steps import allow, browse, press_for_popup, sees
from tests.support.servers import App, serve

pytestmark = [pytest.mark.browser, ON_SQLITE]


async def test_a_hostile_site_that_frames_our_pages_gets_nothing(stage: Stage) -> None:
    ours = stage.hub.base_url
    wanted = [await stage.connect_link(), f"{ours}/portal/sign-in", f"{ours}/reference", f"{ours}/oauth/callback/x"]
    frames = "".join(f'<iframe src="{one}"></iframe>' for one in wanted)
    victim = await stage.somebody()
    victim.forgiven += ["violates the following Content Security Policy", "X-Frame-Options", "status of 4"]
    async with serve(_page(f"<!doctype html><title>Win a prize</title>{frames}")) as hostile:
        await victim.page.goto(hostile.replace("127.0.0.1", "localhost"))
        await expect(victim.page.locator("iframe")).to_have_count(len(wanted))
        inside = [frame for frame in victim.page.frames if frame.parent_frame is not None]
        assert [await _shows(frame) for frame in inside] == ["", "", "", ""]
        # Not even from a site of the same host name: another port is another site to the policy.
        await victim.page.goto(hostile)
        inside = [frame for frame in victim.page.frames if frame.parent_frame is not None]
        assert [await _shows(frame) for frame in inside] == ["", "", "", ""]


async def test_what_the_product_keeps_in_a_browser_no_script_can_read(stage: Stage) -> None:
    maya = await stage.maya()
    connect = await browse(stage, maya.page)
    await allow(await press_for_popup(maya, connect.get_by_role("button", name="Connect Sandbox Contacts")))
    await sees(connect, "Sandbox Contacts is connected")
    ours = [one for one in await maya.context.cookies() if one["name"].startswith("bothways")]
    assert {(one["httpOnly"], one["sameSite"]) for one in ours} == {(True, "Lax")}
    inside = next(frame for frame in maya.page.frames if frame.parent_frame is not None)
    kept = "[document.cookie, localStorage.length, sessionStorage.length]"
    assert await inside.evaluate(kept) == ["", 0, 0]
    secrets = ("_cs_", "sbx_at_", "sbx_rt_")
    assert [url for url, _ in maya.asked if any(secret in url for secret in secrets)] == []
    told = [(url, referrer) for url, referrer in maya.asked if not url.startswith(stage.hub.base_url)]
    assert [pair for pair in told if pair[1].startswith(stage.hub.base_url)] == []


async def _shows(frame: Frame) -> str:
    await frame.wait_for_load_state()
    return (await frame.locator("body").inner_text()).strip() if frame.url.startswith("http") else ""


def _page(html: str) -> App:
    """A site with one page."""

    async def app(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": html.encode()})

    return app
