"""Forms for keys, and disconnecting."""

import pytest

from tests.rooms.marketplace.customer import Customer
from tests.support.surfer import OWN_FORM

ADA = "sandbox_key_ada_1843"


@pytest.fixture
async def inside(customer: Customer) -> None:
    await customer.environment()
    await customer.walk.integrate("sandbox-key")
    await customer.enter()


@pytest.mark.usefixtures("inside")
async def test_a_key_that_works_is_kept(customer: Customer) -> None:
    seen = await customer.surfer.follow(await customer.press_connect("sandbox-key", fields__api_key=ADA))
    assert "Sandbox with an API key is connected ada@engine.example" in seen.words
    (connection,) = await customer.connections()
    assert connection["type"] == "api_key"
    assert ADA not in seen.text


@pytest.mark.usefixtures("inside")
async def test_a_key_that_the_provider_refuses_is_said_at_its_field_and_not_repeated(customer: Customer) -> None:
    seen = await customer.press_connect("sandbox-key", fields__api_key="sandbox_key_nobody_1")
    assert seen.status == 422
    assert 'id="fields-api_key-error"' in seen.text
    assert 'aria-invalid="true"' in seen.text
    assert "Sandbox with an API key does not accept it. Copy it again." in seen.words
    assert "sandbox_key_nobody_1" not in seen.text
    assert await customer.connections() == []


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill this in."),
        (f" {ADA}", "It begins or ends with a blank. Paste it without."),
        (f"{ADA}\r\nX: y", "It holds characters that a key cannot hold. Copy it again."),
        ("a" * 100_000, "It is longer than 8192 characters."),
        ("käse", "It holds characters that a key cannot hold. Copy it again."),
        ("<script>", "It does not look right. It should look like sandbox_key_…."),
    ],
)
async def test_what_cannot_be_a_key_is_said_before_anybody_is_asked(customer: Customer, typed: str, said: str) -> None:
    seen = await customer.press_connect("sandbox-key", fields__api_key=typed)
    assert seen.status == 422
    assert said in seen.words
    assert "<script>" not in seen.text


async def test_everything_wrong_is_said_at_once_and_what_is_no_secret_stays(customer: Customer) -> None:
    body = {"provider": "zendesk", "method_id": "basic"}
    assert (await customer.walk.hub.call("POST", "/v1/integrations", body)).status == 201
    await customer.enter()
    typed = {
        "values__subdomain": "acme.support/x",
        "fields__email": "ada@northwind.example",
        "fields__api_token": "a b ",
    }
    seen = await customer.press_connect("zendesk", **typed)
    assert "2 things need another look Subdomain , API token" in seen.words
    assert 'value="acme.support/x"' in seen.text
    assert 'value="ada@northwind.example"' in seen.text
    assert "a b " not in seen.text
    form = seen.form("/connect")
    assert form.fields["fields.api_token"] == ""


async def test_a_provider_that_is_down_blames_nobody_and_keeps_the_form(customer: Customer) -> None:
    await customer.walk.integrate("sandbox-key", values={"base_url": "http://127.0.0.1:9"})
    await customer.enter()
    seen = await customer.press_connect("sandbox-key", fields__api_key=ADA)
    assert seen.status == 503
    assert "Sandbox with an API key does not answer" in seen.words
    assert seen.form("/connect")
    assert await customer.connections() == []


@pytest.mark.usefixtures("inside")
async def test_a_field_that_was_not_asked_for_is_refused(customer: Customer) -> None:
    seen = await customer.press_connect("sandbox-key", fields__api_key=ADA, values__base_url="http://evil.test")
    assert seen.status == 422
    assert await customer.connections() == []


@pytest.mark.usefixtures("inside")
async def test_another_key_renews_the_connection_it_was_given_for(customer: Customer) -> None:
    await customer.press_connect("sandbox-key", fields__api_key=ADA)
    (before,) = await customer.connections()
    page = await customer.app("sandbox-key", f"?reconnect={before['id']}")
    assert "Reconnect ada@engine.example" in page.words
    form = page.form("/connect")
    assert form.fields["reconnect"] == before["id"]
    await customer.surfer.post(form, fields__api_key="sandbox_key_grace_1952")
    (after,) = await customer.connections()
    assert (after["id"], after["account"]["label"]) == (before["id"], "grace@harbor.example")
    assert "instead of ada@engine.example" in (await customer.app("sandbox-key")).words


@pytest.mark.usefixtures("inside")
async def test_several_accounts_stand_beside_each_other(customer: Customer) -> None:
    await customer.press_connect("sandbox-key", fields__api_key=ADA)
    form = (await customer.app("sandbox-key", "?add=")).form("/connect")
    await customer.surfer.post(form, fields__api_key="sandbox_key_grace_1952")
    assert len(await customer.connections()) == 2
    assert "Connected accounts" in (await customer.app("sandbox-key")).words
    assert "2 accounts" in (await customer.surfer.get(customer.base)).words


async def disconnect_page(customer: Customer) -> str:
    (connection,) = await customer.connections()
    return f"{customer.base}/connections/{connection['id']}/disconnect"


@pytest.mark.usefixtures("inside")
async def test_disconnecting_asks_first_and_then_leaves_nothing(customer: Customer) -> None:
    await customer.press_connect("sandbox-key", fields__api_key=ADA)
    asked = await customer.surfer.get(await disconnect_page(customer))
    assert "Disconnect ada@engine.example?" in asked.words
    assert "Acme Desk can no longer work with this" in asked.words
    (connection,) = await customer.connections()
    assert connection["state"] == "active"
    done = await customer.surfer.follow(await customer.surfer.post(asked.form("/disconnect")))
    assert "ada@engine.example was disconnected" in done.words
    (connection,) = await customer.connections()
    assert connection["state"] == "disconnected"
    assert (await customer.surfer.post(asked.form("/disconnect"))).status == 404


@pytest.mark.usefixtures("inside")
async def test_disconnecting_needs_the_token_of_the_page(customer: Customer) -> None:
    await customer.press_connect("sandbox-key", fields__api_key=ADA)
    form = (await customer.surfer.get(await disconnect_page(customer))).form("/disconnect")
    assert (await customer.surfer.post(form, csrf="")).status == 403
    foreign = OWN_FORM | {"sec-fetch-site": "cross-site"}
    assert (await customer.surfer.post(form, foreign)).status == 403
    assert (await customer.connections())[0]["state"] == "active"


async def test_nobody_disconnects_what_is_another_customers_or_outside_of_the_session(customer: Customer) -> None:
    integration = await customer.walk.integrate()
    theirs = await customer.walk.connect(integration, "cus-2")
    ours = await customer.walk.connect(integration, "cus-1", person="usr_grace")
    await customer.walk.integrate("sandbox-key")
    await customer.enter(integrations=["sandbox-key"])
    for connection in (theirs, ours, "conn_nothing"):
        seen = await customer.surfer.get(f"{customer.base}/connections/{connection}/disconnect")
        assert seen.status == 404
    assert {one["state"] for one in await customer.connections()} == {"active"}
