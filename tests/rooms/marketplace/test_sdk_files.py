"""The SDK's script files: any page may load them, and browsers keep them for a short while."""

from collections.abc import AsyncIterator

import pytest

from bothways.kit.web.assets import Assets
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Hub, running_hub
from tools.assets import ASSETS

FILES = {"/sdk/v1/bothways.js": "sdk.js", "/sdk/v1/element.js": "sdk-element.js"}


@pytest.fixture
async def built(database_url: str, clock: ManualClock, entropy: SeededEntropy) -> AsyncIterator[Hub]:
    async with running_hub(database_url, clock, entropy, assets=Assets.load(ASSETS)) as hub:
        yield hub


@pytest.mark.parametrize("path", FILES)
async def test_any_page_may_load_it_and_asks_again_soon(built: Hub, path: str) -> None:
    answer = await built.call("GET", path, token="", Origin="https://any.example")
    assert (answer.status, answer.text) == (200, (ASSETS / FILES[path]).read_text())
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "max-age=300" in answer.headers["cache-control"]
    again = await built.call("GET", path, token="", If_None_Match=answer.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert again.headers["cross-origin-resource-policy"] == "cross-origin"
