"""Customers in the portal: found by a part of their name, let in, and deleted with what that means."""

import pytest
from playwright.async_api import expect

from tests.rooms.portal.screens import Screen
from tests.support.hubs import Walk

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)>"


async def test_customers_are_searched_on_the_server_and_the_search_stands_in_the_address(
    screen: Screen, shop: Walk
) -> None:
    for number in range(30):
        await shop.hub.call("POST", "/v1/customers", {"id": f"cus-{number}", "name": f"Customer {number:02}"})
    await shop.hub.call("POST", "/v1/customers", {"id": "blue", "name": "Bluebird Bakery", "email": "hi@blue.example"})
    await screen.open("customers", "Customers")
    await screen.sees("25 of 31")
    await expect(screen.row("Customer 00")).to_have_count(0)
    await screen.press("Next")
    await expect(screen.row("Customer 00")).to_be_visible()
    await screen.page.go_back()
    await screen.page.get_by_role("columnheader").get_by_role("button", name="Customer").click()
    await expect(screen.page.get_by_role("row").nth(1)).to_contain_text("Bluebird Bakery")
    await screen.look_closely("customers")
    await screen.page.get_by_label("Search names, ids and e-mail addresses").fill("blue bak")
    await expect(screen.page).to_have_url(f"{screen.address('customers')}?sort=name&q=blue+bak")
    await screen.sees("1 in all")
    await screen.page.reload()
    await screen.sees("Bluebird Bakery", "1 in all")
    await screen.page.get_by_label("Search names, ids and e-mail addresses").fill("nobody like this")
    await screen.sees("Nothing matches")
    await screen.press("Clear all filters")
    await screen.sees("31")


async def test_a_customer_is_added_and_a_wrong_address_is_told_at_its_field(screen: Screen, shop: Walk) -> None:
    await screen.open("customers", "Customers")
    await screen.sees("No customers yet")
    await screen.look_closely("no customers")
    add, own_id = (
        screen.page.get_by_role("button", name="Add a customer").first,
        screen.dialog.get_by_label("Your own id"),
    )
    await add.click()
    await expect(own_id).to_be_focused()
    await screen.page.keyboard.press("Escape")
    await expect(add).to_be_focused()
    await add.press("Enter")
    await own_id.fill("cus-1")
    await screen.dialog.get_by_label("Name").fill(MARKUP)
    await screen.dialog.get_by_label("E-mail").fill("no address")
    screen.forgiven.append("422 (Unprocessable")
    await screen.press("Save", inside=screen.dialog)
    await expect(screen.dialog.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    await screen.look_closely("a wrong address")
    await screen.dialog.get_by_label("E-mail").fill("ada@engine.example")
    await screen.press("Save", inside=screen.dialog)
    await screen.titled(MARKUP)
    assert (await shop.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"][0]["name"] == MARKUP

    # Adding one is not a way to write over another.
    await screen.open("customers", "Customers")
    await screen.press("Add a customer")
    await screen.dialog.get_by_label("Your own id").fill("cus-1")
    await screen.press("Save", inside=screen.dialog)
    await screen.sees("A customer has this id already")
    assert (await shop.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"][0]["name"] == MARKUP


async def test_deleting_a_customer_says_what_goes_with_it(screen: Screen, shop: Walk) -> None:
    await shop.connect(await shop.integrate())
    [customer] = (await shop.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"]
    await screen.open(f"customers/{customer['id']}", "cus-1")
    await screen.sees("ada@engine.example")
    await screen.look_closely("a customer")
    await screen.choose("Delete")
    await expect(screen.dialog).to_contain_text("1 connection, 1 of them in use")
    await screen.look_closely("asking before deleting")
    await screen.dialog.get_by_label("Type cus-1 to confirm").fill("cus-1")
    await screen.press("Delete for good", inside=screen.dialog)
    await screen.titled("Customers")
    await screen.sees("No customers yet")
    assert (await shop.hub.call("GET", f"/v1/customers/{customer['id']}")).status == 404


async def test_the_lists_of_a_customer_turn_their_pages_apart(screen: Screen, shop: Walk) -> None:
    who = {"customer": {"id": "cus-1"}}
    for number in range(11):
        await shop.hub.call("POST", "/v1/connect-links", {**who, "name": f"Mail {number:02}"})
        await shop.hub.call("POST", "/v1/connect-sessions", who)
    [customer] = (await shop.hub.call("GET", "/v1/customers?external_id=cus-1")).data["items"]
    await screen.open(f"customers/{customer['id']}")
    links = screen.page.get_by_role("navigation", name="Pages of connect links of this customer")
    sessions = screen.page.get_by_role("navigation", name="Pages of sessions of this customer")
    await expect(screen.row("Mail 10")).to_be_visible()
    await links.get_by_role("button", name="Next").click()
    await expect(screen.row("Mail 00")).to_be_visible()
    await expect(screen.row("Mail 10")).to_have_count(0)
    await expect(sessions).to_contain_text("10 shown")
    await sessions.get_by_role("button", name="Next").click()
    await expect(sessions).to_contain_text("1 shown")
    await expect(screen.row("Mail 00")).to_be_visible()
    await links.get_by_role("button", name="Previous").click()
    await expect(screen.row("Mail 10")).to_be_visible()
    await expect(sessions).to_contain_text("1 shown")
    await links.get_by_role("button", name="Next").click()
    await expect(screen.row("Mail 00")).to_be_visible()
    await links.get_by_role("button", name="First page").click()
    await expect(screen.row("Mail 10")).to_be_visible()
    await expect(sessions).to_contain_text("1 shown")
