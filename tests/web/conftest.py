"""Fixtures: a product's page beside a stand-in for Bothways."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.support.servers import serve, serve_built
from tests.web.sdk_product import Product
from tests.web.sdk_stand_in import StandIn, operator_page


@pytest.fixture
async def product(browser: Browser) -> AsyncIterator[Product]:
    hub = StandIn()
    async with (
        serve(hub) as hub_url,
        serve_built(lambda _: operator_page(hub_url, html='<div id="here"></div>')) as own,
    ):
        # Another site, not only another port: localhost is not 127.0.0.1 to a browser.
        hub.origin = own.replace("127.0.0.1", "localhost")
        hub.provider = f"{hub_url}/provider"
        context = await browser.new_context()
        page = await context.new_page()
        product = Product(hub, hub.origin, hub_url, page, context)
        page.on("pageerror", lambda error: product.complaints.append(str(error)))
        await page.goto(hub.origin)
        yield product
        await context.close()
