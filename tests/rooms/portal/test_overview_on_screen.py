"""The overview: numbers, bars, what needs attention, and the first steps of a new environment."""

import pytest
from playwright.async_api import expect

from tests.rooms.portal.screens import Screen
from tests.rooms.portal.test_connections_on_screen import lose
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser


async def test_the_overview_counts_draws_and_names_what_needs_attention(screen: Screen, shop: Walk) -> None:
    integration = await shop.integrate()
    await shop.connect(integration, "cus-1")
    await lose(shop, await shop.connect(integration, "cus-2", person="usr_grace"))
    await screen.open("", "Acme")
    numbers = screen.page.get_by_role("region", name="Numbers")
    for words in ("2 Connections", "1 Need their customer", "0 In trouble", "2 Customers", "1 Integrations"):
        await expect(numbers.get_by_role("link", name=words)).to_be_visible()
    await expect(screen.page.get_by_role("img", name="1 of 2 connections work")).to_be_visible()
    chart = screen.page.get_by_role("region", name="Connections per day").first
    drawn = chart.get_by_role("img", name="Connections per day: connected 2, lost 1, disconnected 0 in 30 days")
    await expect(drawn.locator("canvas")).to_be_visible()
    await screen.look_closely("overview")
    await screen.press("Show as a table", inside=chart)
    await expect(chart.get_by_role("cell")).to_have_text(["2", "1", "0"])
    await screen.look_closely("overview as tables")
    await screen.press("7 days")
    await expect(screen.page).to_have_url(f"{screen.address()}?days=7")
    await screen.sees("cus-2 has to reconnect Sandbox")
    await screen.page.get_by_role("region", name="Needs attention").get_by_role("link", name="Sandbox of cus-2").click()
    await screen.sees("Only the customer can bring it back")


async def test_the_first_steps_go_one_by_one_until_all_are_done(screen: Screen, shop: Walk) -> None:
    steps = screen.page.get_by_role("region", name="First steps")
    await screen.open("", "Acme")
    await expect(steps).to_contain_text("1 of 4 done")
    await screen.look_closely("first steps")
    await shop.connect(await shop.integrate())
    await screen.page.reload()
    await expect(steps).to_contain_text("3 of 4 done")
    await steps.get_by_role("link", name="Allow an origin").click()
    await screen.titled("Origins and URLs")
    await screen.page.get_by_label("Another origin").fill("https://app.acme.example")
    await screen.press("Add", inside=screen.page.get_by_role("region", name="Allowed origins"))
    await screen.sees("The origin was added")
    await screen.page.get_by_role("link", name="Overview").click()
    await screen.sees("Latest")
    await expect(steps).to_have_count(0)
